"""docs/your-own-api.md says how to add a contract: what it says is done here to the letter."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contractkit import check, load
from contractkit.contracts.rules import load_rules
from contractkit.fuzz import Options, Secrets
from contractkit.fuzz import run as fuzz
from tests.cli.program import Outcome, run
from tests.docs.pages import read_section

SECTION = read_section("docs/your-own-api.md", "## Ten steps")
STEPS = re.findall(r"^### (\d+)\. ", SECTION, re.MULTILINE)
SAVED = re.findall(r"Save this as `([^`]+)`:\n\n```\w+\n(.*?)```", SECTION, re.DOTALL)
SCRIPTS = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
COMMANDS = [line for script in SCRIPTS for line in script.splitlines()]
ALONE = [line for line in COMMANDS if "URL" not in line and " emulate " not in line]
BELL = "ring-bell-v1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the steps make, which the commands run in."""
    for name, text in SAVED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def do(command: str) -> Outcome:
    program, *arguments = shlex.split(command)
    assert program == "contractkit"
    return run(*arguments)


def test_there_are_ten_steps_and_every_block_is_used() -> None:
    assert [int(step) for step in STEPS] == list(range(1, 11))
    assert SECTION.count("```") == 2 * (len(SAVED) + len(SCRIPTS))
    assert len(SAVED) == 6
    assert {shlex.split(line)[1] for line in COMMANDS} >= {
        *("lint", "explain", "rules", "schema", "export", "generate", "emulate", "fuzz"),
    }


def test_the_contract_has_two_properties_and_one_rule(home: Path) -> None:
    contract = load(BELL, schemas=str(home))
    schema = json.loads((home / BELL / "1.0.0" / "request.schema.json").read_text("utf-8"))
    assert len(schema["properties"]) == 2
    assert [rule for rule in load_rules(contract) if rule[:2] not in ("JT", "RC")] == ["RB101"]


def test_lint_finds_that_the_payload_breaks_the_rule(home: Path) -> None:
    [command] = [line for line in ALONE if " lint " in line]
    outcome = do(command)
    assert outcome.status == 1
    assert outcome.out.startswith("payload.json:1:10: error[RB101]: “bell” is empty\n")
    assert "The manual of the bells" in outcome.out
    (home / "payload.json").write_text('{"bell": "north"}', encoding="utf-8")
    assert do(command).status == 0


WORDS = {
    "rules": "RB101  error    The bell is named",
    "explain RB101": "# RB101: The bell is named",
    "explain bell": "# /bell in a request",
    "schema": '"title": "Which bell to ring"',
    "export": '"openapi": "3.1.0"',
}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("beginning", "words"), WORDS.items())
def test_it_is_known(beginning: str, words: str) -> None:
    [command] = [line for line in ALONE if line.startswith(f"contractkit {beginning} ")]
    outcome = do(command)
    assert (outcome.status, outcome.err) == (0, "")
    assert words in outcome.out


def test_generated_payloads_are_what_is_asked_for(home: Path) -> None:
    contract = load(BELL, schemas=str(home))
    commands = [line for line in ALONE if " generate " in line]
    assert len(commands) == 2
    for command in commands:
        outcome = do(command)
        payloads = [json.loads(line) for line in outcome.out.splitlines()]
        assert len(payloads) >= 5
        for payload in payloads:
            found = {one.rule for one in check(payload, "request", contract=contract)}
            assert found == (set() if "--valid" in command else {"RB101"})


@pytest.mark.usefixtures("home")
def test_the_fuzzer_finds_nothing_wrong_with_its_own_emulator() -> None:
    [command] = [line for line in ALONE if " fuzz " in line]
    outcome = do(command)
    assert outcome.status == 0, outcome.out
    assert "no failures" in outcome.out


@pytest.fixture
def emulator(home: Path) -> Iterator[str]:
    """The URL that the command `emulate` prints."""
    [command] = [line for line in COMMANDS if " emulate " in line]
    arguments = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=home
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def test_the_fuzzer_finds_nothing_wrong_with_a_running_emulator(emulator: str) -> None:
    assert emulator.endswith("/bells")
    [command] = [line for line in COMMANDS if "URL" in line]
    outcome = do(command.replace("URL", emulator))
    assert outcome.status == 0, outcome.out
    assert "no failures" in outcome.out


def test_the_fuzzer_finds_what_is_wrong_with_a_server(home: Path) -> None:
    numbers = iter(range(1_000_000))

    def ring_always(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"code": "rung", "id": str(next(numbers))}).encode()]

    options = Options(requests=200, secrets=Secrets(key="k"))
    report = fuzz(app=ring_always, contract=load(BELL, schemas=str(home)), options=options)
    assert any("RB101" in str(one) for one in report.failures)


def test_a_version_is_a_folder_and_a_line_in_the_catalogue(home: Path) -> None:
    catalog = home / "catalog.json"
    both = '{"1.0.0": {"sha256": ""}, "1.1.0": {"sha256": ""}}'
    text = catalog.read_text("utf-8").replace('{"1.0.0": {"sha256": ""}}', both)
    catalog.write_text(text, encoding="utf-8")
    shutil.copytree(home / BELL / "1.0.0", home / BELL / "1.1.0")
    file = home / BELL / "1.1.0" / "request.schema.json"
    schema = json.loads(file.read_text("utf-8"))
    schema["properties"]["bell"]["maxLength"] = 5
    schema["properties"]["bell"]["x-rules"]["maxLength"] = "RB101"
    file.write_text(json.dumps(schema), encoding="utf-8")
    (home / "payload.json").write_text('{"bell": "northern"}', encoding="utf-8")
    lint = "contractkit lint payload.json --schemas . --contract ring-bell-v1@"
    assert [do(f"{lint}{version}").status for version in ("1.0.0", "1.1.0")] == [0, 1]
    listed = do("contractkit contracts --schemas .").out
    assert listed == "ring-bell-v1@1.0.0  Ring a bell *\nring-bell-v1@1.1.0  Ring a bell\n"
