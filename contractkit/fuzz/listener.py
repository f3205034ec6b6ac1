"""The listener for notifications, and the wait for them."""

import threading
import time
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

QUIET, POLL, LONGEST = 0.35, 0.02, 10
MOST_BYTES, MOST_NOTIFICATIONS = 1 << 16, 10_000


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification that came: the token of its URL, its body, and when."""

    token: str
    body: bytes
    seconds: float


@dataclass(slots=True)
class Listener:
    """Receives notifications on loopback; `url` is set once it is served."""

    url: str = ""
    _came: list[Notification] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def make_url(self, token: str) -> str:
        """The callback URL for a token."""
        return f"{self.url}/{token}"

    def receive(self, environ: dict[str, Any], start_response: "StartResponse") -> list[bytes]:
        """The WSGI application: takes whatever is posted, and says 200."""
        from contractkit.httpserver.bodies import read_at_most

        body = read_at_most(environ["wsgi.input"], MOST_BYTES) or b""
        token = environ.get("PATH_INFO", "").lstrip("/")
        with self._lock:
            if len(self._came) < MOST_NOTIFICATIONS:
                self._came.append(Notification(token, body, time.monotonic()))
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]

    @property
    def full(self) -> bool:
        """Whether more may have come than is kept."""
        with self._lock:
            return len(self._came) >= MOST_NOTIFICATIONS

    def list_notifications(self) -> list[Notification]:
        """What has come so far, in order."""
        with self._lock:
            return list(self._came)


def await_notifications(
    listener: Listener, expected: set[str], seconds: float, most: float = inf
) -> bool:
    """Wait until each expected token has come and nothing more does, `most` seconds in all.

    What is missing is waited for while others still come, and then so many seconds more. False
    where there was not the time for that, so that nothing can be said of what has not come.
    """
    started = time.monotonic()
    while True:
        came = listener.list_notifications()
        missing = expected - {notification.token for notification in came}
        last = max((notification.seconds for notification in came), default=started)
        pause = seconds if missing else min(QUIET, seconds)
        if time.monotonic() - max(last, started) > pause:
            return True
        if time.monotonic() - started > seconds * LONGEST:
            return True
        if time.monotonic() - started > most:
            return False
        time.sleep(POLL)
