"""A body ends where its headers say, and broken framing is told from a body."""

import io
from email.message import Message

import pytest

from contractkit.httpserver.bodies import Body, frame_body, read_at_most
from contractkit.httpserver.heads import Head

CHUNKED = b"3\r\nabc\r\nA;note=x\r\n0123456789\r\n0\r\nTrailer: y\r\n\r\n"


def frame(data: bytes, *headers: tuple[str, str]) -> tuple[Body, io.BytesIO]:
    message = Message()
    for name, value in headers:
        message.add_header(name, value)
    source = io.BytesIO(data)
    return frame_body(Head("POST", "/", "HTTP/1.1", message), source), source


def test_a_length_ends_the_body() -> None:
    body, source = frame(b"abcdef", ("Content-Length", "4"))
    assert (body.read(), body.ended, source.read()) == (b"abcd", True, b"ef")


def test_without_a_length_there_is_no_body() -> None:
    body, source = frame(b"next")
    assert (body.read(), body.ended, source.read()) == (b"", True, b"next")


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_chunks_are_joined(step: int) -> None:
    body, source = frame(CHUNKED + b"next", ("Transfer-Encoding", "Chunked"))
    parts = []
    while part := body.read(step):
        parts.append(part)
    assert (b"".join(parts), body.ended, source.read()) == (b"abc0123456789", True, b"next")


def test_end_is_called_once_and_at_the_end() -> None:
    calls: list[str] = []
    body, _ = frame(b"abc", ("Content-Length", "3"))
    body.on_end(lambda: calls.append("end"))
    assert (body.read(2), calls) == (b"ab", [])
    assert (body.read(2), calls) == (b"c", ["end"])
    assert (body.read(2), calls) == (b"", ["end"])


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (b"abc", ("Content-Length", "4")),
        (b"5\r\nabc", ("Transfer-Encoding", "chunked")),
        (b"3\r\nabc\r\n", ("Transfer-Encoding", "chunked")),
        (b"3\r\nabc\r\n0\r\n", ("Transfer-Encoding", "chunked")),
    ],
)
def test_a_body_that_is_cut_short(data: bytes, header: tuple[str, str]) -> None:
    body, _ = frame(data, header)
    with pytest.raises(ConnectionAbortedError):
        body.read()


@pytest.mark.parametrize(("limit", "expected"), [(5, None), (6, b"abcdef"), (7, b"abcdef")])
def test_no_more_than_the_limit_is_read(limit: int, expected: bytes | None) -> None:
    assert read_at_most(io.BytesIO(b"abcdef"), limit) == expected
