"""The printed line, run by a real shell, sends what the fuzzer sent, and shows no secret."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contractkit.fuzz.logins import list_attempts
from contractkit.fuzz.records import Attempt, Expectation, Headers, Login, Probe
from contractkit.fuzz.reports import write_probe
from contractkit.fuzz.secrets import Secrets, name_variable
from contractkit.fuzz.sending import Sender
from contractkit.fuzz.targets import open_url
from contractkit.httpserver.server import Server, serve
from contractkit.reporting.curl import list_variables
from tests.fuzz.making import CONTRACT, JSON, JWT_SECRET, KEY, Received, Recorder, right_app

NEEDED = ("bash", "curl", "base64", "od", "tr", "rev")
MISSING = [name for name in NEEDED if not shutil.which(name)]
shell = pytest.mark.skipif(bool(MISSING), reason=f"no {', '.join(MISSING)} on this machine")
OWN = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "expect"}
HARD_KEY = "Zq7-k$e`y\"'\\ !f%2f&a=b"

BODIES = {
    "plain": b'{"a": 1}',
    "empty": b"",
    "quotes": b"it's \"quoted\" ''",
    "NUL": b"a\0b\0",
    "invalid UTF-8": b"\xff\xfe\xc3(",
    "newlines": b"one\r\ntwo\n",
    "only a newline": b"\n",
    "at": b"@/etc/passwd",
    "at within": b"a@b",
    "dash": b"-d --data x",
    "dollar": b"$HOME ${HOME} $(id) `id` !!",
    "backslashes": b"\\n \\\\ \\u0041 %s %n",
    "emoji": "🙂 é".encode(),
    "control": b"\x1b[31m\x7f",
    "spaces": b"  a  ",
    "long": b"[" * 200_000,
    "long bytes": "é".encode() * 90_000,
}


@dataclass
class Place:
    """A server that records, and its URL."""

    recorder: Recorder
    server: Server

    @property
    def url(self) -> str:
        return f"{self.server.url}/resources/v1/messaging"


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    recorder = Recorder(right_app())
    with serve(recorder) as server:
        yield Place(recorder, server)


def run(line: str, key: str, token: str = "", **own: str) -> None:
    known = {**own, "CONTRACTKIT_KEY": key, "CONTRACTKIT_TOKEN": token}
    home = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    subprocess.run(
        ["bash"],  # noqa: S607 - whichever bash is there
        input=line.replace("curl ", "curl -q ", 1).encode(),
        env={**home, **known, "LC_ALL": "C", "no_proxy": "*"},
        check=True,
        capture_output=True,
        timeout=20,
    )


def both(
    place: Place,
    probe: Probe,
    key: str = KEY,
    token: str = "",
    url: str = "",
    own: Headers = (),
) -> list[Received]:
    """What the fuzzer sends, and what the line sends."""
    place.recorder.received.clear()
    target = open_url(url or place.url)
    secrets = Secrets(headers=own)
    try:
        Sender(target, secrets).send(probe)
    finally:
        target.close()
    known = {name_variable(name): value for name, value in own}
    run(write_probe(url or place.url, probe, secrets), key, token, **known)
    return [
        Received(
            one.method,
            one.query,
            tuple((name, value) for name, value in one.headers if name not in OWN),
            one.body,
        )
        for one in place.recorder.received
    ]


@shell
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_any_body_arrives_as_it_was(place: Place, body: bytes) -> None:
    login = Login("right", (("key", KEY),), script=(("key", "$CONTRACTKIT_KEY"),))
    sent, again = both(place, Probe("p", body, Expectation.FORM, login, headers=JSON))
    assert sent == again
    assert sent.body == body


@shell
@pytest.mark.parametrize(
    ("method", "headers", "query"),
    [
        ("GET", JSON, ""),
        ("PUT", JSON, ""),
        ("DELETE", JSON, ""),
        ("POST", (), ""),
        ("POST", (("Content-Type", 'text/plain; a="$HOME\'"'), ("X-Odd", "`id` \\ ;")), ""),
        ("POST", JSON, "?a[]=1&b={x,y}"),
        ("POST", JSON, "?q='%20$HOME"),
    ],
)
def test_method_headers_and_query_arrive(
    place: Place, method: str, headers: tuple[tuple[str, str], ...], query: str
) -> None:
    probe = Probe("p", b"{}", Expectation.FORM, Login("none"), headers=headers, method=method)
    sent, again = both(place, probe, url=place.url + query)
    assert sent == again
    assert sent.method == method
    assert sent.query == query[1:]


@shell
@pytest.mark.parametrize(
    "own",
    [
        (("X-Own", "value-of-a-header"),),
        (("X-Odd.1", 'it\'s "$HOME" `id` \\'), ("X-Other", "b")),
        (("X-Empty", ""),),
        (("Content-Type", "text/plain"),),
        (("key", "another-key"),),
    ],
    ids=lambda own: str(own[0][0]),
)
def test_the_headers_of_the_user_arrive_and_are_not_told(place: Place, own: Headers) -> None:
    login = Login("right", (("key", KEY),), script=(("key", "$CONTRACTKIT_KEY"),))
    probe = Probe("p", b"{}", Expectation.FORM, login, headers=JSON)
    sent, again = both(place, probe, own=own)
    assert sent == again
    assert {(name.lower(), value) for name, value in own if value} <= set(sent.headers)
    line = write_probe(place.url, probe, Secrets(headers=own))
    assert [value for _, value in own if len(value) > 1 and value in line] == []
    assert {name_variable(name) for name, value in own if value} <= set(list_variables(line))


def attempts(key: str) -> list[Attempt]:
    return list(list_attempts(CONTRACT, Secrets(key, JWT_SECRET)))


@shell
@pytest.mark.parametrize("key", [KEY, HARD_KEY], ids=["plain", "hard"])
@pytest.mark.parametrize("query", ["", "?a=1"], ids=["no query", "a query"])
def test_each_login_is_sent_again_by_a_line_that_does_not_tell_it(
    place: Place, key: str, query: str
) -> None:
    tried = attempts(key) if not query else [one for one in attempts(key) if one.login.query]
    assert tried
    for attempt in tried:
        probe = Probe("p", b"{}", attempt.expect, attempt.login, headers=JSON)
        line = write_probe(place.url, probe, Secrets())
        shown = "".join(value for _, value in attempt.login.headers).partition("Bearer ")[2]
        token = shown if "$CONTRACTKIT_TOKEN" in line else ""
        sent, again = both(place, probe, key, token, place.url + query)
        assert sent == again, attempt.login.name
        assert Secrets(key, JWT_SECRET).hide(line) == line


def write_line(attempt: Attempt, body: bytes) -> str:
    return write_probe(
        "http://127.0.0.1/", Probe("p", body, attempt.expect, attempt.login), Secrets()
    )


@settings(max_examples=100, deadline=None, database=None)
@given(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=9, max_size=20),
    st.binary(max_size=5),
)
def test_the_key_is_in_no_line(key: str, body: bytes) -> None:
    words = "".join(write_line(attempt, body) for attempt in attempts(KEY))
    assume(key[:-1] not in words and key[1:] not in words)
    for attempt in attempts(key):
        line = write_line(attempt, body)
        assert key not in line
        assert key[:-1] not in line
        assert key[1:] not in line
