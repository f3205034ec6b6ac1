"""Callbacks for libraries that replace the transport of a client: answers without a socket."""

from typing import TYPE_CHECKING, Any

from contractkit.fuzz.records import Answer, Request
from contractkit.fuzz.targets.wsgi import WsgiTarget

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    import httpx
    import requests

DROPPED = "the connection was dropped, as the queued answer says"
OMITTED = frozenset({"content-length", "transfer-encoding", "host"})


def call_app(app: "WSGIApplication", method: str, url: str, headers: Any, body: object) -> Answer:
    """The answer of an application to a request; `headers` is a mapping.

    The answer has a `fault` where the connection would have been dropped.
    """
    named = tuple(
        (str(name), str(value)) for name, value in headers.items() if name.lower() not in OMITTED
    )
    return WsgiTarget(app, url).send(Request(method, named, _read_body(body)))


def _read_body(body: Any) -> bytes:
    """A body as a client may hold it: bytes, a string, a file, an iterable of bytes, or None."""
    body = body.read() if hasattr(body, "read") else body
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else b"".join(body or ())


def answer_requests(
    app: "WSGIApplication",
) -> "Callable[[requests.PreparedRequest], tuple[int, dict[str, str], bytes]]":
    """A callback for `responses.add_callback`; a dropped connection raises ConnectionError."""

    def answer(request: "requests.PreparedRequest") -> tuple[int, dict[str, str], bytes]:
        answer = call_app(
            app, request.method or "", request.url or "", request.headers, request.body
        )
        if answer.fault:
            from requests import ConnectionError as DroppedError

            raise DroppedError(DROPPED, request=request)
        return answer.status, dict(answer.headers), answer.body

    return answer


def answer_httpx(app: "WSGIApplication") -> "Callable[[httpx.Request], httpx.Response]":
    """A side effect for a route of respx; a dropped connection raises RemoteProtocolError.

    It serves `httpx.MockTransport` and the callbacks of pytest-httpx as well.
    """

    def answer(request: "httpx.Request") -> "httpx.Response":
        import httpx

        answer = call_app(app, request.method, str(request.url), request.headers, request.read())
        if answer.fault:
            raise httpx.RemoteProtocolError(DROPPED, request=request)
        return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)

    return answer
