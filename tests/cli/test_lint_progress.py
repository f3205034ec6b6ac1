"""How far a long lint is: a line on a terminal, and nothing anywhere else."""

import io
import json
from pathlib import Path

import pytest

from contractkit.cli import lint_progress, progress
from contractkit.linting.lines import BLOCK
from tests.cli.program import run
from tests.sample_payloads import PLAIN


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal whose line is shown at once, and each time."""
    monkeypatch.setattr(lint_progress, "DELAY", 0.0)
    monkeypatch.setattr(progress, "INTERVAL", -1.0)
    terminal = Terminal()
    monkeypatch.setattr("tests.cli.program.io.StringIO", lambda: terminal)
    return terminal


@pytest.fixture
def lines(tmp_path: Path) -> str:
    """A file of lines that is read in several blocks."""
    path = tmp_path / "sent.ndjson"
    line = json.dumps(PLAIN) + "\n"
    path.write_text(line * (4 * BLOCK // len(line)), encoding="utf-8")
    return str(path)


def test_a_file_of_lines_has_a_bar(terminal: Terminal, lines: str) -> None:
    run("lint", lines)
    shown = terminal.getvalue().split("\r\x1b[K")
    bars = [line for line in shown if line.startswith(lines)]
    assert len(bars) > 2
    assert bars[-1] == f"{lines} [{'#' * 24}] 100%"
    assert shown[-1] == "1 file checked: nothing found\n"


def test_the_bar_makes_way_for_a_finding(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[]", encoding="utf-8")
    outcome = run("lint", "--format", "concise", str(path))
    assert outcome.out.startswith(f"{path}:1:1: error")
    before, shown, after = terminal.getvalue().partition("\r\x1b[K1 file")
    assert (before, after.startswith("\r\x1b[K")) == ("", True), shown


def test_nothing_is_shown_in_the_first_second(
    terminal: Terminal, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lint_progress, "DELAY", 1000.0)
    run("lint", lines)
    assert "#" not in terminal.getvalue()


def test_nothing_is_shown_without_a_terminal(lines: str) -> None:
    assert run("lint", lines).err == "1 file checked: nothing found\n"


def test_a_size_that_nobody_knows_is_shown_as_what_was_read() -> None:
    assert lint_progress.draw_bar(5 << 20, 0) == "5 MiB"
