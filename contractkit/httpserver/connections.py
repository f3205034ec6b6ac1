"""One connection of the server: it reads requests and sends answers, each within its time."""

import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, cast

from werkzeug.serving import WSGIRequestHandler

from contractkit.httpserver.bodies import Body, frame_body
from contractkit.httpserver.fields import BadRequestError
from contractkit.httpserver.heads import read_head
from contractkit.httpserver.streams import Stream

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterable
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from contractkit.httpserver.deadlines import Watch, Watchdog

MOST_DRAINED, MOST_DISCARDED = 1 << 16, 1 << 26  # bytes
LINGER_SECONDS = 2.0
FRAMING_HEADERS = ("content-length", "transfer-encoding")
STATUSES_WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time and how many connections the server grants.

    `seconds`: from the first byte of a request's head to the last of its body, and again for
    the answer, however slowly the bytes come. `idle`: seconds that a connection may wait for its
    (next) request. `connections`: how many may be open at once; more are answered 503.
    """

    seconds: float = 10
    idle: float = 30
    connections: int = 64


def error_response(status: str, reason: str) -> bytes:
    """A whole response that ends the connection, with the reason in JSON."""
    content = json.dumps({"error": reason}).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + content


class AcceptingServer(Protocol):
    """What a connection needs of the server that accepted it."""

    app: "WSGIApplication"
    limits: Limits
    watchdog: "Watchdog"
    errors: "deque[Exception]"


@dataclass(slots=True)
class Answer:
    """What an application gave to `start_response`."""

    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        """The `start_response` of WSGI, without `write`; ValueError for what is no header."""
        if any(bad in part for pair in headers for part in pair for bad in "\r\n"):
            raise ValueError("a header has a line break")
        "".join([status, *(part for pair in headers for part in pair)]).encode("latin-1")
        self.status, self.headers = status, tuple(headers)


class ConnectionHandler(WSGIRequestHandler):
    """The requests of one connection, one after the other.

    werkzeug's own handler closes the connection after every answer, and reads heads leniently.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: AcceptingServer  # type: ignore[assignment]
    _watch: "Watch"

    def handle_one_request(self) -> None:
        """Wait for a request and answer it in time; the end of the stream ends the connection."""
        limits, watchdog = self.server.limits, self.server.watchdog
        with watchdog.watch(self.connection, limits.idle):
            began = bool(self.rfile.peek(1))  # type: ignore[attr-defined]
        if not began:
            self.close_connection = True
            return
        self._watch = watchdog.watch(self.connection, limits.seconds)
        self.command = ""
        try:
            self._answer_one()
        except BadRequestError as error:
            self._refuse(error.status, str(error))
        except OSError:
            self.close_connection = True
        finally:
            self._watch.cancel()

    def _answer_one(self) -> None:
        head = read_head(cast("Any", self.rfile))
        self.command, self.path, self.request_version = head.method, head.target, head.version
        self.headers, self.close_connection = cast("Any", head.headers), not head.keeps_connection
        send_continue = partial(self.wfile.write, b"HTTP/1.1 100 Continue\r\n\r\n")
        begin = send_continue if head.awaits_continue else None
        body = frame_body(head, cast("Any", self.rfile), begin)
        try:
            self.environ = self.make_environ()
        except ValueError as error:
            raise BadRequestError("the target is no URL") from error
        # werkzeug leaves these out: WSGI does not tell them from names with a hyphen, which count.
        for name, value in head.headers.items():
            if "_" in name:
                self.environ.setdefault(f"HTTP_{name.upper().replace('-', '_')}", value)
        body.on_end(self._watch.cancel)
        self.environ.update({"wsgi.input": body, "wsgi.input_terminated": True})
        self._respond(self.environ, body)

    def _respond(self, environ: "WSGIEnvironment", body: Body) -> None:
        answer = Answer()
        try:
            content = self.server.app(environ, answer.start)
            # An answer that states no length is collected before it is sent.
            endless = isinstance(content, Stream)
            framed = endless or any(name.lower() in FRAMING_HEADERS for name, _ in answer.headers)
            parts = content if framed else [b"".join(content)]
            code = int(answer.status[:3])
        except (OSError, BadRequestError):
            raise
        except Exception as error:  # noqa: BLE001  any fault of the application is a 500
            self.server.errors.append(error)
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")
            return
        left = body.length_left
        if body.awaited or left is None or left > MOST_DRAINED:
            self.close_connection = True
        # An application that frames its answer may do it wrong, on purpose.
        self.close_connection |= framed
        try:
            if endless:
                self._send_endlessly(answer, code, parts)
            else:
                with self.server.watchdog.watch(self.connection, self.server.limits.seconds):
                    self._send(answer, code, parts, framed=framed)
        finally:
            if hasattr(content, "close"):
                content.close()
        if not body.ended:
            self._skip_rest(body)

    def _send(self, answer: Answer, code: int, parts: "Iterable[bytes]", *, framed: bool) -> None:
        parts = iter(parts)
        first = next(parts, b"")
        headers = [f"{name}: {value}\r\n" for name, value in answer.headers]
        if not framed and code not in STATUSES_WITHOUT_BODY:
            headers.append(f"Content-Length: {len(first)}\r\n")
        if self.close_connection:
            headers.append("Connection: close\r\n")
        elif self.request_version != "HTTP/1.1":
            headers.append("Connection: keep-alive\r\n")
        head = f"HTTP/1.1 {answer.status}\r\n{''.join(headers)}\r\n".encode("latin-1")
        if self.command == "HEAD" or code in STATUSES_WITHOUT_BODY:
            self.wfile.write(head)
            return
        self.wfile.write(head + first)
        for part in parts:
            self.wfile.write(part)

    def _send_endlessly(self, answer: Answer, code: int, parts: "Iterable[bytes]") -> None:
        """Send parts as they come, each within the time of an answer."""
        self._watch.cancel()
        watch = partial(self.server.watchdog.watch, self.connection, self.server.limits.seconds)
        with watch():
            self._send(answer, code, (), framed=True)
        for part in () if self.command == "HEAD" else parts:
            with watch():
                self.wfile.write(part)

    def _skip_rest(self, body: Body) -> None:
        if not self.close_connection:
            while body.read(MOST_DRAINED):
                pass
            return
        self._linger()

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        """Answer without the application, and end the connection; nothing of it is logged."""
        self.close_connection = True
        response = error_response(f"{status.value} {status.phrase}", reason)
        if self.command == "HEAD":
            response = response[: response.index(b"\r\n\r\n") + 4]
        with suppress(OSError):
            self.wfile.write(response)
        self._linger()

    def _linger(self) -> None:
        """Drop what the client still sends, so that it gets the answer and no reset."""
        self._watch.cancel()
        seconds = min(LINGER_SECONDS, self.server.limits.seconds)
        with suppress(OSError), self.server.watchdog.watch(self.connection, seconds):
            self.connection.shutdown(socket.SHUT_WR)
            left = MOST_DISCARDED
            while left > 0 and (data := self.connection.recv(MOST_DRAINED)):
                left -= len(data)
