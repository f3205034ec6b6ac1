"""A target in this process: a WSGI application, called without a socket.

There is no time limit: a call that never returns cannot be stopped.
"""

import io
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from wsgiref.util import setup_testing_defaults

from contractkit.fuzz.records import Answer, Fault, Headers, Request, Work
from contractkit.fuzz.targets.raised import describe_error
from contractkit.fuzz.targets.urls import split_url
from contractkit.fuzz.wires import change_path, join_queries, list_fields

Application = Callable[..., Any]
SERVER_ERRORS = range(500, 600)
UNPREFIXED = ("CONTENT_TYPE", "CONTENT_LENGTH")
UNSEEN = "an application that is called directly is given no bytes of HTTP"
SEEN = ("label", "path", "query", "version", "compressed")  # of a wire


class WsgiTarget:
    """Sends requests to an application as if it stood at `url`; usable from several threads."""

    cannot: Mapping[str, str] = dict.fromkeys(set(list_fields()) - set(SEEN), UNSEEN)

    def __init__(self, app: Application, url: str) -> None:
        """Take the application; nothing is called yet. Raises TargetError for what is no URL."""
        self.url, self._app, self._parts = url, app, split_url(url)

    def send(self, request: Request, meanwhile: Work | None = None) -> Answer:
        """Call the application once; what it raises counts as a connection that was dropped.

        The last line that it logs beside a server error, such as an exception, is the detail.
        """
        del meanwhile
        environ = self._describe(request)
        answer = time_call(lambda: _call(self._app, environ))
        logged = environ["wsgi.errors"].getvalue().strip()
        if answer.status in SERVER_ERRORS and logged:
            return replace(answer, detail=logged.splitlines()[-1])
        return answer

    def disconnect(self) -> None:
        """Nothing is kept open."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _describe(self, request: Request) -> dict[str, Any]:
        path = change_path(request.path or self._parts.path, request.wire)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": request.method,
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": join_queries(self._parts.query, request.query),
            "CONTENT_LENGTH": str(len(request.body)),
            "HTTP_HOST": self._parts.netloc,
            "SERVER_PROTOCOL": f"HTTP/{request.wire.version}",
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
        }
        for name, value in request.headers:
            key = name.upper().replace("-", "_")
            environ[key if key in UNPREFIXED else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        return environ


def time_call(call: Callable[[], tuple[int, Headers, bytes]]) -> Answer:
    """What a call of an application gives, timed; or where it raised instead of answering."""
    start = time.perf_counter()
    try:
        status, headers, body = call()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what it raises is what it answers
        return Answer(fault=Fault.DROPPED, detail=f"it raised {describe_error(error)}")
    return Answer(status, headers, body, time.perf_counter() - start)


def _call(app: Application, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    started: list[tuple[int, Headers]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _: object = None
    ) -> Callable[[bytes], None]:
        started.append((int(status.split(maxsplit=1)[0]), tuple(headers)))
        return written.append

    chunks: Iterable[bytes] = app(environ, start_response)
    try:
        written += chunks
    finally:
        getattr(chunks, "close", lambda: None)()
    return *started[-1], b"".join(written)
