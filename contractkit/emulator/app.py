"""The WSGI application: routes requests, and logs what became of them."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from contractkit.emulator.answers import reply
from contractkit.emulator.control import PREFIX, Control
from contractkit.emulator.exchange import Exchange, Outcome, Proceed
from contractkit.emulator.journal import moment
from contractkit.emulator.loglines import Log, hide_path
from contractkit.emulator.records import Reply, Request
from contractkit.emulator.settings import Settings
from contractkit.httpserver.bodies import announced_length, read_at_most

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

NO_LIMIT = 1 << 24


class Application:
    """Answers at the operation's path and, if there is one, at the control interface."""

    def __init__(
        self, settings: Settings, exchange: Exchange, control: Control | None, log: Log
    ) -> None:
        """`log` is called with an object for each request."""
        self._settings, self._exchange, self._control, self._log = settings, exchange, control, log
        self._limit = settings.operation.get("largestBytes", NO_LIMIT)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; ConnectionAbortedError where its connection is to be dropped."""
        began = perf_counter()
        request = read_request(environ, self._limit)
        outcome = self._route(request)
        self._tell(request, outcome, perf_counter() - began)
        if outcome.reply is None:
            raise ConnectionAbortedError("the connection is dropped, as was ordered")
        answer = outcome.reply
        start_response(status_line(answer.status), list(answer.headers))
        return Content(answer.body, outcome.then)

    def _route(self, request: Request) -> Outcome:
        if self._control and request.path.startswith(PREFIX):
            return Outcome(self._control.handle(request))
        operation = self._settings.operation
        if request.path != operation["path"]:
            return self._exchange.turn_away(request, _plain_error(404))
        if request.method != operation["method"]:
            allow = ("Allow", operation["method"])
            return self._exchange.turn_away(request, _plain_error(405, allow))
        return self._exchange.handle(request)

    def _tell(self, request: Request, outcome: Outcome, seconds: float) -> None:
        secrets, judgement = self._settings.secrets, outcome.judgement
        findings = judgement.findings if judgement else ()
        entry: dict[str, Any] = {
            "time": moment(),
            "method": hide_path(request.method, secrets),
            "path": hide_path(request.path, secrets),
            "status": outcome.reply.status if outcome.reply else None,
            "code": outcome.code,
            "verdict": judgement.verdict if judgement else None,
            "rules": sorted({one.rule for one in findings}),
            "milliseconds": round(seconds * 1000, 3),
        }
        self._log(entry)


class Content:
    """The body of an answer; what follows the answer begins when the server closes it."""

    def __init__(self, body: bytes, then: Proceed | None) -> None:
        """`then` is called once."""
        self._body, self._then = body, then

    def __iter__(self) -> Iterator[bytes]:
        return iter((self._body,))

    def close(self) -> None:
        """The answer is sent, or cannot be."""
        if self._then:
            self._then()
            self._then = None


def read_request(environ: "WSGIEnvironment", limit: int) -> Request:
    """The request in a WSGI environment; a body larger than the limit is not read to its end."""
    headers = {
        key[5:].replace("_", "-").lower(): str(value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
    return Request(environ["REQUEST_METHOD"], path, headers, _read_body(environ, limit))


def _read_body(environ: "WSGIEnvironment", limit: int) -> bytes | None:
    length = announced_length(environ)
    if length > limit:
        return None
    source = cast("BinaryIO", environ["wsgi.input"])
    if environ.get("wsgi.input_terminated"):
        return read_at_most(source, limit)
    # Other servers' streams may not end with the body.
    return source.read(length)


def status_line(status: int) -> str:
    """A status with its words, as WSGI has it."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _plain_error(status: int, *headers: tuple[str, str]) -> Reply:
    return reply(status, {"error": HTTPStatus(status).phrase}, *headers)
