"""What is new, for those who wait for it: threads that each serve an open page."""

import threading
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

MOST_EVENTS = 1000


class Kind(StrEnum):
    """A request came, its notifications went on, all was forgotten, or answers were ordered."""

    REQUEST = "request"
    CHANGE = "change"
    CLEARED = "cleared"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `position` grows by one, `number` is that of the request."""

    position: int
    kind: Kind
    number: int


class Feed:
    """The last events, in order."""

    def __init__(self) -> None:
        """Start with none."""
        self._changed = threading.Condition(threading.Lock())
        self._events: deque[Event] = deque(maxlen=MOST_EVENTS)
        self._position = 0
        self._closed = threading.Event()

    @property
    def position(self) -> int:
        """The position of the last event."""
        with self._changed:
            return self._position

    @property
    def closed(self) -> bool:
        """Whether nothing comes any more."""
        return self._closed.is_set()

    def publish(self, kind: Kind, number: int = 0) -> None:
        """Tell all who wait."""
        with self._changed:
            self._position += 1
            self._events.append(Event(self._position, kind, number))
            self._changed.notify_all()

    def wait(self, position: int, seconds: float) -> list[Event]:
        """The events behind a position, as soon as there is one; none after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._position > position, seconds)
            if self._position <= position:
                return []
            return [event for event in self._events if event.position > position]

    def pause(self, seconds: float) -> None:
        """Wait so many seconds, whatever comes, or until the end."""
        self._closed.wait(seconds)

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._closed.set()
        with self._changed:
            self._changed.notify_all()
