"""What RFC 9112 refuses is refused, the connection ends, and nothing behind it is a request."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from contractkit.httpserver.server import Server, serve
from tests.emulator.client import exchange_bytes
from tests.httpserver.raw_requests import ALLOWED, NEXT, REFUSED

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Received = tuple[str, str, bytes]
LAST = NEXT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
LONGEST_IN_PIECES = 1000


class Recorder:
    """An application that keeps what it was asked, once it has read the body."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        self.received.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], body))
        start_response("200 OK", [])
        return [b"here"]


RECORDER = Recorder()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serve(RECORDER) as server:
        yield server
    assert not server.errors


@pytest.fixture
def server(running: Server) -> Server:
    RECORDER.received.clear()
    return running


def cut(data: bytes) -> list[bytes]:
    return [data[start : start + 3] for start in range(0, len(data), 3)]


@pytest.mark.parametrize("in_pieces", [False, True], ids=["whole", "pieces"])
@pytest.mark.parametrize(("status", "request_bytes"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_the_connection_ends(
    server: Server, status: int, request_bytes: bytes, in_pieces: bool
) -> None:
    sent = request_bytes + NEXT
    pieces = cut(sent) if in_pieces and len(sent) < LONGEST_IN_PIECES else [sent]
    head, _, body = exchange_bytes(server.url, pieces).partition(b"\r\n\r\n")
    assert re.match(rb"HTTP/1\.1 (\d+) ", head + b" ")[1] == str(status).encode()  # type: ignore[index]
    assert b"\r\nConnection: close" in head
    assert list(json.loads(body)) == ["error"]
    assert b"\r\nContent-Length: %d\r\n" % len(body) in head
    assert RECORDER.received == []


@pytest.mark.parametrize(("request_bytes", "expected"), ALLOWED.values(), ids=ALLOWED)
def test_it_is_allowed_and_the_next_request_is_read(
    server: Server, request_bytes: bytes, expected: Received
) -> None:
    answer = exchange_bytes(server.url, [request_bytes + LAST])
    assert RECORDER.received == [expected, ("POST", "/second", b"")]
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == answer.count(b"here") == 2


@pytest.mark.parametrize(
    ("version", "connection", "kept"),
    [
        ("1.1", "", True),
        ("1.1", "Connection: keep-alive\r\n", True),
        ("1.1", "Connection: close\r\n", False),
        ("1.1", "Connection: CLOSE\r\n", False),
        ("1.1", "Connection: TE, close\r\n", False),
        ("1.1", "Connection: TE\r\nConnection: close\r\n", False),
        ("1.0", "", False),
        ("1.0", "Connection: Keep-Alive\r\n", True),
        ("1.0", "Connection: keep-alive, TE\r\n", True),
        ("1.0", "Connection: keep-alive, close\r\n", False),
    ],
)
def test_a_connection_is_kept_as_both_sides_say(
    server: Server, version: str, connection: str, kept: bool
) -> None:
    first = f"POST /first HTTP/{version}\r\nHost: a\r\n{connection}\r\n".encode()
    answer = exchange_bytes(server.url, [first + LAST])
    assert len(RECORDER.received) == 1 + kept
    assert (b"Connection: close" in answer.partition(b"\r\n\r\n")[0]) is not kept


def test_a_client_of_http_1_0_is_not_told_to_continue(server: Server) -> None:
    head = b"POST /first HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    assert exchange_bytes(server.url, [head, b"ab"]).startswith(b"HTTP/1.1 200")


def test_a_refusal_of_head_has_no_body(server: Server) -> None:
    answer = exchange_bytes(
        server.url, [b"HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"]
    )
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "a space before the colon",
            "white space stands between the name of a header and its colon",
        ),
        ("a folded header", "a line of the headers begins with white space (line folding)"),
        ("no colon", "a header has no colon"),
        ("bare LF behind a header", "a line ends in LF alone, not in CR LF"),
        ("bare CR in a value", "a line has the control character U+000D in it"),
        ("no Host", "the header Host is missing"),
        ("two lengths", "there are several headers Content-Length"),
        ("chunked, and a length", "Transfer-Encoding and Content-Length contradict each other"),
        ("HTTP/0.9", "the first line is not a method, a target and HTTP/1.1"),
        ("the preface of HTTP/2", "only HTTP/1.1 and HTTP/1.0 are spoken"),
        ("many headers", "the headers are too many or too large"),
    ],
)
def test_the_answer_says_what_is_wrong(server: Server, name: str, reason: str) -> None:
    answer = exchange_bytes(server.url, [REFUSED[name][1]])
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"].startswith(reason)


def test_the_answer_shows_nothing_of_what_was_sent(server: Server) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: a\r\nquince : quince\r\n\r\n"
    answer = exchange_bytes(server.url, [sent])
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"quince" not in answer
