"""What became of the notifications of each request: the attempts, and what is still waiting."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contractkit.emulator.attempts import Attempt, Result

MOST_REQUESTS, MOST_DELIVERIES = 1000, 50
STOPS = frozenset({Result.FORBIDDEN, Result.DISCARDED})


@dataclass(slots=True)
class Told:
    """A notification: its message, and its attempts so far."""

    message: Any
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether there will be no further attempt."""
        return bool(self.attempts) and self.attempts[-1].result is not Result.REPEATED


@dataclass(slots=True)
class Delivery:
    """Notifications that go to one URL, one after the other; `by_hand`: somebody ordered them."""

    url: str
    notifications: list[Told]
    by_hand: bool = False

    @property
    def messages(self) -> list[Any]:
        """What is sent."""
        return [told.message for told in self.notifications]


class Timelines:
    """The deliveries of the last 1,000 requests that had any."""

    def __init__(self, on_change: Callable[[int], object]) -> None:
        """`on_change` is called with the number of a request after each attempt."""
        self._on_change, self._lock = on_change, threading.Lock()
        self._deliveries: OrderedDict[int, list[Delivery]] = OrderedDict()

    def follow(
        self, number: int, url: str, messages: Sequence[Any], *, by_hand: bool = False
    ) -> Callable[[Attempt], None]:
        """What is to be called with each attempt to deliver these, for a request's number."""
        delivery = Delivery(url, [Told(message) for message in messages], by_hand)
        with self._lock:
            known = self._deliveries.setdefault(number, [])
            known.append(delivery)
            del known[:-MOST_DELIVERIES]
            while len(self._deliveries) > MOST_REQUESTS:
                self._deliveries.popitem(last=False)

        def note(attempt: Attempt) -> None:
            with self._lock:
                _note(delivery, attempt)
            self._on_change(number)

        return note

    def find(self, number: int) -> list[Delivery]:
        """The deliveries of a request, the oldest first, as they are now."""
        with self._lock:
            return [
                Delivery(
                    each.url,
                    [Told(told.message, list(told.attempts)) for told in each.notifications],
                    each.by_hand,
                )
                for each in self._deliveries.get(number, ())
            ]

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._deliveries.clear()


def _note(delivery: Delivery, attempt: Attempt) -> None:
    """Add an attempt to the notification that it was for: the first that has not ended."""
    waiting = [told for told in delivery.notifications if not told.ended]
    for told in waiting if attempt.result in STOPS else waiting[:1]:
        told.attempts.append(attempt)
