"""Deadlines for sockets: one thread shuts down the sockets whose time is over.

A timeout of a socket starts anew with every byte; a watch does not.
"""

import socket
import threading
from contextlib import suppress
from time import monotonic
from typing import Self


class Watch:
    """One deadline of one socket; a context manager that cancels itself.

    `fired`: whether the deadline passed.
    """

    __slots__ = ("_sock", "_watchdog", "fired", "until")

    def __init__(self, watchdog: "Watchdog", sock: socket.socket, until: float) -> None:
        """Made by `Watchdog.watch`; `until` is in seconds of the monotonic clock."""
        self._watchdog, self._sock, self.until, self.fired = watchdog, sock, until, False

    def cancel(self) -> bool:
        """End the watch; True if it had fired already."""
        self._watchdog.forget(self)
        return self.fired

    def fire(self) -> None:
        """Shut the socket down: whoever reads or writes it stops at once."""
        self.fired = True
        with suppress(OSError):
            # Not SSLSocket's own method, which would go on in plain text.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()


class Watchdog:
    """One daemon thread, started when first needed, for any number of watches."""

    def __init__(self) -> None:
        """Start no thread yet."""
        self._changed = threading.Condition(threading.Lock())
        self._active: set[Watch] = set()
        self._wakes = float("inf")
        self._thread: threading.Thread | None = None
        self._closed = False

    def watch(self, sock: socket.socket, seconds: float) -> Watch:
        """Shut `sock` down, both ways, unless the watch is cancelled within so many seconds."""
        watch = Watch(self, sock, monotonic() + seconds)
        with self._changed:
            self._active.add(watch)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()
            # The thread looks at all watches when it wakes, so only an earlier one must wake it.
            if watch.until < self._wakes:
                self._changed.notify()
        return watch

    def forget(self, watch: Watch) -> None:
        """Remove a watch, if it has not ended."""
        with self._changed:
            self._active.discard(watch)

    def close(self) -> None:
        """End the thread; watches that are still active never fire."""
        with self._changed:
            self._closed = True
            self._active.clear()
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                now = monotonic()
                late = [watch for watch in self._active if watch.until <= now]
                for watch in late:
                    watch.fire()
                self._active.difference_update(late)
                self._wakes = min((watch.until for watch in self._active), default=float("inf"))
                self._changed.wait(self._wakes - now if self._active else None)
