"""The program as a process: closed pipes, interruption, internal errors, colour on a terminal."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from contractkit.cli.main import COMMANDS, program
from tests.cli.program import run

PROGRAM, PATIENCE = [sys.executable, "-m", "contractkit"], 60


def test_a_closed_pipe_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*PROGRAM, "rules"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_an_interruption_is_one_line() -> None:
    # The program waits for its standard input; being asked to is the sign that it is up. Where the
    # tests run in the background of a shell, an interrupt would be ignored.
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Interrupting:\n"
        "    def read(self, size):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        while True: pass\n"
        "sys.stdin = type('Stream', (), {'buffer': Interrupting()})()\n"
        "from contractkit.cli import main\n"
        "main(['lint', '-'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr == b"contractkit: interrupted\n"


def test_an_internal_error_is_one_line_unless_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("contractkit.cli.rules.load", fail)
    monkeypatch.setattr("contractkit.cli.rules.load_all_rules", fail)
    monkeypatch.setattr("contractkit.cli.rules.load", lambda *_, **__: None)
    outcome = run("rules")
    assert outcome.status == 3
    assert (
        outcome.err
        == "contractkit: internal error: RuntimeError: no such luck; --debug shows where\n"
    )
    with pytest.raises(RuntimeError):
        run("rules", "--debug")


def test_options_that_take_numbers_say_so_in_words() -> None:
    numbers = (click.types.IntParamType, click.types.FloatParamType)
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command
        for option in command.params:
            if isinstance(option.type, numbers):
                assert option.type.name in {"whole number", "number"}, (name, option.name)
                assert "RANGE" not in option.make_metavar(context), (name, option.name)


def coloured(environment: dict[str, str], path: Path) -> bool:
    """Whether lint writes escape sequences to a terminal."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "lint", str(path)], stdout=terminal, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(controller, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait()
    os.close(controller)
    return b"\x1b[" in shown


@pytest.mark.parametrize(("variable", "expected"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_only_on_a_terminal(
    tmp_path: Path, variable: dict[str, str], expected: bool
) -> None:
    (tmp_path / "a.json").write_text("{,}", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    assert coloured({**environment, "TERM": "xterm", **variable}, tmp_path / "a.json") is expected
