"""Whatever bytes come, a request is read in one way only, the one of another implementation."""

import io
import random
import re

import h11
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contractkit.httpserver.bodies import frame_body
from contractkit.httpserver.fields import BadRequestError
from contractkit.httpserver.heads import read_head
from tests.httpserver.raw_requests import ALLOWED, CONTROLS, FIVE, HOST, NEXT, POST, REFUSED

Parsed = tuple[str, str, list[tuple[str, str]], bytes, bytes]
PLAIN = POST + HOST + b"X-Any: a b\r\n" + FIVE + b"\r\n12345" + NEXT
SMALL = [
    *(request for request, _ in ALLOWED.values()),
    *(request for _, request in REFUSED.values() if len(request) < 400),
]
FRAGMENTS = [
    *(b" ", b"\t", b"\r", b"\n", b"\r\n", b"\r\n ", b"\0", b"\x0b", b"\x7f", b"\xe9"),
    *(b":", b";", b",", b"5", b"0", b"+", b"-", b"x", b"/", b"#"),
    *(b"Content-Length: 6\r\n", b"Content-Length"),
    *(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding", b"chunked", b"gzip, ", HOST, NEXT),
]  # fmt: skip


class Trickle(io.RawIOBase):
    """A stream that gives as many bytes at a time as a seed says, as a socket may."""

    def __init__(self, data: bytes, seed: int) -> None:
        super().__init__()
        self._data, self._random = data, random.Random(seed)  # noqa: S311  no secret

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        part = self._data[: min(self._random.randint(1, 9), len(view))]
        view[: len(part)] = part
        self._data = self._data[len(part) :]
        return len(part)


def parse(source: io.BufferedIOBase) -> Parsed:
    """One request, and what stands behind it."""
    head = read_head(source)  # type: ignore[arg-type]
    body = frame_body(head, source).read()  # type: ignore[arg-type]
    headers = [(name, value.lower()) for name, value in head.headers.items()]
    return head.method, head.target, headers, body, source.read()


def simplify(data: bytes) -> bytes:
    """A request as h11 knows it: without an empty line in front, or spaces before a `;`."""
    return re.sub(rb"(?<=\n)([0-9A-Fa-f]+)[ \t]+;", rb"\1;", data.removeprefix(b"\r\n"))


def parse_elsewhere(data: bytes) -> Parsed:
    """The same by h11."""
    connection = h11.Connection(h11.SERVER)
    known = simplify(data)
    connection.receive_data(known)
    request = connection.next_event()
    assert isinstance(request, h11.Request)
    body = b""
    while isinstance(event := connection.next_event(), h11.Data):
        body += event.data
    assert isinstance(event, h11.EndOfMessage)
    headers = [
        (name.decode(), value.decode("latin-1").lower())
        for name, value in request.headers.raw_items()
    ]
    target, rest = request.target.decode(), connection.trailing_data[0]
    return request.method.decode(), target, headers, body, known.removesuffix(rest)


@st.composite
def damaged_requests(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(SMALL)) + NEXT
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 0, 0, 1, 2, 8]))
        data = data[:start] + draw(st.sampled_from(FRAGMENTS)) + data[end:]
    return data


@settings(max_examples=500, deadline=None)
@given(data=damaged_requests())
@example(data=POST + HOST + b"\r\nTransfer-Encoding: chunked\r\n\r\n5 ;a\r\n12345\r\n0\r\n\r\n")
def test_what_is_read_is_read_elsewhere_in_the_same_way(data: bytes) -> None:
    try:
        parsed = parse(io.BytesIO(data))
    except (BadRequestError, ConnectionAbortedError):
        return
    *request, rest = parsed
    assert (*request, simplify(data.removesuffix(rest))) == parse_elsewhere(data)


@given(data=damaged_requests(), seed=st.integers(0, 1000))
def test_it_does_not_matter_how_the_bytes_come(data: bytes, seed: int) -> None:
    def outcome(source: io.BufferedIOBase) -> Parsed | str:
        try:
            return parse(source)
        except (BadRequestError, ConnectionAbortedError) as error:
            return str(error)

    assert outcome(io.BufferedReader(Trickle(data, seed))) == outcome(io.BytesIO(data))


@pytest.mark.parametrize("number", [*CONTROLS, *b"\r\n"])
def test_a_control_character_is_refused_wherever_it_stands(number: int) -> None:
    for position in range(PLAIN.index(b"\r\n\r\n") + 3):
        with pytest.raises(BadRequestError):
            parse(io.BytesIO(PLAIN[:position] + bytes([number]) + PLAIN[position:]))


@pytest.mark.parametrize("where", range(PLAIN.index(b"12345") + 5))
def test_a_request_that_is_cut_short_is_never_whole(where: int) -> None:
    with pytest.raises(ConnectionAbortedError):
        parse(io.BytesIO(PLAIN[:where]))
