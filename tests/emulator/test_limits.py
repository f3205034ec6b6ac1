"""Whatever is sent, the emulator answers in form and in time, and goes on."""

import io
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from time import process_time, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

from contractkit import check
from contractkit.emulator import Emulator, emulate
from contractkit.emulator.judgement import judge_body
from contractkit.httpserver.server import Limits
from tests.emulator.client import KEY, PATIENCE, Clock, exchange_bytes, send
from tests.httpserver.raw_requests import REFUSED
from tests.sample_payloads import plain

PATH = b"POST /resources/v1/messaging HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulate(control=True, late_refusal=True) as running:
        yield running
    assert running.errors == ()


@pytest.fixture
def tight() -> Iterator[Emulator]:
    with emulate(limits=Limits(seconds=0.5, connections=8)) as running:
        yield running
    assert running.errors == ()


def with_member(text: str) -> bytes:
    return f"{json.dumps(plain())[:-1]}, {text}}}".encode()


ODD = [
    *(with_member(f'"x": {"[" * depth}{"]" * depth}') for depth in (98, 102, 1000, 100_000)),
    with_member('"x": ' + '{"a":' * 50_000 + "1" + "}" * 50_000),
    *(with_member(f'"x": {number}') for number in ("1" * 5000, "1e400", "-0", "1" * 500_000)),
    with_member('"callbackData": "\\ud800"'),
    with_member('"\\udfff": 1'),
    with_member('"text": 1, "text": 2'),
    with_member('"__proto__": {}'),
    b"\xef\xbb\xbf" + json.dumps(plain()).encode(),
]
BROKEN = [
    *(b"", b"\0", b"\xff" * 1000, b"null", b"[]", b'"', b"1" * 100_000, b"[" * 99_999, b"{" * 9),
    *(json.dumps(plain()).encode("utf-16"), b'{"a": "' + b"\\" * 100_001, b"//" * 50_000),
]  # fmt: skip


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_odd_but_doubtful_bodies_are_accepted(emulator: Emulator, body: bytes) -> None:
    got = send(emulator.url, body)
    assert got.code == "1001"
    assert emulator.requests[-1].verdict == "doubtful"
    assert send(emulator.url, method="GET", path="/_contractkit/requests").status == 200


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_broken_bodies_are_refused(emulator: Emulator, body: bytes) -> None:
    got = send(emulator.url, body)
    assert got.code == "7000"
    assert check(got.value, "response") == ()


def test_many_findings_are_answered_and_not_all_kept(emulator: Emulator) -> None:
    payload = plain(destination=[{"msisdn": ["0"] * 2000}])
    assert send(emulator.url, payload).code == "7004"
    assert len(emulator.requests[-1].findings) == 200


@pytest.mark.parametrize("name", REFUSED)
def test_what_breaks_the_rules_of_http_is_no_request(emulator: Emulator, name: str) -> None:
    """Nor is what stands behind it on the connection."""
    status, request = REFUSED[name]
    behind = PATH + b"key: test-key\r\nContent-Length: 2\r\n\r\n{}"
    emulator.clear()
    answer = exchange_bytes(emulator.url, [request + behind])
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert list(json.loads(answer.partition(b"\r\n\r\n")[2])) == ["error"]
    assert emulator.requests == ()


def drip(head: bytes, rest: bytes) -> Iterator[bytes]:
    yield head
    for byte in rest:
        yield bytes([byte])
        sleep(0.02)


@pytest.mark.parametrize(
    "pieces",
    [
        drip(b"", PATH + b"key: test-key\r\n" * 200),
        drip(PATH + b"key: test-key\r\nContent-Length: 9000\r\n\r\n", b"{" * 3000),
    ],
    ids=["head", "body"],
)
def test_slow_requests_are_cut_off(tight: Emulator, pieces: Iterator[bytes]) -> None:
    clock = Clock()
    assert exchange_bytes(tight.url, pieces) == b""
    assert clock.seconds < PATIENCE
    assert_that_it_goes_on(tight)


def assert_that_it_goes_on(tight: Emulator) -> None:
    """One request of those in a row is accepted; on a busy machine some may take too long."""
    clock = Clock()
    while clock.seconds < PATIENCE:
        with suppress(ConnectionError):
            got = send(tight.url, plain())
            if got.status == HTTPStatus.OK:
                assert got.code == "1001"
                return
    raise AssertionError("it accepts nothing any more")


def test_many_connections_do_not_stop_it(tight: Emulator) -> None:
    parts = urlsplit(tight.url)
    address = (parts.hostname or "", parts.port or 0)
    crowd = [socket.create_connection(address, PATIENCE) for _ in range(40)]
    for sock in crowd:
        sock.close()
    assert_that_it_goes_on(tight)


def test_a_body_that_never_ends_is_refused_at_the_limit(emulator: Emulator) -> None:
    head = PATH + b"key: test-key\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = exchange_bytes(emulator.url, [head, *[chunk] * 20])
    assert b'"code": "7022"' in answer


class Unreadable(io.RawIOBase):
    """A stream that nobody is to read."""

    def read(self, _: int = -1) -> bytes:
        raise AssertionError("it was read")


def test_a_body_that_is_announced_too_large_is_not_read(emulator: Emulator) -> None:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/resources/v1/messaging",
        "CONTENT_LENGTH": str((1 << 20) + 1),
        "HTTP_KEY": "test-key",
        "wsgi.input": Unreadable(),
        "wsgi.input_terminated": True,
    }
    answer = emulator.app(environ, lambda *_: print)
    assert json.loads(b"".join(answer))["response"]["code"] == "7022"


def test_headers_of_any_kind_are_no_trouble(emulator: Emulator) -> None:
    odd: list[dict[str, Any]] = [{"Content-Type": "\u00ff"}, {"X": "a" * 60_000}, {"Host": "[::]"}]
    for headers in odd:
        assert send(emulator.url, plain(), {**KEY, **headers}).code == "1001"


def test_a_body_full_of_unknown_names_is_judged_soon(emulator: Emulator) -> None:
    names = ",".join(f'"unknown{number}":0' for number in range(50_000))
    began = process_time()
    judgement = judge_body(emulator.contract, with_member(names))
    assert process_time() - began < 4
    assert (judgement.verdict, judgement.refusal) == ("doubtful", None)
    assert len(judgement.findings) < 300
