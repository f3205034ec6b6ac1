"""The notifications of an accepted request: in order, late, repeated, or in reverse."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.notifications import callback_url, list_notifications
from contractkit.emulator.posting import ForbiddenUrlError, Poster, parse_allowed
from contractkit.fuzz.probes import write_json
from contractkit.fuzzclient.records import ReceivedRequest
from contractkit.fuzzclient.scenario import IN_ORDER
from contractkit.httpserver.deadlines import Watchdog
from contractkit.pointers import resolve

POST_SECONDS = 1.0
Schedule = list[tuple[float, Any]]


# The pause before each notification, and the notification; what is late waits for some seconds.
SCHEDULES: Mapping[str, Callable[[list[Any], float], Schedule]] = {
    IN_ORDER: lambda messages, _: [(0, message) for message in messages],
    "late": lambda messages, seconds: [(seconds, message) for message in messages],
    "repeated": lambda messages, _: [(0, message) for message in messages for _ in range(2)],
    "in reverse": lambda messages, _: [(0, message) for message in reversed(messages)],
}


def find_callback(contract: Contract, request: ReceivedRequest) -> str | None:
    """Where a valid request wants its notifications, if that is a place on this machine."""
    judgement = request.judgement if request.is_valid else None
    url = callback_url(contract, judgement) if judgement else None
    try:
        return url if url and parse_allowed(url, ()) else None
    except ForbiddenUrlError:
        return None


def read_status(contract: Contract, message: Any) -> str:
    """What a notification says of the message."""
    status = list_notification_forms(contract)[0].status
    return str(resolve(message, status)) if status else ""


class NotificationSender:
    """Posts notifications, those of each request in a thread, until the run of the client ends."""

    def __init__(self, contract: Contract, slow_seconds: float) -> None:
        """`slow_seconds` pass before each notification that comes late."""
        self._contract, self._slow_seconds = contract, slow_seconds
        self._watchdog = Watchdog()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def prepare(self, judgement: Judgement, value: Any, order: str) -> Schedule:
        """The notifications of a request that was answered with a value; the pause before each."""
        messages = list(list_notifications(self._contract, judgement, value))
        return SCHEDULES[order](messages, self._slow_seconds)

    def post(self, url: str, schedule: Schedule, finished: threading.Event) -> None:
        """Begin to post, unless the run is finished already."""
        thread = threading.Thread(target=self._work, args=(url, schedule, finished), daemon=True)
        with self._lock:
            if finished.is_set():
                return
            thread.start()
            alive = [running for running in self._threads if running.is_alive()]
            self._threads = [*alive, thread]

    def close(self) -> None:
        """Wait for what is being posted; every run is finished by now."""
        with self._lock:
            threads = self._threads
        for thread in threads:
            thread.join(POST_SECONDS + 1)
        self._watchdog.close()

    def _work(self, url: str, schedule: Schedule, finished: threading.Event) -> None:
        poster = Poster(self._watchdog, POST_SECONDS, ())
        for pause, message in schedule:
            if finished.wait(pause):
                break
            poster.post(url, write_json(message))
        poster.close()
