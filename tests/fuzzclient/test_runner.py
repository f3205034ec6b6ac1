"""Clients are run within their time, and nothing of them is left."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from contractkit.errors import ContractkitError, TargetError
from contractkit.fuzzclient.live_run import LiveRun, RequestLimits
from contractkit.fuzzclient.options import read_exit_map
from contractkit.fuzzclient.processes import MOST_KEPT, Process
from contractkit.fuzzclient.records import Claim, Ending, Stop
from contractkit.fuzzclient.run import run
from contractkit.fuzzclient.runner import Client, CommandRunner, LineRunner, Runner
from contractkit.fuzzclient.scenario_list import PLAIN

URL, KEY = "http://127.0.0.1:9/x", "key-1"
LONG, SHORT, DEADLINE = 60.0, 1.0, 30.0
FOREVER = "import time; time.sleep(1000)"


def play() -> LiveRun:
    return LiveRun(PLAIN, RequestLimits(9, 9, 9), 1)


def python(program: str, *words: str) -> list[str]:
    return [sys.executable, "-c", program, *words]


def once(program: str, *words: str, seconds: float = LONG, exits: tuple[str, ...] = ()) -> Ending:
    client = Client(python(program, *words), URL, KEY, read_exit_map(exits), seconds)
    runner = CommandRunner(client)
    return runner.run(play())


@contextmanager
def lines(program: str, seconds: float = LONG) -> Iterator[Runner]:
    runner = LineRunner(Client(python(program), URL, KEY, read_exit_map(()), seconds))
    try:
        yield runner
    finally:
        runner.close()


def is_alive(pid: int) -> bool:
    """Whether a process runs; what is dead and not yet waited for does not."""
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        return state not in "ZX"
    return False


def wait_until_dead(pid: int) -> bool:
    until = monotonic() + DEADLINE
    while is_alive(pid) and monotonic() < until:
        sleep(0.01)
    return not is_alive(pid)


def test_the_url_and_the_key_reach_the_command_and_its_environment() -> None:
    program = "import os, sys; print(*sys.argv[1:], os.environ['CONTRACTKIT_URL'], "
    program += "os.environ['CONTRACTKIT_KEY'], '127.0.0.1' in os.environ['NO_PROXY'])"
    ending = once(program, "--url={url}", "{key}:{}", '{"a": "{url}"}')
    told = f'--url={URL} {KEY}:{{}} {{"a": "{URL}"}} {URL} {KEY} True'
    assert ending.output.strip() == told
    assert ending.claim is Claim.ACCEPTED


@pytest.mark.parametrize(
    ("status", "exits", "claim"),
    [
        (0, (), Claim.ACCEPTED),
        (1, (), Claim.FAILED),
        (7, ("7=accepted",), Claim.ACCEPTED),
        (0, ("0=failed",), Claim.FAILED),
        (75, ("75=nothing",), Claim.NOTHING),
        (9, ("*=accepted", "1=refused"), Claim.ACCEPTED),
        (1, ("*=accepted", "1=refused"), Claim.FAILED),
    ],
)
def test_the_exit_status_is_the_verdict(status: int, exits: tuple[str, ...], claim: Claim) -> None:
    ending = once(f"raise SystemExit({status})", exits=exits)
    assert (ending.claim, ending.status, ending.stop) == (claim, status, None)


@pytest.mark.parametrize("pair", ["0", "=accepted", "0=yes", "0=", ""])
def test_an_exit_map_that_cannot_be_is_refused(pair: str) -> None:
    with pytest.raises(ContractkitError, match="exit map"):
        read_exit_map([pair])


def test_a_signal_is_a_failure_with_its_number() -> None:
    ending = once("import os; os.abort()", exits=("*=accepted",))
    assert (ending.claim, ending.status) == (Claim.FAILED, -6)


def test_a_client_that_does_not_end_is_killed_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"child = subprocess.Popen([sys.executable, '-c', {FOREVER!r}]); "
        f"open({str(note)!r}, 'w').write(str(child.pid)); time.sleep(1000)"
    )
    seconds = SHORT
    while not (
        note.exists() and note.read_text("utf-8")
    ):  # a busy machine takes its time to start the child
        seconds *= 2
        began = monotonic()
        ending = once(program, seconds=seconds)
        assert ending.stop is Stop.TIMEOUT
        assert ending.claim is Claim.FAILED
        assert monotonic() - began < seconds + DEADLINE
    assert wait_until_dead(int(note.read_text("utf-8")))


def test_what_a_client_leaves_behind_is_killed_and_holds_nothing_up() -> None:
    program = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {FOREVER!r}]); "
        "print(child.pid)"
    )
    began = monotonic()
    ending = once(program)
    assert (ending.stop, ending.status) == (None, 0)
    assert monotonic() - began < DEADLINE
    assert wait_until_dead(int(ending.output))


def test_whoever_left_the_group_holds_nothing_up() -> None:
    program = (
        "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', "
        f"{FOREVER!r}], start_new_session=True); print(child.pid)"
    )
    began = monotonic()
    ending = once(program)
    assert ending.status == 0
    assert monotonic() - began < DEADLINE
    os.kill(int(ending.output), 9)


def test_only_the_end_of_much_output_is_kept() -> None:
    program = "import sys; sys.stderr.write('x' * 10_000_000 + 'last'); sys.exit(4)"
    ending = once(program)
    assert ending.status == 4
    assert ending.errors.endswith("last")
    assert len(ending.errors) <= MOST_KEPT


def test_endless_output_ends_with_the_time() -> None:
    ending = once("while True: print('x' * 1000)", seconds=SHORT)
    assert ending.stop is Stop.TIMEOUT


def test_a_client_that_closes_its_streams_is_waited_for() -> None:
    program = "import os, time; os.close(1); os.close(2); time.sleep(0.3); os._exit(5)"
    assert once(program).status == 5


def test_too_many_requests_end_a_client() -> None:
    playing = play()
    playing.stop = Stop.TOO_MANY_REQUESTS
    runner = CommandRunner(Client(python(FOREVER), URL, KEY, read_exit_map(()), LONG))
    began = monotonic()
    assert runner.run(playing).stop is Stop.TOO_MANY_REQUESTS
    assert monotonic() - began < DEADLINE


@pytest.mark.parametrize("command", [["/nowhere/client"], ["/"], ["a\0b"]])
def test_a_command_that_cannot_be_run_is_told(command: list[str]) -> None:
    with pytest.raises(TargetError, match="cannot be run"):
        Process(command, {})


def test_no_command_is_told() -> None:
    with pytest.raises(ContractkitError, match="no command"):
        run([])


ECHO = "import os, sys\nfor line in sys.stdin:\n    print({}, flush=True)"


def test_a_line_in_is_a_line_out_of_one_process() -> None:
    with lines(ECHO.format("'ok', os.getpid(), line.strip()")) as runner:
        first, second = runner.run(play()), runner.run(play())
    assert first.claim is second.claim is Claim.ACCEPTED
    one, other = first.output.split(), second.output.split()
    assert (one[1], one[2], other[2]) == (other[1], "1", "2")


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("'0'", "accepted"),
        ("'Accepted: 17'", "failed"),
        ("'ACCEPTED 17'", "accepted"),
        ("'1'", "failed"),
        ("''", "failed"),
    ],
)
def test_the_first_word_of_a_line_is_the_verdict(words: str, claim: str) -> None:
    with lines(ECHO.format(words)) as runner:
        assert runner.run(play()).claim == claim


def test_a_process_that_ends_is_started_anew() -> None:
    crash = "import os, sys\nfor line in sys.stdin:\n    print(os.getpid(), file=sys.stderr)\n    "
    with lines(f"{crash}raise KeyError(line)") as runner:
        first, second = runner.run(play()), runner.run(play())
    assert (first.status, second.status) == (1, 1)
    assert "KeyError" in first.errors
    assert first.errors.splitlines()[0] != second.errors.splitlines()[0]


def test_a_line_that_does_not_come_ends_the_process() -> None:
    with lines(FOREVER, seconds=SHORT) as runner:
        assert runner.run(play()).stop is Stop.TIMEOUT
        assert runner.run(play()).stop is Stop.TIMEOUT


def test_more_lines_than_one_are_not_taken_for_the_next() -> None:
    # Both at once: nobody could tell one that comes late from the next.
    program = "import os, sys\nfor line in sys.stdin:\n    os.write(1, b'0\\n1\\n')"
    with lines(program) as runner:
        for _ in range(3):
            assert runner.run(play()).claim is Claim.ACCEPTED
