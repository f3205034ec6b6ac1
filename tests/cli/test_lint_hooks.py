"""What the hooks of pre-commit run: files that are named, and that may be no payloads at all."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.program import Outcome, run
from tests.docs.pages import read_page
from tests.sample_payloads import plain, plain_sms

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
IDS = re.findall(r"^- id: (.*)$", HOOKS, re.MULTILINE)
ENTRIES = re.findall(r"^  entry: (.*)$", HOOKS, re.MULTILINE)
[FILES] = set(re.findall(r"^  files: (.*)$", HOOKS, re.MULTILINE))
GOOD = json.dumps(plain())
BAD = json.dumps(plain_sms(senderid=""))
OTHERS = {
    "package.json": '{"name": "shop", "version": "1.0.0"}',
    "tsconfig.json": '{\n  // usual here\n  "compilerOptions": {"strict": true},\n}',
    "numbers.json": "[1, 2, 3]",
    "text.json": '"text"',
    "null.json": "null",
    "README.md": "# Payloads",
    "settings.yaml": "a: 1",
    "log.jsonl": '{"level": "info"}\n{"level": "warning"}\n',
}


def lint(folder: Path, entry: str, files: dict[str, str]) -> Outcome:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return run(*shlex.split(entry)[1:], *files)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_payload_is_passed_over_and_left_alone(
    folder: Path, name: str, entry: str
) -> None:
    outcome = lint(folder, entry, {name: OTHERS[name]})
    assert (outcome.status, outcome.out) == (0, ""), outcome.err
    assert "0 files checked: nothing to judge" in outcome.err
    assert (folder / name).read_text("utf-8") == OTHERS[name]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("a.json", GOOD, 0),
        ("a.JSON", GOOD, 0),
        ("a.json", BAD, 1),
        ("a.ndjson", f"{GOOD}\n{BAD}\n", 1),
        ("a.json", f"[{BAD}]", 1),
        ("a.json", GOOD[:-3], 1),
    ],
)
def test_payloads_are_judged(folder: Path, name: str, text: str, status: int, entry: str) -> None:
    assert re.search(FILES, name)
    assert lint(folder, entry, OTHERS | {name: text}).status == status


def test_without_the_option_a_named_file_has_to_be_a_message(folder: Path) -> None:
    assert lint(folder, "contractkit lint", {"package.json": OTHERS["package.json"]}).status == 2


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    outcome = lint(folder, ENTRIES[0] + " none.json", {"a.json": GOOD})
    assert outcome.status == 2
    assert "none.json: no such file" in outcome.err


def test_the_message_of_a_file_may_be_said(folder: Path) -> None:
    text = 'kinds."package.json" = "request"'
    (folder / "contractkit.toml").write_text(text, encoding="utf-8")
    assert lint(folder, ENTRIES[0], {"package.json": OTHERS["package.json"]}).status == 1


def test_the_documentation_names_the_hooks() -> None:
    page = read_page("docs/pre-commit.md")
    assert set(re.findall(r"contractkit-[a-z]+", page)) == set(IDS)
    assert [f"- id: {IDS[0]}"] == [line.strip() for line in page.splitlines() if "- id:" in line]
