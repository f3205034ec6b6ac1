"""Runs the client for one send: as a command each time, or as one process that takes lines."""

import os
from collections.abc import Sequence
from itertools import count
from time import monotonic
from typing import Protocol

from contractkit.fuzzclient.exits import ExitMap
from contractkit.fuzzclient.play import Play
from contractkit.fuzzclient.processes import Process
from contractkit.fuzzclient.records import Claim, Ending, Stop

URL, KEY = "CONTRACTKIT_URL", "CONTRACTKIT_KEY"
LATE_SECONDS = 0.2
THIS_MACHINE = "127.0.0.1,localhost"


class Runner(Protocol):
    """Runs the client for one send."""

    def run(self, play: Play) -> Ending:
        """Let it send once, within its time, and say how that ended. Raises TargetError."""

    def close(self) -> None:
        """End whatever still runs."""


class Command:
    """A client that is started for each send."""

    def __init__(
        self, command: Sequence[str], url: str, key: str, exits: ExitMap, seconds: float
    ) -> None:
        """`seconds` are for one send, starting included."""
        self._command = [word.replace("{url}", url).replace("{key}", key) for word in command]
        self._environment = make_environment(url, key)
        self._exits, self._seconds = exits, seconds

    def run(self, play: Play) -> Ending:
        """Start it, wait for its end, kill what is left of it."""
        began = monotonic()
        with Process(self._command, self._environment) as process:
            in_time = process.wait(
                began + self._seconds, lambda: process.ended or play.stop is not None
            )
            by_itself = process.ended
            process.kill()
        if by_itself:
            play.wait_for_request(LATE_SECONDS)
        stop = None if by_itself else play.stop if in_time else Stop.TIMEOUT
        return end(process, self._exits, stop or play.stop, began)

    def close(self) -> None:
        """Nothing runs between two sends."""


class Lines:
    """A client that runs on: one line in, one send, one line out. It is started anew if it ends."""

    def __init__(
        self, command: Sequence[str], url: str, key: str, exits: ExitMap, seconds: float
    ) -> None:
        """`seconds` are for one send."""
        self._command = [word.replace("{url}", url).replace("{key}", key) for word in command]
        self._environment = make_environment(url, key)
        self._exits, self._seconds = exits, seconds
        self._process: Process | None = None
        self._numbers = count(1)

    def run(self, play: Play) -> Ending:
        """Give it a line, and wait for the line that answers it."""
        began = monotonic()
        process = self._get_ready()
        process.forget()
        process.write(f"{next(self._numbers)}\n")
        in_time = process.wait(
            began + self._seconds,
            lambda: "\n" in process.output or process.ended or play.stop is not None,
        )
        if "\n" in process.output and play.stop is None:
            said = process.output.partition("\n")[0].strip()
            return Ending(
                self._exits.read(said),
                f"line “{said}”",
                monotonic() - began,
                output=process.output,
                errors=process.errors,
            )
        by_itself = process.ended
        self.close()
        stop = None if by_itself else play.stop if in_time else Stop.TIMEOUT
        return end(process, self._exits, stop or play.stop, began)

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.close()
            self._process = None

    def _get_ready(self) -> Process:
        if self._process and self._process.ended:
            self.close()
        if self._process is None:
            self._process = Process(self._command, self._environment, lines=True)
        return self._process


def end(process: Process, exits: ExitMap, stop: Stop | None, began: float) -> Ending:
    """How a process ended that runs no more."""
    status = process.status
    killed = status is None or status < 0
    return Ending(
        claim=Claim.FAILED if killed else exits.read(str(status)),
        said="" if stop else f"exit status {status}",
        seconds=monotonic() - began,
        status=None if stop else status,
        output=process.output,
        errors=process.errors,
        stop=stop,
    )


def make_environment(url: str, key: str) -> dict[str, str]:
    """The client's environment: no proxy stands between it and this machine."""
    environment = dict(os.environ)
    for name in ("NO_PROXY", "no_proxy"):
        before = environment.get(name)
        environment[name] = f"{before},{THIS_MACHINE}" if before else THIS_MACHINE
    return environment | {URL: url, KEY: key}
