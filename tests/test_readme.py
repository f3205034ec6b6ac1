"""The README does what it says: its examples are run, its test command is the one of CI."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.program import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"Save this as `([^`]+)`:\n\n```json\n(.*?)```", README, re.DOTALL))
SESSIONS = re.findall(r"```console\n\$ (contractkit [^\n]*)\n(.*?)```", README, re.DOTALL)
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_session_prints_what_is_shown(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    outcome = run(*shlex.split(command)[1:])
    assert outcome.out.strip() == shown.strip()


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_runs(snippet: str) -> None:
    exec(compile(snippet, "<readme>", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own text


def test_ci_runs_the_commands_of_the_readme() -> None:
    lint, test = COMMANDS[:2]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert test in script
    assert lint in script
