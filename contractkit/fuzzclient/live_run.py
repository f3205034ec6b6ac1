"""A run of the client while it goes on: its requests so far, and what each is answered."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from contractkit.fuzz.records import Answer, Fault
from contractkit.fuzzclient.records import Exchange, ReceivedRequest, Stop
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario

Make = Callable[[PlannedAnswer | None], Answer]
ENDED = Answer(fault=Fault.DROPPED, detail="there had been too many requests")


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How many requests one run may send, how often repeat one, and how many answers are left."""

    requests: int
    repeats: int
    answers: int


class LiveRun:
    """One run of the client under one scenario; `finished` is set when the client has ended."""

    def __init__(self, scenario: Scenario, limits: RequestLimits, first: int) -> None:
        """`first` is the number of its first answer."""
        self.scenario, self.finished = scenario, threading.Event()
        self.stop: Stop | None = None
        self._limits, self._first = limits, first
        self._exchanges: list[Exchange] = []
        self._notified: list[str] = []
        self._changed = threading.Condition()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The requests and answers so far."""
        with self._changed:
            return tuple(self._exchanges)

    @property
    def notified(self) -> tuple[str, ...]:
        """The statuses that the client was or will be notified of."""
        with self._changed:
            return tuple(self._notified)

    def answer(self, received: ReceivedRequest, make: Make) -> Exchange:
        """Note a request with its answer; ConnectionAbortedError where it gets none.

        `make` makes the answer that is planned, or that to a request which cannot be judged.
        """
        with self._changed:
            if self.finished.is_set() or self.stop or len(self._exchanges) >= self._limits.answers:
                self.stop = self.stop or Stop.NO_ANSWERS_LEFT
                raise ConnectionAbortedError
            number = self._first + len(self._exchanges)
            if self._exceeds_limits(received):
                self.stop = Stop.TOO_MANY_REQUESTS
                self._exchanges.append(Exchange(number, received, ENDED, None))
                raise ConnectionAbortedError
            planned = None if received.fault else self._pick()
            exchange = Exchange(number, received, make(planned), planned)
            self._exchanges.append(exchange)
            self._changed.notify_all()
            return exchange

    def note_notification(self, status: str) -> None:
        """Remember that the client is notified of a status."""
        with self._changed:
            self._notified.append(status)

    def wait_for_request(self, seconds: float) -> bool:
        """Whether any request came, or comes within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._exchanges), seconds)

    def _exceeds_limits(self, received: ReceivedRequest) -> bool:
        repeats = sum(
            exchange.request.identity == received.identity for exchange in self._exchanges
        )
        return len(self._exchanges) >= self._limits.requests or repeats > self._limits.repeats

    def _pick(self) -> PlannedAnswer:
        answered = sum(exchange.planned is not None for exchange in self._exchanges)
        return self.scenario.pick(answered)
