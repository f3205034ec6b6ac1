"""Runs the client as a process: keeps the last of its output, and kills its process group."""

import os
import selectors
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from typing import IO

from contractkit.errors import TargetError

POLL_SECONDS, MOST_KEPT, READ_SIZE, MOST_READS = 0.01, 1 << 16, 1 << 16, 64


class Process:
    """A running command, in a process group of its own; `close` has to be called at the end."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, lines: bool = False
    ) -> None:
        """Start it; `lines`: it reads its standard input. Raises TargetError where it cannot be."""
        try:
            self._process = subprocess.Popen(  # noqa: S603  the user's own command
                command,
                stdin=subprocess.PIPE if lines else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise TargetError(command[0], f"the command cannot be run: {reason}") from error
        self._kept = {"output": bytearray(), "errors": bytearray()}
        self._selector = selectors.DefaultSelector()
        for name, stream in (("output", self._process.stdout), ("errors", self._process.stderr)):
            if stream:
                self._selector.register(stream, selectors.EVENT_READ, name)

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself, or was killed."""
        return self._process.poll() is not None

    @property
    def status(self) -> int | None:
        """Its exit status, below 0 for a signal; None while it runs."""
        return self._process.returncode

    @property
    def output(self) -> str:
        """The end of its standard output."""
        return self._kept["output"].decode("utf-8", "replace")

    @property
    def errors(self) -> str:
        """The end of its standard error."""
        return self._kept["errors"].decode("utf-8", "replace")

    def wait(self, until: float, done: Callable[[], object]) -> bool:
        """Keep what it writes until `done` says so; False where the monotonic clock was first."""
        while not done():
            left = until - monotonic()
            if left <= 0:
                return False
            self._read(min(left, POLL_SECONDS))
        return True

    def write(self, line: str) -> None:
        """Give it a line; one that has ended takes none."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.write(line.encode())
                self._process.stdin.flush()

    def forget(self) -> None:
        """Keep nothing of what it has written so far."""
        self._drain()
        for kept in self._kept.values():
            kept.clear()

    def kill(self) -> None:
        """End it and everything that it started, and keep the last of what was written."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._drain()

    def close(self) -> None:
        """Kill it, and let go of its streams."""
        self.kill()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with suppress(OSError):
                    stream.close()

    def _drain(self) -> None:
        # A process that left the group may write for ever.
        for _ in range(MOST_READS):
            if not self._read(0):
                return

    def _read(self, seconds: float) -> bool:
        """Read what there is, waiting for it so long; False where there is nothing."""
        if not self._selector.get_map():
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
            return False
        ready = self._selector.select(seconds)
        for key, _ in ready:
            self._keep(key.data, key.fileobj)  # type: ignore[arg-type]
        return bool(ready)

    def _keep(self, name: str, stream: IO[bytes]) -> None:
        data = os.read(stream.fileno(), READ_SIZE)
        if not data:
            self._selector.unregister(stream)
            return
        kept = self._kept[name]
        kept += data
        del kept[:-MOST_KEPT]
