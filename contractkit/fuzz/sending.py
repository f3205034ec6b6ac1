"""Sends probes, one or several at a time, no faster than allowed; retries where no answer came."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count, islice
from typing import Protocol

from contractkit.contracts.loading import Contract
from contractkit.errors import TargetError
from contractkit.fuzz.answers import is_busy
from contractkit.fuzz.fresh_headers import refresh
from contractkit.fuzz.records import (
    Answer,
    Exchange,
    Fault,
    Probe,
    Request,
    Work,
    join_cookies,
)
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.wires import compress, join_queries, list_headers

PAUSES_WHEN_GONE = (0.3, 0.3, 0.3)
PAUSES_WHEN_BUSY = (0.25, 0.5, 1.0, 2.0)  # a limit of so many a second is over by then
LONGEST_PAUSE = 5.0
LIMITS = "limits requests: use --rate"


class Target(Protocol):
    """Where requests go. `send` never raises for what the target does."""

    url: str
    cannot: Mapping[str, str]  # the fields of a `Wire` that it cannot honour, each with the reason

    def send(self, request: Request, meanwhile: Work | None = None) -> Answer:
        """Send one request.

        `meanwhile` may be called, even twice, while the answer is on its way; its time is not the
        target's.
        """

    def disconnect(self) -> None:
        """Close the connections that are kept."""

    def close(self) -> None:
        """Close everything."""


class Sender:
    """Sends the probes of one run, and numbers them. `sent`: how many so far."""

    def __init__(
        self,
        target: Target,
        secrets: Secrets,
        *,
        workers: int = 1,
        rate: float | None = None,
        fresh: Iterable[str] = (),
        first: int = 1,
    ) -> None:
        """`rate` is the most requests a second, `fresh` the headers that are sent anew each time.

        These are names in lower case. `first` is the number of the first probe.
        """
        self._fresh = frozenset(fresh)
        self.target, self._headers, self._workers = target, secrets.headers, workers
        self._pause = 1 / rate if rate else 0.0
        self._next, self._numbers = time.monotonic(), count(first)
        self._threads = threading.local()
        self.sent = 0

    def send(self, probe: Probe, *, fresh: bool = False) -> Exchange:
        """Send one probe now; `fresh`: on a connection that has served no request yet."""
        return self._send(self._number(probe), probe, fresh=fresh)

    def send_all(self, probes: Iterable[Probe], at_once: int = 0) -> Iterator[Exchange]:
        """Send probes, `at_once` at a time or as many as there are workers; in their order."""
        workers = at_once or self._workers
        if workers == 1:
            yield from self._send_in_turn(iter(probes))
            return
        self.target.disconnect()
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Exchange]] = deque()
            for probe in probes:
                waiting.append(pool.submit(self._send, self._number(probe), probe))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _send_in_turn(self, probes: Iterator[Probe]) -> Iterator[Exchange]:
        """One after the other; the next is made while the answer to the last is on its way."""
        ready: deque[tuple[int, Probe]] = deque()

        def prepare() -> None:
            ready.extend((self._number(probe), probe) for probe in islice(probes, not ready))

        prepare()
        while ready:
            exchange = self._send(*ready.popleft(), prepare)
            prepare()
            yield exchange

    def _number(self, probe: Probe) -> int:
        """The number of a probe, behind those of what is sent before it."""
        self.sent += 1 + len(probe.before)
        if self._pause:
            now = time.monotonic()
            self._next = max(self._next, now) + self._pause
            time.sleep(max(0.0, self._next - self._pause - now))
        return next(islice(self._numbers, len(probe.before), None))

    def _send(
        self, number: int, probe: Probe, meanwhile: Work | None = None, *, fresh: bool = False
    ) -> Exchange:
        request = replace(self._make_request(probe), fresh=fresh)
        answer = self.target.send(request, meanwhile)
        previous = getattr(self._threads, "last", None) if answer.reused else None
        self._threads.last = probe
        return Exchange(number, probe, answer, previous)

    def _make_request(self, probe: Probe) -> Request:
        own = refresh(probe.headers, self._fresh)
        headers = (*own, *probe.login.headers, *self._headers, *list_headers(probe.wire))
        return Request(
            method=probe.method,
            headers=join_cookies(headers),
            body=compress(probe.body, probe.wire),
            query=join_queries(probe.search, probe.login.query, probe.wire.query),
            alone=probe.alone,
            wire=probe.wire,
            before=tuple(map(self._make_request, probe.before)),
            path=probe.path,
        )


@dataclass(frozen=True, slots=True)
class Retries:
    """Sends a probe again, a few times, while its target is unreachable or limits requests.

    `requests_left`: how many requests may still be sent; `seconds_left`: how long that may take.
    """

    contract: Contract
    sender: Sender
    requests_left: Callable[[], int]
    seconds_left: Callable[[], float]

    def retry(self, exchange: Exchange) -> tuple[Exchange, str]:
        """The exchange, or a later one of its probe, and why the run must end, or an empty text.

        Raises TargetError where even the first request gets no answer.
        """
        last = exchange
        for number in range(len(PAUSES_WHEN_BUSY)):
            pause = self._find_pause(last.answer, number)
            if pause is None or self.requests_left() <= 0:
                break
            time.sleep(min(pause, max(0.0, self.seconds_left())))
            if self.requests_left() <= 0:
                break
            last = self.sender.send(exchange.probe)
        gone = last.answer.fault is Fault.UNREACHABLE
        if not gone and not is_busy(self.contract, last.answer):
            return last, ""
        if exchange.number == 1:
            reason = f"cannot be reached: {last.answer.detail}; --wait waits for it to be up"
            raise TargetError(self.sender.target.url, reason if gone else f"it {LIMITS}")
        if gone:
            return last, "the target could not be reached any more"
        return last, f"the target {LIMITS}" if self.requests_left() > 0 else ""

    def _find_pause(self, answer: Answer, number: int) -> float | None:
        """The seconds until it is worth trying again; None where it is not."""
        if answer.fault is Fault.UNREACHABLE:
            return PAUSES_WHEN_GONE[number] if number < len(PAUSES_WHEN_GONE) else None
        if not is_busy(self.contract, answer):
            return None
        wanted = read_retry_after(answer.header("Retry-After"))
        return PAUSES_WHEN_BUSY[number] if wanted is None else min(wanted, LONGEST_PAUSE)


def read_retry_after(text: str) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date; None where it does not."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
