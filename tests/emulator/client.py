"""A plain HTTP client for the tests, and a listener that keeps what is posted to it."""

import http.client
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from contractkit.httpserver.server import Limits, serve

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

KEY = {"key": "test-key"}
PATIENCE = 30.0  # seconds: what takes longer on a busy machine has come to a stop


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def value(self) -> Any:
        """The JSON in it."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code in it, of either kind of answer."""
        response = self.value["response"]
        entry = response[0] if isinstance(response, list) else response
        return str(entry["code"])


def send(
    url: str,
    payload: Any = None,
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    path: str | None = None,
) -> Got:
    """Send one request, with the right key unless told; what is no bytes is written as JSON."""
    parts = urlsplit(url)
    body = payload if isinstance(payload, bytes) or payload is None else json.dumps(payload)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request(
            method, path or parts.path or "/", body, KEY if headers is None else headers
        )
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Got(answer.status, named, answer.read())
    finally:
        connection.close()


def exchange_bytes(url: str, pieces: Iterable[bytes], seconds: float = PATIENCE) -> bytes:
    """Write bytes to a server, and read until it closes; b"" where it just closed or reset."""
    parts = urlsplit(url)
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as sock:
        with suppress(ConnectionError):  # it may have answered already, and closed
            for piece in pieces:
                sock.sendall(piece)
        with suppress(ConnectionError):
            while data := sock.recv(65536):
                received += data
    return received


@dataclass
class Listener:
    """What was posted, as (headers, body); the next answers have the `statuses`, then 200."""

    url: str = ""
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def messages(self) -> list[Any]:
        """The bodies, as values."""
        return [json.loads(body) for _, body in self.posts]

    def wait_for(self, count: int, seconds: float = PATIENCE) -> bool:
        """Whether so many were posted in time."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.posts) >= count, seconds)

    def answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The WSGI application."""
        headers = {name: text for name, text in environ.items() if isinstance(text, str)}
        body = environ["wsgi.input"].read()
        with self.changed:
            self.posts.append((headers, body))
            status = self.statuses.pop(0) if self.statuses else 200
            self.changed.notify_all()
        location = [("Location", f"{self.url}/elsewhere")] if status == 302 else []
        start_response(f"{status} Told", location)
        return [b""]


@contextmanager
def listen(limits: Limits | None = None) -> Iterator[Listener]:
    """A listener for notifications, on a port of its own."""
    listener = Listener()
    with serve(listener.answer, limits=limits or Limits()) as server:
        listener.url = server.url
        yield listener


class Clock:
    """How long a block took, in seconds."""

    def __init__(self) -> None:
        """Begin now."""
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        """Since then."""
        return monotonic() - self._began
