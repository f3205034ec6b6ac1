"""The page on CI lists the inputs of the GitHub action and of the GitLab component."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT, read_section

COMPONENT = next(yaml.safe_load_all((ROOT / "templates/lint.yml").read_text("utf-8")))
INPUTS = {
    "## GitHub action": yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"],
    "## GitLab": COMPONENT["spec"]["inputs"],
}
ROW = re.compile(r"^\| `([a-z-]+)` \| .* \| (.*) \|$", re.MULTILINE)


@pytest.mark.parametrize(("heading", "inputs"), INPUTS.items(), ids=INPUTS)
def test_the_inputs_are_listed_with_their_defaults(
    heading: str, inputs: Mapping[str, Mapping[str, Any]]
) -> None:
    listed = dict(ROW.findall(read_section("docs/ci.md", heading)))
    assert list(listed) == list(inputs)
    for name, described in inputs.items():
        default = str(described.get("default", "")).replace("False", "false")
        assert default == "" or listed[name] == f"`{default}`", name
