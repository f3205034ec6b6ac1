"""HTTP requests and answers as records: read from WSGI, and written for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from contractkit.httpserver.bodies import announced_length, read_at_most

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

NO_LIMIT = 1 << 24
JSON_TYPE = ("Content-Type", "application/json")
PROBLEM_TYPE = ("Content-Type", "application/problem+json")


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `headers` by name in lower case, `body` None where it is larger than allowed.

    `path` is without escapes, `query` with them.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None
    query: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `value` is the JSON in its body, None where it is no JSON."""

    status: int
    value: Any
    body: bytes
    headers: tuple[tuple[str, str], ...] = (JSON_TYPE,)


def make_reply(status: int, value: Any, *headers: tuple[str, str]) -> Reply:
    """An answer with a JSON value as its body."""
    return Reply(status, value, json.dumps(value).encode(), (JSON_TYPE, *headers))


def make_empty_reply(status: int) -> Reply:
    """An answer without a body."""
    return Reply(status, None, b"", ())


def make_problem(status: int, title: str) -> Reply:
    """An answer that says what is wrong as RFC 9457 has it, where the contract has no words."""
    value = {"title": title, "status": status}
    return Reply(status, value, json.dumps(value).encode(), (PROBLEM_TYPE,))


def status_line(status: int) -> str:
    """A status with its phrase, as WSGI has it: `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def read_request(environ: "WSGIEnvironment", limit: int) -> Request:
    """The request in a WSGI environment; the rest of a body over `limit` bytes is not read."""
    method, body = environ["REQUEST_METHOD"], _read_body(environ, limit)
    query = str(environ.get("QUERY_STRING", ""))
    return Request(method, read_path(environ), read_headers(environ), body, query)


def read_headers(environ: "WSGIEnvironment") -> dict[str, str]:
    """The headers in a WSGI environment, by name in lower case."""
    headers = {
        key[5:].replace("_", "-").lower(): str(value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


def read_path(environ: "WSGIEnvironment") -> str:
    """The path of the request, without escapes."""
    path = str(environ.get("PATH_INFO", ""))
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _read_body(environ: "WSGIEnvironment", limit: int) -> bytes | None:
    length = announced_length(environ)
    if length > limit:
        return None
    stream = cast("BinaryIO", environ["wsgi.input"])
    if environ.get("wsgi.input_terminated"):
        return read_at_most(stream, limit)
    # Other servers' streams may not end with the body.
    return stream.read(length)
