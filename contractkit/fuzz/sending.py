"""Sends probes: one after the other or several at a time, no faster than asked, always counted."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, islice
from typing import Protocol

from contractkit.fuzz.records import Answer, Exchange, Probe, Request, Work
from contractkit.fuzz.secrets import Secrets


class Target(Protocol):
    """Where requests go. `send` never raises for what the target does."""

    url: str

    def send(self, request: Request, meanwhile: Work | None = None) -> Answer:
        """Send one request.

        `meanwhile` may be called, even twice, while the answer is on its way; its time is not the
        target's.
        """

    def rest(self) -> None:
        """Close the connections that are kept."""

    def close(self) -> None:
        """Close everything."""


class Sender:
    """Sends the probes of one run, and numbers them. `sent`: how many so far."""

    def __init__(
        self, target: Target, secrets: Secrets, *, workers: int = 1, rate: float | None = None
    ) -> None:
        """`rate` is the most requests a second."""
        self.target, self._headers, self._workers = target, secrets.headers, workers
        self._pause = 1 / rate if rate else 0.0
        self._next, self._numbers = time.monotonic(), count(1)
        self.sent = 0

    def send(self, probe: Probe) -> Exchange:
        """Send one probe now."""
        return self._send(self._number(), probe)

    def send_all(self, probes: Iterable[Probe], at_once: int = 0) -> Iterator[Exchange]:
        """Send probes, `at_once` at a time or as many as there are workers; in their order."""
        workers = at_once or self._workers
        if workers == 1:
            yield from self._send_in_turn(iter(probes))
            return
        self.target.rest()
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Exchange]] = deque()
            for probe in probes:
                waiting.append(pool.submit(self._send, self._number(), probe))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _send_in_turn(self, probes: Iterator[Probe]) -> Iterator[Exchange]:
        """One after the other; the next is made while the answer to the last is on its way."""
        ready: deque[tuple[int, Probe]] = deque()

        def prepare() -> None:
            ready.extend((self._number(), probe) for probe in islice(probes, not ready))

        prepare()
        while ready:
            exchange = self._send(*ready.popleft(), prepare)
            prepare()
            yield exchange

    def _number(self) -> int:
        self.sent += 1
        if self._pause:
            now = time.monotonic()
            self._next = max(self._next, now) + self._pause
            time.sleep(max(0.0, self._next - self._pause - now))
        return next(self._numbers)

    def _send(self, number: int, probe: Probe, meanwhile: Work | None = None) -> Exchange:
        headers = (*probe.headers, *probe.login.headers, *self._headers)
        request = Request(probe.method, headers, probe.body, probe.login.query, probe.alone)
        return Exchange(number, probe, self.target.send(request, meanwhile))
