"""The pages are where readers find them, short, and true of the tree that they describe."""

import re
from collections.abc import Iterable

import pytest

from contractkit.cli.main import COMMANDS
from contractkit.fuzz.oracles import CHECKS
from contractkit.fuzzclient.oracles import CHECKS as CLIENT_CHECKS
from tests.docs.pages import PAGES, ROOT, read_page, read_section
from tests.test_architecture import LAYERS

LONGEST_README = 280
GUIDES = ("CONTRIBUTING.md", "docs/architecture.md")
PATH = re.compile(r"`((?:contractkit|docs|fixtures|schemas|tests)/[\w./-]*)`")


def test_the_readme_is_short() -> None:
    assert read_page("README.md").count("\n") <= LONGEST_README


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_page_is_linked_from_the_readme(page: str) -> None:
    assert f"]({page}" in read_page("README.md")


def test_the_readme_lists_every_command() -> None:
    table = read_section("README.md", "## Commands")
    assert set(COMMANDS) <= set(re.findall(r"`(?:contractkit )?([a-z-]+)`", table))


@pytest.mark.parametrize("page", GUIDES)
def test_every_path_that_is_named_exists(page: str) -> None:
    named = [path for path in PATH.findall(read_page(page)) if "NAME" not in path]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_name_in_a_module_is_there() -> None:
    named = re.findall(r"`(\w+)` (?:of|in) `([\w/]+\.py)`", read_page("CONTRIBUTING.md"))
    assert len(named) >= 5
    assert [name for name, path in named if name not in read_page(path)] == []


def test_the_picture_shows_the_layers_from_the_top_down() -> None:
    picture = read_section("CONTRIBUTING.md", "## The layers").partition("```text\n")[2]
    layers = re.findall(r"^(\w+) ", picture.partition("```")[0], re.MULTILINE)
    assert layers == [layer for layer in LAYERS if not layer.startswith("__")]


@pytest.mark.parametrize(
    ("page", "heading", "checks"),
    [
        ("docs/fuzzing.md", "## What an implementation is blamed for", CHECKS),
        ("docs/fuzzing-clients.md", "## What a client is blamed for", CLIENT_CHECKS),
    ],
)
def test_the_checks_of_a_fuzzer_are_listed(page: str, heading: str, checks: Iterable[str]) -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \|", read_section(page, heading), re.MULTILINE)
    assert sorted(listed) == sorted(checks)
