"""Answers without an end: each part at once, as long as the client takes it."""

import http.client
import socket
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from contractkit.httpserver.server import Limits, Server, serve
from contractkit.httpserver.streams import Stream
from tests.emulator.client import PATIENCE, exchange_bytes

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TIGHT = Limits(seconds=0.2, idle=0.2)
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Source:
    """Parts that come when a test says so; `ended` when nobody wants more."""

    def __init__(self) -> None:
        self.more, self.ended = threading.Semaphore(0), threading.Event()
        self.part = b"part\n"
        self.last = False

    def __iter__(self) -> Iterator[bytes]:
        while self.more.acquire(timeout=PATIENCE) and not self.last:
            yield self.part

    def close(self) -> None:
        self.ended.set()


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def server(source: Source) -> Iterator[Server]:
    def application(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return Stream(source)

    with serve(application, limits=TIGHT) as running:
        yield running
        assert not running.errors
    source.more.release()


def test_each_part_comes_at_once_and_the_connection_ends_it(server: Server, source: Source) -> None:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.headers["connection"] == "close"
    assert not {"content-length", "transfer-encoding"} & {name.lower() for name in answer.headers}
    for _ in range(3):
        source.more.release()
        assert answer.readline() == b"part\n"
    source.last = True
    source.more.release()
    assert answer.read() == b""
    assert source.ended.wait(PATIENCE)
    connection.close()


def test_it_may_last_longer_than_an_answer(server: Server, source: Source) -> None:
    """All of the time of an answer passes between two parts."""
    with socket.create_connection((server.host, server.port), PATIENCE) as sock:
        sock.sendall(GET)
        source.more.release()
        stream = sock.makefile("rb")
        while stream.readline() != b"part\n":
            pass
        threading.Event().wait(3 * TIGHT.seconds)
        source.more.release()
        assert stream.readline() == b"part\n"
        stream.close()


def test_a_client_that_leaves_ends_it(server: Server, source: Source) -> None:
    with socket.create_connection((server.host, server.port), PATIENCE) as sock:
        sock.sendall(GET)
        source.more.release()
        assert sock.recv(1)
    while not source.ended.wait(0.01):
        source.more.release()


def test_a_client_that_reads_nothing_ends_it(server: Server, source: Source) -> None:
    source.part = b"x" * (1 << 20)
    with socket.create_connection((server.host, server.port), PATIENCE) as sock:
        sock.sendall(GET)
        for _ in range(50):
            source.more.release()
        assert source.ended.wait(PATIENCE)


def test_a_head_has_no_parts(server: Server, source: Source) -> None:
    answer = exchange_bytes(server.url, [GET.replace(b"GET", b"HEAD")])
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"\r\n\r\n")
    assert source.ended.wait(PATIENCE)


def test_the_server_can_be_closed_meanwhile(server: Server, source: Source) -> None:
    with socket.create_connection((server.host, server.port), PATIENCE) as sock:
        sock.sendall(GET)
        source.more.release()
        assert sock.recv(1)
        server.close()
        source.more.release()
        assert source.ended.wait(PATIENCE)
