"""A contract with nothing but an operation, messages and answers works in every command."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.listed_contracts import LISTED, NAME, describe, write_contract

GOOD, BAD = {"item": "tea", "count": 2}, {"item": "tea", "count": 0}
COMMANDS = {
    "lint good.json": 0,
    "lint bad.json": 1,
    "lint good.json --kind order": 0,
    "rules": 0,
    "contracts": 0,
    "explain OR1": 0,
    "explain count": 0,
    "explain /item": 0,
    "schema": 0,
    "schema --message error": 0,
    "generate --valid --count 5": 0,
    "generate --invalid --count 5 --annotate": 0,
    "generate --boundary": 0,
    "generate --rule OR1 --count 5": 0,
    "generate --message error --valid --count 3": 0,
    "export --format openapi": 0,
    "export --format jsonschema": 0,
    "export --format typescript": 0,
    "export --format python": 0,
    f"diff {NAME}@1.0.0 {NAME}@1.0.0": 0,
    "fuzz --max-requests 60": 0,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_contract(tmp_path, describe(LISTED))
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    (tmp_path / "bad.json").write_text(json.dumps(BAD))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works(command: str) -> None:
    outcome = run(*shlex.split(command), "--schemas", "schemas")
    assert (outcome.status, "error:" in outcome.err) == (COMMANDS[command], False), outcome.err


LEAST = {
    "lint good.json": 2,
    "lint .": 0,
    "rules": 0,
    "schema": 2,
    "generate": 2,
    "export --format openapi": 0,
    "export --format jsonschema": 0,
    "export --format typescript": 0,
    "export --format python": 0,
    f"diff {NAME}@1.0.0 {NAME}@1.0.0": 0,
    "explain OR1": 2,
    "fuzz": 0,
}


@pytest.mark.parametrize("command", LEAST)
def test_a_contract_without_any_message_works(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = {"method": "GET", "path": "/orders", "body": "none"}
    write_contract(tmp_path, describe({"204": None}, operation=operation, messages={}), schemas={})
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    monkeypatch.chdir(tmp_path)
    outcome = run(*shlex.split(command), "--schemas", "schemas")
    assert outcome.status == LEAST[command], outcome.err
    assert "internal error" not in outcome.err


@pytest.mark.usefixtures("folder")
def test_openapi_has_the_answers_by_their_statuses() -> None:
    document = json.loads(run("export", "--format", "openapi", "--schemas", "schemas").out)
    answers = document["paths"]["/orders"]["post"]["responses"]
    found = {
        status: one["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for status, one in answers.items()
    }
    assert found == LISTED
    assert document["paths"]["/orders"]["post"]["security"] == []
