"""Delivers notifications in threads of its own: in order for each request, with retries."""

import heapq
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from time import monotonic
from typing import Any

from contractkit.emulator.attempts import Result, Watcher, note_attempt
from contractkit.emulator.history import Notification
from contractkit.emulator.log import current_time
from contractkit.emulator.posting import ForbiddenUrlError, Poster
from contractkit.emulator.settings import Retry

MOST_WORKERS, MOST_WAITING = 4, 1000


@dataclass(order=True, slots=True)
class Delivery:
    """The notifications of one request that are still to be sent, sorted by when they are due."""

    due: float
    number: int
    url: str = field(compare=False)
    messages: deque[Any] = field(compare=False)
    on_posted: Callable[[], object] = field(compare=False)
    watcher: Watcher | None = field(default=None, compare=False)
    attempts: int = field(default=0, compare=False)


class Notifier:
    """A bounded queue of deliveries, and a few workers that are started when first needed."""

    def __init__(
        self,
        make_poster: Callable[[], Poster],
        retry: Retry,
        record: Callable[[Notification], None],
        log_failure: Callable[[str], None],
    ) -> None:
        """`make_poster` is called once a worker.

        `record` gets each notification that was posted or given up, `log_failure` why one failed.
        """
        self._make_poster, self._retry = make_poster, retry
        self._record, self._log_failure = record, log_failure
        self._changed = threading.Condition()
        self._waiting: list[Delivery] = []
        self._numbers = count()
        self._reserved = self._workers = self._idle = self._busy = 0
        self._closed = False

    def reserve(
        self,
        url: str,
        messages: Iterable[Any],
        on_posted: Callable[[], object] = lambda: None,
        watcher: Watcher | None = None,
    ) -> Callable[[], None]:
        """A function that delivers these, one after the other; they count as pending already.

        Where too many are waiting it logs that instead. `on_posted` is called before each message
        is posted for the first time, `watcher` with each attempt.
        """
        with self._changed:
            if self._closed or self._reserved + len(self._waiting) >= MOST_WAITING:
                return partial(self._discard, watcher)
            self._reserved += 1
            number = next(self._numbers)
        delivery = Delivery(monotonic(), number, url, deque(messages), on_posted, watcher)
        return partial(self._put, delivery)

    def _discard(self, watcher: Watcher | None) -> None:
        reason = "too many notifications are waiting"
        self._log_failure(reason)
        note_attempt(watcher, Result.DISCARDED, reason=reason)

    def _put(self, delivery: Delivery) -> None:
        with self._changed:
            self._reserved -= 1
            if self._closed:
                return
            heapq.heappush(self._waiting, delivery)
            if len(self._waiting) > self._idle and self._workers < MOST_WORKERS:
                self._workers += 1
                threading.Thread(target=self._work, name="notifier", daemon=True).start()
            self._changed.notify_all()

    def wait_idle(self, seconds: float) -> bool:
        """Wait until nothing is to be delivered; False if something still is after `seconds`."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not (self._reserved or self._waiting or self._busy), seconds
            )

    def close(self) -> None:
        """Deliver nothing more."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        poster = self._make_poster()
        while (delivery := self._take()) is not None:
            try:
                self._post_all(poster, delivery)
            except Exception:  # noqa: BLE001  one bad delivery must not end the worker
                delivery.messages.clear()
            finally:
                with self._changed:
                    self._busy -= 1
                    if delivery.messages and not self._closed:
                        heapq.heappush(self._waiting, delivery)
                    self._changed.notify_all()
        poster.close()

    def _take(self) -> Delivery | None:
        """The next delivery when it is due; None at the end."""
        with self._changed:
            self._idle += 1
            while not self._closed:
                now = monotonic()
                if self._waiting and self._waiting[0].due <= now:
                    self._idle -= 1
                    self._busy += 1
                    return heapq.heappop(self._waiting)
                self._changed.wait(self._waiting[0].due - now if self._waiting else None)
        return None

    def _post_all(self, poster: Poster, delivery: Delivery) -> None:
        """Post messages until one fails; what is left stays in the delivery for another time."""
        while delivery.messages and not self._closed:
            message = delivery.messages[0]
            if not delivery.attempts:
                delivery.on_posted()
            try:
                status = poster.post(delivery.url, json.dumps(message).encode())
            except ForbiddenUrlError as error:
                self._log_failure(str(error))
                note_attempt(delivery.watcher, Result.FORBIDDEN, reason=str(error))
                delivery.messages.clear()
                return
            delivery.attempts += 1
            delivered = self._retry.takes(status)
            if not delivered and delivery.attempts <= self._retry.retries:
                delivery.due = monotonic() + self._retry.pause
                note_attempt(delivery.watcher, Result.REPEATED, status, pause=self._retry.pause)
                return
            self._record(
                Notification(
                    current_time(), delivery.url, message, delivery.attempts, delivered, status
                )
            )
            result = Result.DELIVERED if delivered else Result.GIVEN_UP
            note_attempt(delivery.watcher, result, status)
            if not delivered:
                self._log_failure(f"given up: no answer with {self._retry.words}")
            delivery.messages.popleft()
            delivery.attempts = 0
