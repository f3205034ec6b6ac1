"""Targets that break off, stay silent or talk nonsense: each is reported as what it is, in time."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from contractkit.errors import TargetError
from contractkit.fuzz import Options, Report, Secrets, run
from tests.fuzz.rawserver import KEY, PATH, Line, Request, Server, serve
from tests.ports import silent_port

REQUESTS, TIMEOUT, PATIENCE, LIMIT = 12, 0.2, 10.0, 30.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Behaviour = Callable[[Server, Line], None]


def fuzz(url: str, requests: int = REQUESTS, timeout: float = TIMEOUT, **more: object) -> Report:
    options = Options(requests=requests, secrets=Secrets(key=KEY), **more)  # type: ignore[arg-type]
    return run(url, options=options, timeout=timeout)


def list_checks(report: Report) -> set[str]:
    return {failure.problem.check for failure in report.failures}


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No thread of a test outlives it, and so no socket that a thread would read."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + LIMIT
    while (left := set(threading.enumerate()) - before) and time.monotonic() < until:
        next(iter(left)).join(0.1)
    assert left == set()


def every(line: Line) -> Iterator[Request]:
    while (request := line.read()) is not None:
        yield request


def once(data: bytes) -> Behaviour:
    """Write the same bytes after one request, and close."""

    def behave(_: Server, line: Line) -> None:
        if line.read():
            line.write(data)

    return behave


def then_silence(data: bytes) -> Behaviour:
    def behave(_: Server, line: Line) -> None:
        if line.read():
            line.write(data)
            line.hush()

    return behave


def drip(start: bytes, drop: bytes) -> Behaviour:
    """Some bytes at once, then one after the other for as long as anybody listens."""

    def behave(_: Server, line: Line) -> None:
        if line.read():
            line.write(start)
            while True:
                line.write(drop)
                time.sleep(0.02)

    return behave


def pour(start: bytes, chunk: bytes, times: int) -> Behaviour:
    def behave(_: Server, line: Line) -> None:
        if line.read():
            line.write(start)
            for _number in range(times):
                line.write(chunk)

    return behave


def accept_and_close(_: Server, __: Line) -> None:
    """Nothing is read, nothing is said."""


def die_in_the_middle(server: Server, line: Line) -> None:
    for request in every(line):
        if request.number >= 5:
            server.stop()
            return
        line.write(line.answer(request))


def drop_each(nth: int) -> Behaviour:
    def behave(_: Server, line: Line) -> None:
        for request in every(line):
            if request.number % nth == 0:
                return
            line.write(line.answer(request))

    return behave


MEGABYTE = b" " * (1 << 20)
SIZED = HEAD + b"Content-Length: 1000000000\r\n\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PAGE = b"<html><body>Welcome</body></html>"
ZIPPED = HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
MANY_HEADERS = HEAD + b"".join(b"X-%d: x\r\n" % number for number in range(200))

BROKEN: dict[str, tuple[Behaviour, set[str]]] = {
    "accepts and closes": (accept_and_close, {"dropped"}),
    "closes after the request": (once(b""), {"dropped"}),
    "closes in the status line": (once(b"HTTP/1.1 20"), {"not-http"}),
    # Whose head ends early is not told from one that has no length and no body.
    "closes in the head": (once(HEAD + b"Content-Len"), {"answer-form"}),
    "closes before the body": (once(HEAD + b"Content-Length: 50\r\n\r\n"), {"cut-short"}),
    "closes in the body": (once(HEAD + b'Content-Length: 50\r\n\r\n{"resp'), {"cut-short"}),
    "closes in a chunk": (once(CHUNKED + b'30\r\n{"resp'), {"cut-short"}),
    "closes between chunks": (once(CHUNKED + b"2\r\n{}\r\n"), {"cut-short"}),
    "half a body, then silence": (then_silence(SIZED + b'{"resp'), {"no-answer"}),
    "never answers": (then_silence(b""), {"no-answer"}),
    "100 Continue, then silence": (then_silence(b"HTTP/1.1 100 Continue\r\n\r\n"), {"no-answer"}),
    "103, then silence": (then_silence(b"HTTP/1.1 103 Early Hints\r\n\r\n"), {"no-answer"}),
    "103, then nothing": (once(b"HTTP/1.1 103 Early Hints\r\n\r\n"), {"dropped"}),
    "endless interim answers": (
        pour(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, 10**6),
        {"not-http"},
    ),
    "drips the status line": (drip(b"", b"H"), {"no-answer"}),
    "drips a header": (drip(HEAD + b"X-Slow: ", b"a"), {"no-answer"}),
    "drips headers": (drip(HEAD, b"X: a\r\n"), {"no-answer"}),
    "drips the body": (drip(SIZED, b" "), {"no-answer"}),
    "drips chunks": (drip(CHUNKED, b"1\r\n \r\n"), {"no-answer"}),
    "endless chunks": (pour(CHUNKED, b"10000\r\n%s\r\n" % MEGABYTE[:0x10000], 10**6), {"endless"}),
    "a gigabyte": (pour(SIZED, MEGABYTE, 954), {"endless"}),
    "an endless body": (pour(HEAD + b"\r\n", MEGABYTE, 10**6), {"endless"}),
    "an endless header": (pour(HEAD + b"X: ", MEGABYTE, 100), {"not-http"}),
    "an endless status line": (pour(b"HTTP/1.1 ", MEGABYTE, 100), {"not-http"}),
    "two hundred headers": (once(MANY_HEADERS + b"\r\n{}"), {"not-http"}),
    "a redirect": (
        once(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"),
        {"status"},
    ),
    "a page": (
        once(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE),
        {"answer-form"},
    ),
    "a page of an error": (
        once(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n" + PAGE),
        {"server-error"},
    ),
    "garbage": (once(bytes(range(256)) * 4), {"not-http"}),
    "garbage without an end": (once(b"\xff" * 200_000), {"not-http"}),
    "another protocol": (once(b"220 mail.invalid ESMTP\r\n"), {"not-http"}),
    "a chunk of no size": (once(CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"), {"not-http"}),
    "no gzip": (once(ZIPPED), {"not-http"}),
    "switching protocols": (once(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), {"status"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_each_answer_is_named(name: str) -> None:
    behave, checks = BROKEN[name]
    began = time.monotonic()
    with serve(behave) as server:
        # Only who waits for an answer in vain is to wait a short time.
        timeout = TIMEOUT if "no-answer" in checks else PATIENCE
        report = fuzz(server.url, timeout=timeout, phases=("text",))
        assert list_checks(report) == checks
        assert server.join() == []
    assert time.monotonic() - began < LIMIT
    assert 1 <= report.requests <= REQUESTS


def answer_with(write: Callable[[Line, Request], bool]) -> Behaviour:
    """Answer rightly in some way; `write` says whether the connection is kept."""

    def behave(_: Server, line: Line) -> None:
        for request in every(line):
            if not write(line, request):
                return

    return behave


def answer(line: Line, request: Request) -> bool:
    line.write(line.answer(request))
    return True


def answer_and_close_idle(line: Line, request: Request) -> bool:
    """The answer promises to keep the connection, which is then closed."""
    answer(line, request)
    return False


def answer_and_close_later(line: Line, request: Request) -> bool:
    """The connection is closed when the next request comes: it was idle before that."""
    answer(line, request)
    line.conn.recv(1)
    return False


def answer_and_reset(line: Line, request: Request) -> bool:
    answer(line, request)
    line.conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    return False


def continue_first(line: Line, request: Request) -> bool:
    line.write(b"HTTP/1.1 100 Continue\r\n\r\n" + line.answer(request))
    return True


def interim_first(line: Line, request: Request) -> bool:
    line.write(b"HTTP/1.1 102 Processing\r\n\r\n" + b"HTTP/1.1 100 Continue\r\n\r\n")
    for number in range(3):
        line.write(b"HTTP/1.1 103 Early Hints\r\nLink: </%d>; rel=preload\r\n\r\n" % number)
    line.write(line.answer(request))
    return True


def answer_as_of_old(line: Line, request: Request) -> bool:
    line.write(line.answer(request, b"1.0"))
    return False


def answer_until_closed(line: Line, request: Request) -> bool:
    """No length: the body ends where the connection does."""
    head, _, body = line.answer(request, b"1.0").partition(b"\r\n\r\n")
    line.write(head.partition(b"\r\nContent-Length")[0] + b"\r\n\r\n" + body)
    return False


def answer_in_chunks(line: Line, request: Request) -> bool:
    head, _, body = line.answer(request).partition(b"\r\n\r\n")
    line.write(head.partition(b"\r\nContent-Length")[0] + b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    for at in range(0, len(body), 7):
        line.write(b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7]))
    line.write(b"0\r\n\r\n")
    return True


def answer_in_pieces(line: Line, request: Request) -> bool:
    whole = line.answer(request)
    for at in range(0, len(whole), 40):
        line.write(whole[at : at + 40])
    return True


RIGHT = {
    "kept connections": answer,
    "closes kept connections": answer_and_close_idle,
    "closes kept connections late": answer_and_close_later,
    "resets kept connections": answer_and_reset,
    "100 Continue first": continue_first,
    "interim answers first": interim_first,
    "HTTP/1.0": answer_as_of_old,
    "no length": answer_until_closed,
    "chunks": answer_in_chunks,
    "pieces": answer_in_pieces,
}


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("name", RIGHT)
def test_what_is_allowed_is_not_blamed(name: str, workers: int) -> None:
    with serve(answer_with(RIGHT[name])) as server:
        report = fuzz(server.url, 80, PATIENCE, workers=workers)
        assert list_checks(report) == set()
        assert (report.requests > 40, report.stopped) == (True, "")
        assert server.join() == []


def test_a_second_answer_is_never_taken_for_that_of_the_next_request() -> None:
    def twice(line: Line, request: Request) -> bool:
        line.write(line.answer(request) * 2)
        return True

    with serve(answer_with(twice)) as server:
        report = fuzz(server.url, 80, PATIENCE, phases=("examples",))
        assert list_checks(report) <= {"answer-form", "not-http"}
        assert server.join() == []


@pytest.mark.parametrize("nth", [2, 7, 13])
def test_each_nth_connection_that_is_dropped_is_blamed(nth: int) -> None:
    with serve(drop_each(nth)) as server:
        report = fuzz(server.url, 60, PATIENCE)
        assert list_checks(report) == {"dropped"}
        assert server.join() == []


def test_one_thread_with_kept_connections_does_not_hang() -> None:
    began = time.monotonic()
    with serve(answer_with(answer), single=True) as server:
        report = fuzz(server.url, 200, 2.0)
    assert (list_checks(report), report.stopped) == (set(), "")
    assert report.phases["burst"] >= 2
    assert time.monotonic() - began < LIMIT


def test_a_target_that_dies_is_blamed_and_left_alone() -> None:
    began = time.monotonic()
    with serve(die_in_the_middle) as server:
        report = fuzz(server.url, 60)
        assert "no-connection" in list_checks(report)
        assert server.join() == []
    assert "could not be reached" in report.stopped
    assert report.requests < 20
    assert time.monotonic() - began < LIMIT


def test_a_target_that_another_method_kills_is_blamed() -> None:
    """What follows a GET is open, but that nobody is there any more is not."""

    def behave(server: Server, line: Line) -> None:
        for request in every(line):
            if request.method != "POST":
                server.stop()
                return
            line.write(line.answer(request))

    with serve(behave) as server:
        report = fuzz(server.url, 400, PATIENCE, phases=("transport",))
        assert list_checks(report) == {"no-connection"}
        assert server.join() == []


@pytest.mark.parametrize("wait", [0.1, 5.0])
def test_a_target_that_starts_anew_is_waited_for(wait: float) -> None:
    """Dead for less than its patience is no failure; the dropped request before it is one."""
    began = time.monotonic()
    with silent_port() as port, pytest.raises(TargetError, match="cannot be reached"):
        fuzz(f"http://127.0.0.1:{port}{PATH}", timeout=wait)
    assert time.monotonic() - began < LIMIT
