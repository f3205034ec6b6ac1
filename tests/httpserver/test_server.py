"""The server keeps its limits, whatever is sent to it, and says nothing of it."""

import gc
import http.client
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from statistics import median
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from contractkit.errors import ContractkitError
from contractkit.httpserver.bodies import read_at_most
from contractkit.httpserver.server import Limits, Server, serve
from tests.emulator.client import PATIENCE, Clock, exchange_bytes, send

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TIGHT = Limits(seconds=0.4, idle=0.4, connections=6)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/boom":
        raise ZeroDivisionError
    if path == "/drop":
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    if path == "/slow":
        environ["wsgi.input"].read()
        sleep(1.5 * TIGHT.seconds)
    body = b"" if path == "/unread" else read_at_most(environ["wsgi.input"], 1 << 20)
    content = json.dumps({"length": None if body is None else len(body)}).encode()
    headers = [("Content-Type", "application/json")]
    if path == "/short":
        headers.append(("Content-Length", "1000"))
    if path == "/split":
        headers.append(("X-Bad", "a\r\nX-Worse: b"))
    if path == "/letters":
        headers.append(("X-Bad", "\u20ac"))
    if path == "/halfway":
        headers.append(("Content-Length", "1000"))
        start_response("200 OK", headers)
        return break_halfway()
    start_response("200 OK", headers)
    return [content]


def break_halfway() -> Iterator[bytes]:
    yield b"x"
    raise ZeroDivisionError


@pytest.fixture
def server() -> Iterator[Server]:
    with serve(application) as running:
        yield running


@pytest.fixture
def tight() -> Iterator[Server]:
    with serve(application, limits=TIGHT) as running:
        yield running


def connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)


def test_a_connection_is_kept_for_many_requests(server: Server) -> None:
    connection = connect(server)
    connection.connect()
    sock = connection.sock
    for path in ("/", "/unread", "/boom-not", "/"):
        connection.request("POST", path, b"abc")
        assert connection.getresponse().read()
        assert connection.sock is sock
    connection.close()


def test_an_answer_to_head_has_no_body(server: Server) -> None:
    connection = connect(server)
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Length"), answer.read()) == (200, "13", b"")
    connection.request("POST", "/", b"abc")
    assert connection.getresponse().read() == b'{"length": 3}'
    connection.close()


def test_chunks_without_a_length_arrive(server: Server) -> None:
    connection = connect(server)
    for _ in range(2):
        connection.request(
            "POST",
            "/",
            iter([b"abc", b"defg"]),
            {"Transfer-Encoding": "chunked"},
            encode_chunked=True,
        )
        assert connection.getresponse().read() == b'{"length": 7}'
    connection.close()


def test_pipelined_requests_are_answered_in_order(server: Server) -> None:
    one = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
    two = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nxy"
    answer = exchange_bytes(server.url, [one + two])
    assert answer.index(b'"length": 1') < answer.index(b'"length": 2')


def test_a_huge_body_is_answered_before_it_is_read(server: Server) -> None:
    got = send(server.url, b"x" * (8 << 20))
    assert got.value == {"length": None}
    assert got.headers["connection"] == "close"


def test_continue_is_said_only_to_who_waits_for_it(server: Server) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n"
    head += b"Expect: 100-continue\r\n\r\n"
    wanted = exchange_bytes(server.url, [head % b"/", b"abc"])
    assert wanted.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
    refused = exchange_bytes(server.url, [head.replace(b"Connection: close\r\n", b"") % b"/unread"])
    assert refused.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in refused
    assert b"100 Continue" not in refused


def test_a_fault_of_the_application_is_a_500_and_is_kept(server: Server) -> None:
    assert send(server.url, b"", path="/boom").status == 500
    assert [type(error) for error in server.errors] == [ZeroDivisionError]
    assert send(server.url, b"abc").value == {"length": 3}


def test_a_fault_in_the_middle_of_an_answer_cuts_it_and_is_kept(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(http.client.IncompleteRead):
        send(server.url, b"", path="/halfway")
    deadline = monotonic() + PATIENCE
    while not server.errors:
        assert monotonic() < deadline
    assert [type(error) for error in server.errors] == [ZeroDivisionError]
    assert capfd.readouterr() == ("", "")


def test_a_header_that_cannot_be_sent_is_a_500(server: Server) -> None:
    assert send(server.url, b"", path="/letters").status == 500


def test_a_header_cannot_smuggle_another(server: Server) -> None:
    got = send(server.url, b"", path="/split")
    assert got.status == 500
    assert "x-worse" not in got.headers


def test_the_application_can_drop_the_connection(server: Server) -> None:
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        send(server.url, b"", path="/drop")
    assert not server.errors


def test_a_length_that_is_wrong_on_purpose_ends_the_connection(server: Server) -> None:
    with pytest.raises(http.client.IncompleteRead):
        send(server.url, b"", path="/short")


SILENT = [
    b"",
    b"\r\n",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
]


@pytest.mark.parametrize("began", SILENT, ids=repr)
def test_a_request_that_never_ends_gets_no_answer(tight: Server, began: bytes) -> None:
    assert exchange_bytes(tight.url, [began]) == b""
    assert not tight.errors


@pytest.mark.parametrize("garbage", [b"GET\r\n\r\n", bytes(range(256)) * 40], ids=["word", "bytes"])
def test_what_is_no_http_is_refused_in_silence(
    server: Server, garbage: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert exchange_bytes(server.url, [garbage]).startswith(b"HTTP/1.1 400 ")
    assert send(server.url, b"abc").value == {"length": 3}
    assert capfd.readouterr() == ("", "")
    assert not server.errors


def drip(data: bytes, pause: float) -> Iterator[bytes]:
    for byte in data:
        yield bytes([byte])
        sleep(pause)


@pytest.mark.parametrize(
    "pieces",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nX-Slow: " + b"x" * 5000,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + b"x" * 4900,
    ],
    ids=["head", "body"],
)
def test_a_drip_does_not_extend_the_time(tight: Server, pieces: bytes) -> None:
    clock = Clock()
    assert exchange_bytes(tight.url, drip(pieces, 0.02)) == b""
    assert 0.3 < clock.seconds < PATIENCE


@pytest.mark.parametrize("first", [b"", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"])
def test_an_idle_connection_is_closed(tight: Server, first: bytes) -> None:
    clock = Clock()
    exchange_bytes(tight.url, [first])
    assert 0.3 < clock.seconds < PATIENCE


def test_time_of_the_application_is_not_the_clients(tight: Server) -> None:
    def try_it() -> bool:
        clock = Clock()
        with suppress(ConnectionError):  # a busy machine may take longer to send the request
            answered = send(tight.url, b"abc", path="/slow").status == 200
            return answered and clock.seconds > TIGHT.seconds
        return False

    assert any(try_it() for _ in range(20))


def test_no_more_connections_than_allowed() -> None:
    with serve(application, limits=Limits(connections=3)) as server:
        address = ("127.0.0.1", server.port)
        kept = [socket.create_connection(address, PATIENCE) for _ in range(3)]
        for sock in kept:
            sock.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            assert sock.recv(12) == b"HTTP/1.1 200"
        for _ in range(5):
            answer = exchange_bytes(server.url, [])
            assert answer == b"" or answer.startswith(b"HTTP/1.1 503")
        for sock in kept:
            sock.close()
        deadline = monotonic() + PATIENCE
        while exchange_bytes(server.url, [b"GARBAGE\r\n\r\n"])[:12] != b"HTTP/1.1 400":
            assert monotonic() < deadline


def test_the_answer_of_an_overcrowded_server_is_whole() -> None:
    with serve(application, limits=Limits(connections=0)) as server:
        head, _, body = exchange_bytes(server.url, []).partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(body) in head
    assert json.loads(body) == {"error": "too many connections"}


def test_close_is_quick() -> None:
    def close() -> float:
        server = serve(application)
        send(server.url, b"abc")
        clock = Clock()
        server.close()
        return clock.seconds

    assert median(close() for _ in range(9)) < 0.25


def test_close_ends_connections() -> None:
    server = serve(application)
    idle = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
    idle.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    assert idle.recv(12) == b"HTTP/1.1 200"
    server.close()
    while idle.recv(65536):
        pass
    idle.close()
    with pytest.raises(ConnectionError):
        send(server.url, b"")
    server.close()


def test_a_port_that_is_taken_is_said_once(server: Server) -> None:
    with pytest.raises(ContractkitError) as caught:
        serve(application, port=server.port)
    assert str(caught.value) == (
        f"cannot listen on 127.0.0.1, port {server.port}: "
        "Address already in use; port 0 takes a free one"
    )


@pytest.mark.parametrize("host", ["256.0.0.1", "192.0.2.1", "::zz", "a..b", "\u00e9..b", "a" * 70])
def test_an_address_that_cannot_be_had_is_said_once(host: str) -> None:
    with pytest.raises(ContractkitError) as caught:
        serve(application, host=host)
    message = str(caught.value)
    assert message.startswith(f"cannot listen on {host}")
    assert message.count(host) == 1
    assert "\n" not in message


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_said(port: int) -> None:
    with pytest.raises(ContractkitError, match=f"the port {port} is not from 0 to 65535"):
        serve(application, port=port)
    gc.collect()  # a socket that was left open would warn now


def test_many_clients_at_once(server: Server) -> None:
    lengths: list[int] = []

    def work(number: int) -> None:
        connection = connect(server)
        for _ in range(20):
            connection.request("POST", "/", b"x" * number)
            lengths.append(json.loads(connection.getresponse().read())["length"] - number)
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lengths == [0] * 320
