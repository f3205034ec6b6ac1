"""`contractkit diff` as it is run: what it takes, its formats, its status."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run
from tests.compare.made import make_pair, order, write_contracts

STRING = {"type": "string"}
KNOWN: dict[str, Any] = {"must": {}, "lid": {}}
CLOSED = {"properties": KNOWN, "additionalProperties": False}
TEXT = """\
kettle@1.0.0 → kettle@1.1.0: major
  A valid payload, or a whole message, is valid no more. The number makes a
  minor step, not major.

order: the client sends it, the implementation takes it
"""
CHANGES = """\
  narrowed  /lid
    maxLength 5 (KE1, invalid) → maxLength 3 (KE1, invalid) #1
    client: some of what was valid is refused now
    implementation: must refuse some of what it had to accept

  added     /new
    unknown before (KE2, doubtful) #2
    narrowed  /new: type "string" (KE1, invalid), new #3
"""
WITNESS = """\
  #1 valid → invalid: 1.0.0 finds nothing, 1.1.0 finds KE1
     {"must": "\
"""


@pytest.fixture(scope="module")
def kettles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of contracts: a version that narrows one property and adds another."""
    after = {"properties": KNOWN | {"new": {}}, "additionalProperties": False}
    versions = {
        "1.0.0": {"order": order(lid=STRING | {"maxLength": 5}), "advice": CLOSED},
        "1.1.0": {"order": order(lid=STRING | {"maxLength": 3}, new=STRING), "advice": after},
    }
    return write_contracts(tmp_path_factory.mktemp("kettles"), versions)


def test_text_shows_the_step_the_changes_and_a_payload_for_each(kettles: Path) -> None:
    outcome = run("diff", "kettle@1.0.0", "1.1.0", "--schemas", str(kettles))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(TEXT)
    assert CHANGES in outcome.out
    assert WITNESS in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_json_has_it_all(kettles: Path) -> None:
    outcome = run("diff", "1.0.0", "1.1.0", "--schemas", str(kettles), "--format", "json")
    told = json.loads(outcome.out)
    assert (told["version"], told["before"], told["after"]) == (1, "kettle@1.0.0", "kettle@1.1.0")
    assert (told["step"], told["proved"], told["numbered"]) == ("major", True, "minor")
    [message] = told["messages"]
    assert sum(cell["count"] for cell in message["table"]) == message["tried"]
    assert len(message["table"]) == 9
    change = message["changes"][0]
    assert (change["kind"], change["pattern"]) == ("narrowed", "/lid")
    assert (change["before"]["limit"], change["after"]["limit"]) == (5, 3)
    assert change["effects"]["client"] == ["some of what was valid is refused now"]
    [witness] = change["witnesses"]
    assert len(witness["payload"]["lid"]) in (4, 5)
    assert witness["after"] == {"verdict": "invalid", "rules": ["KE1"]}


def test_markdown_has_whole_payloads(kettles: Path) -> None:
    outcome = run("diff", "1.0.0", "1.1.0", "--schemas", str(kettles), "--format", "markdown")
    assert outcome.out.startswith("# kettle@1.0.0 → kettle@1.1.0: major\n")
    assert "- **narrowed** `/lid`: maxLength 5 (KE1, invalid) → maxLength 3" in outcome.out
    assert "| 1.0.0 ↓ 1.1.0 → | valid | doubtful | invalid |" in outcome.out
    blocks = outcome.out.split("```json\n")[1:]
    assert blocks
    assert all("must" in json.loads(block.partition("\n```")[0]) for block in blocks)


def test_equal_versions_differ_in_nothing_and_the_status_is_0(tmp_path: Path) -> None:
    about = {"order": order(v=STRING)}
    make_pair(tmp_path, about, about)
    outcome = run("diff", "1.0.0", "kettle@1.1.0", "--schemas", str(tmp_path))
    assert outcome.status == 0
    assert outcome.out.startswith(
        "kettle@1.0.0 → kettle@1.1.0: patch\n  No verdict can change (proved). "
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("1.0.0", "9.0.0"), "unknown version of kettle '9.0.0'"),
        (("1.0.0", "kettle@9.0.0"), "unknown version of kettle '9.0.0'"),
        (("1.0.0", "ketle"), "unknown contract 'ketle': did you mean 'kettle'?"),
        (("pan@1.0.0", "1.0.0"), "unknown contract 'pan'"),
        (("1.0.0",), "Missing argument 'B'"),
    ],
)
def test_an_unknown_name_is_a_usage_error(
    names: tuple[str, ...], words: str, kettles: Path
) -> None:
    outcome = run("diff", *names, "--schemas", str(kettles))
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err


def test_a_version_alone_is_of_the_contract_that_is_named(kettles: Path) -> None:
    outcome = run("diff", "1.0", "kettle", "--contract", "kettle", "--schemas", str(kettles))
    assert outcome.status == 2
    assert "unknown version of kettle '1.0'" in outcome.err


def test_diff_has_help() -> None:
    outcome = run("diff", "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert "--format [text|json|markdown]" in outcome.out
    assert "\n  diff " in run("--help").out
