"""`contractkit fuzz-client` as a user runs it: its statuses, its options, its replay."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.cli.program import Outcome, run

ROOT = Path(__file__).parents[2]
FEW, TIMEOUT, PATIENCE = "8", "8", 60


def fuzz(client: str, *options: str) -> Outcome:
    command = [sys.executable, "-m", f"tests.clients.{client}", "--lines"]
    given = ("--stdin-lines", "--max-answers", FEW, "--timeout", TIMEOUT)
    return run("fuzz-client", *given, *options, "--", *command)


def join_lines(text: str) -> str:
    """Where a line breaks, depends on how long the run took."""
    return " ".join(text.split())


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_a_right_client_ends_with_0() -> None:
    outcome = fuzz("right_urllib", "--max-answers", "5")
    assert outcome.status == 0
    assert "5 answers in " in " ".join(outcome.out.split())
    assert "no failures" in join_lines(outcome.out)
    assert outcome.err == ""


def test_a_wrong_client_ends_with_1_and_can_be_played_again(tmp_path: Path) -> None:
    files = {style: tmp_path / f"report.{style}" for style in ("json", "junit", "html")}
    reports = [f"--report={style}={path}" for style, path in files.items()]
    outcome = fuzz("faulty.status_only", "--key", "SECRET-KEY-1", *reports)
    assert outcome.status == 1
    assert outcome.out.startswith("1. success-claimed: It claimed success")
    assert all(path.stat().st_size > 500 for path in files.values())
    assert not any("SECRET-KEY-1" in path.read_text("utf-8") for path in files.values())
    [failure] = json.loads(files["json"].read_text("utf-8"))["failures"]
    assert failure["replay"]["answers"][0]["kind"] == "refusal"

    again = fuzz("faulty.status_only", "--replay", str(files["json"]))
    assert (again.status, again.out.count("success-claimed")) == (1, 1)
    mended = fuzz("right_urllib", "--replay", str(files["json"]))
    assert mended.status == 0
    assert " 1 answer in " in " ".join(mended.out.split())


def test_an_exit_map_turns_the_verdict() -> None:
    outcome = fuzz("right_urllib", "--exit-map", "0=failed,1=accepted", "--max-answers", "3")
    assert outcome.status == 1
    assert "failure-claimed" in outcome.out
    assert "success-claimed" in outcome.out


def test_the_retries_that_are_allowed_can_be_set() -> None:
    outcome = fuzz("faulty.endless_retry", "--max-retries", "1")
    assert outcome.status == 1
    assert "at most 1 retry" in join_lines(outcome.out)
    assert "It tried again 2 times and was stopped" in join_lines(outcome.out)


def test_warnings_leave_the_status_alone() -> None:
    outcome = fuzz("faulty.correlation_inside", "--max-answers", "2")
    assert outcome.status == 0
    assert "warning[SM201]" in outcome.out
    assert "no failures, 1 warning" in join_lines(outcome.out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "takes the command"),
        (["--"], "takes the command"),
        (["--", "/nowhere/client"], "/nowhere/client: the command cannot be run"),
        (["--", sys.executable, "-c", "pass"], "sent no request"),
        (["--", sys.executable, "-c", "raise SystemExit('no such host')"], "no such host"),
        (["--exit-map", "0=maybe", "--", "x"], "exit map"),
        (["--report", "sarif=x", "--", "x"], "FORMAT=FILE"),
        (["--replay", "/nowhere.json", "--", "x"], "/nowhere.json"),
        (["--max-answers", "0", "--", "x"], "--max-answers"),
        (["--key", "a\nb", "--", "x"], "no header can carry"),
        (["--key", "", "--", "x"], "cannot be empty"),
    ],
)
def test_what_cannot_be_is_one_line_and_2(words: list[str], told: str) -> None:
    outcome = run("fuzz-client", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("contractkit: error: ")
    assert outcome.err.count("\n") == 1
    assert told in outcome.err


def test_options_behind_the_command_are_the_clients() -> None:
    outcome = run("fuzz-client", sys.executable, "-c", "raise SystemExit('mine')", "--seed", "x")
    assert "mine" in outcome.err


def test_an_interrupt_kills_the_client_and_ends_with_130(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    client = (
        "import os, time, urllib.request as u; "
        f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(1000)"
    )
    # Where the tests run in the background of a shell, an interrupt would be ignored.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{hears}; from contractkit.cli import main; main()"
    words = ["-c", program, "fuzz-client", "--timeout", "60", "--"]
    began = monotonic()
    with subprocess.Popen(
        [sys.executable, *words, sys.executable, "-c", client],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (note.exists() and note.read_text("utf-8")):
            assert monotonic() - began < PATIENCE
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "it was interrupted" in out + err
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text("utf-8")), 0)


@pytest.mark.parametrize("missing", ["werkzeug", "jinja2"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    program = (
        "import importlib.util as u, sys; real = u.find_spec; "
        f"u.find_spec = lambda name, *a: None if name == {missing!r} else real(name, *a); "
        "from contractkit.cli import main; main(['fuzz-client', '--', 'x'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "pip install 'contractkit[fuzz]'" in done.stderr
