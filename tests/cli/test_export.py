"""`contractkit export`: to standard output, or to a file that is whole."""

import json
from pathlib import Path

import pytest

from contractkit import load
from contractkit.export import FORMATS, export
from tests.cli.program import run

BEGINNINGS = {"openapi": "{", "jsonschema": "{", "typescript": "// ", "python": '"""'}


@pytest.mark.parametrize("style", FORMATS)
def test_it_prints_what_the_module_makes(style: str) -> None:
    outcome = run("export", "--format", style)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == export(load(), style)
    assert outcome.out.startswith(BEGINNINGS[style])
    assert outcome.out.endswith("\n")


@pytest.mark.parametrize("style", FORMATS)
def test_it_is_the_same_on_every_run(style: str) -> None:
    assert run("export", "--format", style).out == run("export", "--format", style).out


@pytest.mark.parametrize(
    "before", [("send-message-v1@1.0.0",), ("--contract", "send-message-v1@1.0.0")]
)
def test_a_contract_is_named_in_either_way(before: tuple[str, ...]) -> None:
    outcome = run("export", *before, "--format", "openapi")
    assert json.loads(outcome.out)["info"]["version"] == "1.0.0"


def test_it_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "types.ts"
    path.write_text("old", encoding="utf-8")
    outcome = run("export", "--format", "typescript", "--output", str(path))
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    assert path.read_text("utf-8") == export(load(), "typescript")
    assert [one.name for one in tmp_path.iterdir()] == ["types.ts"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--format"),
        (("--format", "yaml"), "yaml"),
        (("--format", "python", "send-message"), "did you mean 'send-message-v"),
        (("--format", "python", "send-message-v1@9"), "unknown version"),
        (("--format", "python", "--output", "none/there/types.py"), "none/there/types.py"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(arguments: tuple[str, ...], words: str) -> None:
    outcome = run("export", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
