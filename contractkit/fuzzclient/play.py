"""One send of the client under one scenario: its requests so far, and what each is answered."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from contractkit.fuzz.records import Answer, Fault
from contractkit.fuzzclient.records import Exchange, Received, Stop
from contractkit.fuzzclient.scenario import Planned, Scenario

Make = Callable[[Planned], Answer]
ENDED = Answer(fault=Fault.DROPPED, detail="there had been too many requests")


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests one send may take, how often it may repeat one, answers that are left."""

    requests: int
    repeats: int
    answers: int


class Play:
    """What happens while a scenario is played; `over` is set when the client has ended."""

    def __init__(self, scenario: Scenario, allowance: Allowance, first: int) -> None:
        """`first` is the number of its first answer."""
        self.scenario, self.over = scenario, threading.Event()
        self.stop: Stop | None = None
        self._allowance, self._first = allowance, first
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

    def take(self, received: Received, make: Make, otherwise: Callable[[], Answer]) -> Exchange:
        """Note a request with its answer; ConnectionAbortedError where it gets none.

        `otherwise` makes the answer to a request that is not for the operation.
        """
        with self._changed:
            if self.over.is_set() or self.stop or len(self._exchanges) >= self._allowance.answers:
                self.stop = self.stop or Stop.BUDGET
                raise ConnectionAbortedError
            number = self._first + len(self._exchanges)
            if self._is_beyond(received):
                self.stop = Stop.OVERRUN
                self._exchanges.append(Exchange(number, received, ENDED, None))
                raise ConnectionAbortedError
            exchange = self._answer(number, received, make, otherwise)
            self._exchanges.append(exchange)
            self._changed.notify_all()
            return exchange

    def note_notice(self, status: str) -> None:
        """Remember that the client is notified of a status."""
        with self._changed:
            self._notified.append(status)

    def wait_for_request(self, seconds: float) -> bool:
        """Whether any request came, or comes within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._exchanges), seconds)

    def _is_beyond(self, received: Received) -> bool:
        repeats = sum(one.request.same == received.same for one in self._exchanges)
        return len(self._exchanges) >= self._allowance.requests or repeats > self._allowance.repeats

    def _answer(
        self, number: int, received: Received, make: Make, otherwise: Callable[[], Answer]
    ) -> Exchange:
        if received.fault:
            return Exchange(number, received, otherwise(), None)
        played = sum(one.planned is not None for one in self._exchanges)
        planned = self.scenario.pick(played)
        return Exchange(number, received, make(planned), planned)
