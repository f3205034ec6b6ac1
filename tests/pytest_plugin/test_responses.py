"""The responses of every client that is named in the documentation are read alike."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import httpx
import pytest
import requests
import urllib3
from flask import Flask, Response

from contractkit.errors import ContractkitError
from contractkit.fuzz.records import Answer
from contractkit.httpserver.server import serve
from contractkit.pytest_plugin import read_response

BODY = '{"né": [1]}'.encode()
STATUSES = (200, 404, 503)


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    status = environ["PATH_INFO"].strip("/")
    start_response(f"{status} Told", [("Content-Type", "application/json"), ("X-Told", "yes")])
    return [BODY]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(answer) as server:
        yield server.url


def by_urllib(url: str) -> Any:
    try:
        return urllib.request.urlopen(url, timeout=30)  # noqa: S310 - loopback
    except HTTPError as error:
        return error


def by_httpx_error(url: str) -> Any:
    return httpx.HTTPStatusError("no", request=httpx.Request("GET", url), response=httpx.get(url))


def by_requests_error(url: str) -> Any:
    return requests.HTTPError(response=requests.get(url, timeout=30))


def by_flask(url: str) -> Any:
    app = Flask(__name__)

    @app.get("/<int:status>")
    def view(status: int) -> Response:
        return Response(BODY, status, content_type="application/json", headers=[("X-Told", "yes")])

    return app.test_client().get(urlsplit(url).path)


def by_transport(url: str) -> Any:
    """The way of the test clients of Starlette and FastAPI."""
    return httpx.Client(transport=httpx.WSGITransport(answer)).get(url)


def as_tuple(url: str) -> Any:
    return int(url[-3:]), {"content-type": "application/json", "X-Told": "yes"}, json.loads(BODY)


class FromDjango:
    """What a test client of Django gives, as far as it is read."""

    def __init__(self, url: str) -> None:
        self.status_code, self.content = int(url[-3:]), BODY
        self.headers = {"Content-Type": "application/json", "X-Told": "yes"}


CLIENTS: dict[str, Callable[[str], Any]] = {
    "httpx": httpx.get,
    "httpx error": by_httpx_error,
    "requests": lambda url: requests.get(url, timeout=30),
    "requests error": by_requests_error,
    "urllib": by_urllib,
    "urllib3": lambda url: urllib3.request("GET", url),
    "urllib3 unread": lambda url: urllib3.request("GET", url, preload_content=False),
    "flask": by_flask,
    "transport": by_transport,
    "django": FromDjango,
    "tuple": as_tuple,
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_response_is_read_whole(url: str, client: str, status: int) -> None:
    response = CLIENTS[client](f"{url}/{status}")
    read = read_response(response)
    assert (read.status, json.loads(read.body)) == (status, json.loads(BODY))
    assert (read.header("content-type"), read.header("X-Told")) == ("application/json", "yes")
    if isinstance(response, HTTPError) or hasattr(response, "close"):
        response.close()


@pytest.mark.parametrize("status", STATUSES)
def test_a_response_of_urllib_that_was_read_is_not_taken_for_an_empty_one(
    url: str, status: int
) -> None:
    with by_urllib(f"{url}/{status}") as response:
        response.read()
        with pytest.raises(ContractkitError, match="read already"):
            read_response(response)


def test_a_response_of_urllib_without_a_body_is_read() -> None:
    def empty(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    with serve(empty) as server, by_urllib(server.url) as response:
        assert read_response(response).body == b""


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ((200, None, b"x"), Answer(200, (), b"x")),
        (
            ("201", [("A", "1"), ("A", "2")], "é"),
            Answer(201, (("A", "1"), ("A", "2")), b"\xc3\xa9"),
        ),
        ((200, {}, None), Answer(200, (), b"null")),
        ((200, {}, bytearray(b"y")), Answer(200, (), b"y")),
    ],
    ids=["bytes", "text", "value", "bytearray"],
)
def test_a_tuple_is_a_response(parts: tuple[Any, ...], read: Answer) -> None:
    assert read_response(parts) == read


class Coroutine:
    """As aiohttp has it."""

    status = 200
    headers: dict[str, str] = {}  # noqa: RUF012 - a stand-in

    def read(self) -> Any:
        async def body() -> bytes:
            return b""

        return body()


class Bare:
    status_code = 200


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (None, "a NoneType is no response; give a response of httpx"),
        ({"response": []}, "a dict is no response"),
        (BytesIO(b""), "a BytesIO is no response"),
        (ValueError("no"), "a ValueError is no response"),
        ((200, {}), "the tuple is no \\(status, headers, body\\)"),
        (("x", {}, b""), "the tuple is no"),
        ((200, {}, {1, 2}), "the tuple is no"),
        (Coroutine(), "reading a Coroutine gives no bytes"),
        (Bare(), "a Bare has no body to read"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_is_no_response_is_refused_in_one_line(response: object, words: str) -> None:
    with pytest.raises(ContractkitError, match=words) as caught:
        read_response(response)
    assert "\n" not in str(caught.value)
