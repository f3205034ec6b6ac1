"""Runs the client for one send: as a command each time, or as one process that takes lines."""

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from time import monotonic
from typing import Protocol

from contractkit.fuzzclient.live_run import LiveRun
from contractkit.fuzzclient.options import ExitMap
from contractkit.fuzzclient.processes import Process
from contractkit.fuzzclient.records import Claim, Ending, Stop

URL, KEY = "CONTRACTKIT_URL", "CONTRACTKIT_KEY"
LATE_SECONDS = 0.2
THIS_MACHINE = "127.0.0.1,localhost"


@dataclass(frozen=True, slots=True)
class Client:
    """A client as it is run: `seconds` are for one send, with its start where it is started."""

    command: Sequence[str]
    url: str
    key: str
    exits: ExitMap
    seconds: float

    def start(self, *, lines: bool = False) -> Process:
        """Run the command, with the URL and the key in it; `lines`: it reads its standard input."""
        words = [
            word.replace("{url}", self.url).replace("{key}", self.key) for word in self.command
        ]
        return Process(words, make_environment(self.url, self.key), lines=lines)


class Runner(Protocol):
    """Runs the client for one send."""

    def run(self, run: LiveRun) -> Ending:
        """Let it send once, within its time, and say how that ended. Raises TargetError."""

    def close(self) -> None:
        """End whatever still runs."""


class CommandRunner:
    """A client that is started for each send."""

    def __init__(self, client: Client) -> None:
        """Start nothing yet."""
        self._client = client

    def run(self, run: LiveRun) -> Ending:
        """Start it, wait for its end, kill what is left of it."""
        began = monotonic()
        with closing(self._client.start()) as process:
            in_time = process.wait(
                began + self._client.seconds, lambda: process.ended or run.stop is not None
            )
            ended_itself = process.ended
            process.kill()
        if ended_itself:
            run.wait_for_request(LATE_SECONDS)
        stop = None if ended_itself else run.stop if in_time else Stop.TIMEOUT
        return read_ending(process, self._client.exits, stop or run.stop, began)

    def close(self) -> None:
        """Nothing runs between two sends."""


class LineRunner:
    """A client that runs on: one line in, one send, one line out. It is started anew if it ends."""

    def __init__(self, client: Client) -> None:
        """Start nothing yet."""
        self._client = client
        self._process: Process | None = None
        self._numbers = count(1)

    def run(self, run: LiveRun) -> Ending:
        """Give it a line, and wait for the line that answers it."""
        began = monotonic()
        process = self._get_ready()
        process.forget()
        process.write(f"{next(self._numbers)}\n")
        in_time = process.wait(
            began + self._client.seconds,
            lambda: "\n" in process.output or process.ended or run.stop is not None,
        )
        if "\n" in process.output and run.stop is None:
            line = process.output.partition("\n")[0].strip()
            return Ending(
                self._client.exits.read(line),
                f"line “{line}”",
                monotonic() - began,
                output=process.output,
                errors=process.errors,
            )
        ended_itself = process.ended
        self.close()
        stop = None if ended_itself else run.stop if in_time else Stop.TIMEOUT
        return read_ending(process, self._client.exits, stop or run.stop, began)

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.close()
            self._process = None

    def _get_ready(self) -> Process:
        if self._process and self._process.ended:
            self.close()
        if self._process is None:
            self._process = self._client.start(lines=True)
        return self._process


def make_environment(url: str, key: str) -> dict[str, str]:
    """The client's environment: no proxy stands between it and this machine."""
    environment = dict(os.environ)
    for name in ("NO_PROXY", "no_proxy"):
        before = environment.get(name)
        environment[name] = f"{before},{THIS_MACHINE}" if before else THIS_MACHINE
    return environment | {URL: url, KEY: key}


def read_ending(process: Process, exits: ExitMap, stop: Stop | None, began: float) -> Ending:
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
