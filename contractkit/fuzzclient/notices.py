"""The notifications of an accepted request: in order, late, repeated, or in reverse."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.notifications import callback_url, list_notifications
from contractkit.emulator.posting import ForbiddenUrlError, Poster, parse_allowed
from contractkit.fuzz.probes import write_json
from contractkit.fuzzclient.records import Received
from contractkit.fuzzclient.scenario import IN_ORDER
from contractkit.httpserver.deadlines import Watchdog
from contractkit.pointers import resolve

POST_SECONDS = 1.0
Schedule = list[tuple[float, Any]]


def _in_order(messages: list[Any], _: float) -> Schedule:
    return [(0, message) for message in messages]


def _late(messages: list[Any], pace: float) -> Schedule:
    return [(pace, message) for message in messages]


def _repeated(messages: list[Any], _: float) -> Schedule:
    return [(0, message) for message in messages for _ in range(2)]


def _in_reverse(messages: list[Any], _: float) -> Schedule:
    return [(0, message) for message in reversed(messages)]


WAYS: Mapping[str, Callable[[list[Any], float], Schedule]] = {
    IN_ORDER: _in_order,
    "late": _late,
    "repeated": _repeated,
    "in reverse": _in_reverse,
}


def find_listener(contract: Contract, request: Received) -> str | None:
    """Where a valid request wants its notifications, if that is a place on this machine."""
    judgement = request.judgement if request.is_valid else None
    url = callback_url(contract, judgement) if judgement else None
    try:
        return url if url and parse_allowed(url, ()) else None
    except ForbiddenUrlError:
        return None


def read_status(contract: Contract, message: Any) -> str:
    """What a notification says of the message."""
    return str(resolve(message, contract.data["callback"]["status"]))


class Courier:
    """Posts notifications, each request's in a thread of its own, until its send is over."""

    def __init__(self, contract: Contract, pace: float) -> None:
        """`pace`: the seconds between notifications that come late."""
        self._contract, self._pace = contract, pace
        self._watchdog = Watchdog()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def prepare(self, judgement: Judgement, value: Any, way: str) -> Schedule:
        """The notifications of a request that was answered with a value, when each is due."""
        return WAYS[way](list(list_notifications(self._contract, judgement, value)), self._pace)

    def post(self, url: str, schedule: Schedule, over: threading.Event) -> None:
        """Begin to post, unless its send is over already."""
        thread = threading.Thread(target=self._work, args=(url, schedule, over), daemon=True)
        with self._lock:
            if over.is_set():
                return
            thread.start()
            self._threads = [one for one in self._threads if one.is_alive()] + [thread]

    def close(self) -> None:
        """Wait for what is being posted; every send is over by now."""
        with self._lock:
            threads = self._threads
        for thread in threads:
            thread.join(POST_SECONDS + 1)
        self._watchdog.close()

    def _work(self, url: str, schedule: Schedule, over: threading.Event) -> None:
        poster = Poster(self._watchdog, POST_SECONDS, ())
        for pause, message in schedule:
            if over.wait(pause):
                break
            poster.post(url, write_json(message))
        poster.close()
