"""The README's client is run as written, gives what is shown, and is right when it is mended."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.program import run

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Fuzzing a client\n")[2].partition("\n## ")[0]
SNIPPETS = re.findall(r"```(py|sh|text)\n(.*?)```", SECTION, re.DOTALL)
LAST_LINES = 5
SECONDS = re.compile(r"\b\d+\.\d s\b")


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    return shlex.split(snippet("sh"))[1:]


def snippet(kind: str, number: int = 0) -> str:
    return str([text for language, text in SNIPPETS if language == kind][number])


def flow(text: str) -> str:
    """A text without how long things took, and where its lines were broken for that."""
    return SECONDS.sub("N s", " ".join(text.split()))


@pytest.mark.skipif(not SECTION, reason="the section is not in the README yet")
def test_the_client_of_the_readme_gives_the_report_that_is_shown(command: list[str]) -> None:
    Path("send.py").write_text(snippet("py"), encoding="utf-8")
    outcome = run(*command)
    assert outcome.status == 1
    assert flow(outcome.out) == flow(snippet("text"))


@pytest.mark.skipif(not SECTION, reason="the section is not in the README yet")
def test_the_mended_client_of_the_readme_is_right(command: list[str]) -> None:
    kept = snippet("py").splitlines()[:-LAST_LINES]
    assert kept[-1].startswith("request = ")
    Path("send.py").write_text("\n".join([*kept, snippet("py", 1)]), encoding="utf-8")
    outcome = run(*command)
    assert outcome.status == 0, outcome.out
