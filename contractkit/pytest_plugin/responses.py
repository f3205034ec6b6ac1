"""The responses of client libraries, as the answers that the oracles judge.

No library is imported: a response is known by its attributes.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contractkit.errors import ContractkitError
from contractkit.fuzz.records import Answer, Headers

STATUSES = ("status_code", "status", "status_int", "code")
BODIES = ("content", "data", "body")
WANTED = "give a response of httpx, requests, urllib, urllib3 or a test client, or a tuple (status, headers, body)"  # noqa: E501 - one line
READ = "the response was read already; give the tuple (status, headers, body)"


def read_response(response: object) -> Answer:
    """The answer that a response is; an error that carries a response counts as that response.

    A tuple has the status, the headers (a mapping, pairs, or None) and the body (bytes, a string,
    or a value that is written as JSON). Raises ContractkitError for anything else, and for a
    response of urllib that was read already.
    """
    if isinstance(response, BaseException):
        inner = getattr(response, "response", None)
        # Not by its truth: a response of requests is false for a refusal.
        response = response if inner is None else inner
    if isinstance(response, tuple):
        return _read_tuple(response)
    numbers = (getattr(response, name, None) for name in STATUSES)
    status = next((one for one in numbers if isinstance(one, int)), None)
    if status is None:
        raise ContractkitError(f"a {type(response).__name__} is no response; {WANTED}")
    return Answer(int(status), _read_headers(response), _read_body(response))


def _read_tuple(parts: tuple[Any, ...]) -> Answer:
    try:
        status, headers, body = parts
        pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
        named = tuple((str(name), str(value)) for name, value in pairs)
        return Answer(int(status), named, _write(body))
    except (TypeError, ValueError) as error:
        raise ContractkitError(f"the tuple is no (status, headers, body): {error}") from error


def _write(body: object) -> bytes:
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    text = body if isinstance(body, str) else json.dumps(body)
    return text.encode("utf-8", "surrogatepass")


def _read_headers(response: object) -> Headers:
    headers: Any = getattr(response, "headers", None) or {}
    pairs: Iterable[tuple[Any, Any]] = headers.items()
    return tuple((str(name), str(value)) for name, value in pairs)


def _read_body(response: object) -> bytes:
    for name in BODIES:
        body = getattr(response, name, None)
        if isinstance(body, bytes):
            return body
    read = getattr(response, "read", None)
    if not callable(read):
        raise ContractkitError(f"a {type(response).__name__} has no body to read; {WANTED}")
    if _is_spent(response):
        raise ContractkitError(READ)
    body = read()
    if not isinstance(body, bytes):
        getattr(body, "close", lambda: None)()
        raise ContractkitError(f"reading a {type(response).__name__} gives no bytes; {WANTED}")
    return body


def _is_spent(response: object) -> bool:
    """Whether a response of the standard library was read to its end, and cannot be once more."""
    inner = getattr(response, "fp", None)
    closed = [getattr(one, "isclosed", None) for one in (response, inner)]
    return any(callable(one) and one() for one in closed)
