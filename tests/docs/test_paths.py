"""The guides for contributors name folders and modules that exist, and the layers as they are."""

import re

import pytest

from tests.docs.pages import ROOT, read_page, read_section
from tests.test_architecture import LAYERS

GUIDES = ("CONTRIBUTING.md", "docs/architecture.md")
PATH = re.compile(r"`((?:contractkit|docs|fixtures|schemas|tests)/[\w./-]*)`")


@pytest.mark.parametrize("page", GUIDES)
def test_every_path_that_is_named_exists(page: str) -> None:
    named = [path for path in PATH.findall(read_page(page)) if "NAME" not in path]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_picture_shows_the_layers_from_the_top_down() -> None:
    picture = read_section("CONTRIBUTING.md", "## The layers").partition("```text\n")[2]
    layers = re.findall(r"^(\w+) ", picture.partition("```")[0], re.MULTILINE)
    assert layers == [layer for layer in LAYERS if not layer.startswith("__")]
