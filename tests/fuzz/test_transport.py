"""The transport phase: what HTTP takes for the same, what may be declined, what is sent how."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue
from types import SimpleNamespace
from typing import Any

import pytest

from contractkit.contracts.requests import find_request
from contractkit.fuzz import Report, Secrets, run
from contractkit.fuzz.addresses import find_address
from contractkit.fuzz.oracles import judge_exchange
from contractkit.fuzz.phases import transport
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Exchange, Expectation, Login, Probe, Request
from contractkit.fuzz.reports.text import write as write_text
from contractkit.fuzz.sending import Sender
from contractkit.fuzz.targets import open_app, open_url
from contractkit.fuzz.targets.lines import PAUSE
from contractkit.fuzz.titles import write_title
from contractkit.fuzz.variations import list_variations
from contractkit.fuzz.wires import USUAL, WIRES, Wire, list_special
from tests.calendar_contract import BASE, CALENDAR, MESSAGES, describe_request
from tests.faulty import start
from tests.fuzz.making import (
    CONTRACT,
    KEY,
    RIGHT,
    SETTING,
    Recorder,
    answer,
    options,
    probe,
    right_app,
)
from tests.fuzz.rawserver import Line, serve
from tests.listed_contracts import LISTED, describe, write_contract

URL = "http://localhost/resources/v1/messaging"
SECRETS = Secrets(KEY)
JSON = "application/json"
PROBES = list(transport.list_probes(SETTING, SECRETS))


@contextmanager
def listen() -> Iterator[tuple[Sender, list[bytes]]]:
    """A sender to a server that keeps the bytes of each connection, and answers nothing."""
    heard: list[bytes] = []

    def behave(_: object, line: Line) -> None:
        line.conn.settimeout(1)
        whole = b""
        try:
            while data := line.conn.recv(1 << 16):
                whole += data
        except TimeoutError:
            pass
        heard.append(whole)

    with serve(behave) as server:
        with closing(open_url(server.url)) as target:
            yield Sender(target, Secrets()), heard
        assert server.join() == []


def write(wire: Wire, before: tuple[Probe, ...] = ()) -> bytes:
    """What is written for the plainest payload."""
    with listen() as (sender, heard):
        sender.send(probe(wire=wire, before=before))
    return heard[0]


def test_a_written_request_holds_the_payload_and_the_key_and_no_more() -> None:
    head, _, body = write(WIRES["no headers but the needed ones"]).partition(b"\r\n\r\n")
    assert json.loads(body) == probe().case.payload  # type: ignore[union-attr]
    names = sorted(line.partition(b":")[0] for line in head.split(b"\r\n")[1:])
    assert names == [b"Content-Length", b"Content-Type", b"Host", b"key"]


SHOWN: dict[str, Callable[[bytes], bool]] = {
    "header names in small letters": lambda it: b"\r\ncontent-length: " in it,
    "header names in capitals": lambda it: b"\r\nKEY: " in it and b"\r\nHOST: " in it,
    "header names that begin with capitals": lambda it: b"\r\nKey: " in it,
    "no space behind the colons of headers": lambda it: b"\r\nkey:Zq7" in it,
    "spaces and a tab before the values of headers": lambda it: b"\r\nkey: \t Zq7" in it,
    "a space behind the values of headers": lambda it: (
        b"\r\nContent-Type: application/json \r" in it
    ),
    "another request right before it": lambda it: it.count(b"POST /") == 1,
    "a body in one chunk": lambda it: it.count(b"\r\n") > 5 and it.endswith(b"}\r\n0\r\n\r\n"),
    "a body in chunks of 7 bytes": lambda it: it.count(b"\r\n7\r\n") > 10,
    "a body in chunks, with an extension": lambda it: b"\r\n20;name=value\r\n" in it,
    "a body in chunks, with a trailer": lambda it: it.endswith(b"0\r\nX-Checksum: 17\r\n\r\n"),
    "Expect: 100-continue": lambda it: b"\r\nExpect: 100-continue\r\n" in it,
    "a body that is gzip": lambda it: b'"sms"' in gzip.decompress(it.partition(b"\r\n\r\n")[2]),
    "a query": lambda it: it.startswith(b"POST /resources/v1/messaging?trace=17&debug HTTP/1.1"),
    "a query of odd characters": lambda it: b"?a[]=%00&" in it,
    "a slash behind the path": lambda it: it.startswith(b"POST /resources/v1/messaging/ HTTP"),
    "two slashes before the path": lambda it: it.startswith(b"POST //resources"),
    "a dot in the path": lambda it: it.startswith(b"POST /./resources"),
    "the whole URL in the place of the path": lambda it: it.startswith(b"POST http://127.0.0.1:"),
    "HTTP/1.0": lambda it: b"messaging HTTP/1.0\r\nHost: " in it,
    "HTTP/1.0 without a Host": lambda it: b"messaging HTTP/1.0\r\n" in it and b"Host:" not in it,
    "HTTP/1.1 without a Host": lambda it: b"messaging HTTP/1.1\r\n" in it and b"Host:" not in it,
}


@pytest.mark.parametrize("label", SHOWN)
def test_each_way_of_writing_is_what_it_is_called(label: str) -> None:
    assert SHOWN[label](write(WIRES[label]))


def test_every_way_of_writing_is_sent_and_every_field_is_used() -> None:
    sent = {one.wire.label for one in PROBES}
    assert sent == set(WIRES)
    used = Counter(name for wire in WIRES.values() for name in list_special(wire))
    assert set(used) == {field for field in Wire.__dataclass_fields__ if field != "label"}
    labels = {variation.label for variation in list_variations(JSON)}
    assert set(WIRES) - labels == {"", "another request right before it"}


def test_headers_of_which_the_contract_speaks_are_left_alone(tmp_path: Path) -> None:
    seen = {"in": "cookie", "name": "seen", "required": True, "schema": {}, "example": "yes"}
    trace = {"in": "header", "name": "x-request-id", "schema": {"minLength": 40}}
    operation = describe_request("POST", "/events", parameters=[seen, trace])
    kinds = {"messages": ["event"], "answers": {"messages": {"200": "added", "400": "error"}}}
    requests = {"POST /events": {"operation": operation, **kinds}}
    contract = write_contract(tmp_path, {**CALENDAR, "requests": requests}, schemas=MESSAGES)
    contract = find_request(contract, "POST /events")
    setting = Setting(contract, RIGHT, address=find_address(contract, f"http://localhost{BASE}"))
    sent = [one.headers for one in transport.list_probes(setting, Secrets())]
    assert not any(name == "X-Request-ID" for headers in sent for name, _ in headers)
    assert any(name == "Via" for headers in sent for name, _ in headers)
    cookies = [[value for name, value in headers if name == "Cookie"] for headers in sent]
    assert cookies == [["seen=yes"]] * len(sent)


def test_two_requests_are_written_at_once() -> None:
    wire = WIRES["another request right before it"]
    whole = write(wire, before=(probe(wire=wire),))
    assert whole.count(b"POST /") == 2


@pytest.mark.parametrize(("label", "count"), [("two packets", 2), ("nine packets", 9)])
def test_what_is_written_in_packets_arrives_apart(
    label: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, pauses = Queue[int](), list[float]()

    def behave(_: object, line: Line) -> None:
        while data := line.conn.recv(1 << 16):
            arrived.put(len(data))

    def pause(seconds: float) -> None:
        """Wait as long as a busy machine needs; nothing is written before the first packet."""
        pauses.append(seconds)
        if seconds:
            arrived.get(timeout=30)

    monkeypatch.setattr("contractkit.fuzz.targets.lines.time", SimpleNamespace(sleep=pause))
    with serve(behave) as server, closing(open_url(server.url, timeout=0.5)) as target:
        Sender(target, Secrets()).send(probe(wire=WIRES[label]))
    assert arrived.get(timeout=30)
    assert (arrived.qsize(), pauses) == (0, [0, *[PAUSE] * (count - 1)])


@pytest.mark.parametrize(
    ("status", "optional", "check"),
    [
        (404, True, None),
        (411, True, None),
        (415, True, None),
        (417, True, None),
        (301, True, None),
        (501, True, None),
        (505, True, None),
        (500, True, "server-error"),
        (503, True, "server-error"),
        (200, True, "answer-form"),
        (404, False, "answer-form"),
        (501, False, "server-error"),
    ],
)
def test_what_a_server_may_decline_it_may_decline_in_any_form(
    status: int, optional: bool, check: str | None
) -> None:
    sent = probe(optional=optional, expect=Expectation.FORM)
    page = answer(b"<html>No</html>", status, "text/html")
    problem = judge_exchange(CONTRACT, Exchange(1, sent, page))
    assert (problem and problem.check) == check


def test_no_more_is_expected_than_http_asks_for() -> None:
    for one in PROBES:
        open_ended = one.expect in (Expectation.FORM, Expectation.ANYTHING)
        assert open_ended or not one.optional or one.expect is Expectation.REFUSE, one.label
        assert one.why or one.expect is not Expectation.ACCEPT, one.label
        assert not one.before or one.wire.at_once or one.wire is USUAL


def test_other_methods_have_connections_of_their_own() -> None:
    others = [one for one in PROBES if one.method != "POST"]
    assert len(others) >= 4
    assert all(one.alone and one.expect is Expectation.ANYTHING for one in others)


def test_what_is_sent_otherwise_is_judged_as_closely() -> None:
    """A broken payload, and no credentials, in each kind of way."""
    for family in ("chunks", "gzip", "query", "path", "version", "content", "names"):
        sent = [one for one in PROBES if family in one.marks]
        assert any(one.rules and one.expect is Expectation.REFUSE for one in sent), family
        assert any(one.login.name == "nothing" for one in sent), family


FRAMED = {"names", "line", "chunk", "pieces", "at_once", "waits", "absolute", "host", "bare"}


@pytest.mark.parametrize("kind", ["wsgi", "asgi"])
def test_an_application_says_what_it_cannot_be_sent(kind: str) -> None:
    recorder = Recorder(right_app())

    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await answer_asgi(recorder, scope, receive, send)

    app: Any = asgi if kind == "asgi" else recorder
    with closing(open_app(app, URL)) as target:
        possible = {"chunk", "pieces"} if kind == "asgi" else set()
        assert FRAMED - possible <= set(target.cannot)
        assert not {"path", "query", "version", "compressed"} & set(target.cannot)
    report = run(app=app, options=options(requests=200, phases=("transport",)))
    assert report.failures == ()
    assert "ways of sending a request" in write_text(report)
    assert [name for name in report.skipped if "header names in capitals" in name]
    # What can be sent, is.
    assert any(one.query for one in recorder.received)
    assert any(dict(one.headers).get("content-encoding") for one in recorder.received)


async def answer_asgi(recorder: Recorder, scope: Any, receive: Any, send: Any) -> None:
    """Let a WSGI application answer."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    framing = (b"host", b"content-length", b"transfer-encoding")
    headers = tuple(
        (name.decode(), value.decode("latin-1"))
        for name, value in scope["headers"]
        if name not in framing
    )
    with closing(open_app(recorder, URL)) as inner:
        query = scope["query_string"].decode()
        sent = inner.send(Request(scope["method"], headers, body, query))
    back = [(name.encode(), value.encode()) for name, value in sent.headers]
    await send({"type": "http.response.start", "status": sent.status, "headers": back})
    await send({"type": "http.response.body", "body": sent.body})


def fuzz(fault: str | None, phase: str = "transport", **more: Any) -> Report:
    with start(fault) as running:
        made = options(requests=300, secrets=Secrets(running.key), phases=(phase,), **more)
        return run(running.url, options=made, timeout=2.0)


@pytest.mark.parametrize("fault", [None, "http-declined"])
def test_a_right_server_is_not_blamed(fault: str | None) -> None:
    report = fuzz(fault)
    assert [failure.problem for failure in report.failures] == []
    assert report.requests > 90


def test_a_type_is_declined_in_any_form_whatever_the_login() -> None:
    report = fuzz("http-declined", "authentication")
    assert [failure.problem for failure in report.failures] == []


@pytest.mark.parametrize(
    ("fault", "check", "words"),
    [
        ("header-names-exact", "valid-refused", "header names in capitals"),
        ("type-with-charset-refused", "valid-refused", "application/json; charset=utf-8"),
        ("crash-on-chunks", "server-error", "a body in one chunk"),
        ("chunks-need-no-key", "unauthenticated-accepted", "and a body in one chunk"),
        ("hang-on-expect", "no-answer", "Expect: 100-continue"),
        ("old-version-in-chunks", "not-http", "HTTP/1.0"),
        ("hang-on-second-of-two", "no-answer", "right before it in the same packet"),
        ("refused-after-wrong-key", "valid-refused", "before it with no credentials at all"),
    ],
)
def test_a_fault_is_one_failure_that_names_what_was_special(
    fault: str, check: str, words: str
) -> None:
    report = fuzz(fault)
    found = [failure for failure in report.failures if failure.steady]
    assert [failure.problem.check for failure in found] == [check]
    assert words in write_title(found[0], report.titles)


def test_an_answer_that_repeats_that_of_another_request_is_noticed() -> None:
    checks = {failure.problem.check for failure in fuzz("answer-repeated").failures}
    assert "repeated-id" in checks


def test_a_failure_that_needs_the_request_before_it_shows_both() -> None:
    with start("request-unread") as running:
        report = run(running.url, options=options(secrets=Secrets(running.key)))
    (failure,) = report.failures
    assert failure.steady
    assert [one.probe.login.name for one in failure.others] == ["nothing"]
    assert failure.exchange.probe.before == (failure.others[0].probe,)


def test_a_server_that_answers_before_it_has_read_everything_is_heard() -> None:
    """It closes while the request is still being sent."""
    large = probe({"text": "a" * (1 << 23)})

    def refuse_early(_: object, line: Line) -> None:
        line.conn.recv(100)
        body = b'{"response": {"code": "7022", "transid": "1", "description": "Too large"}}'
        head = b"HTTP/1.1 413 Large\r\nContent-Type: application/json\r\nConnection: close\r\n"
        line.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    with serve(refuse_early) as server, closing(open_url(server.url)) as target:
        got = [Sender(target, Secrets()).send(large).answer for _ in range(5)]
    assert [one.status for one in got] == [413] * 5


def test_compressed_answers_are_read() -> None:
    """Where the client takes them, and they say what they are."""
    recorder = Recorder(right_app())

    def compress(environ: Any, start_response: Any) -> list[bytes]:
        kept: list[Any] = []
        body = b"".join(recorder(environ, lambda *given: kept.extend(given)))  # type: ignore[arg-type]
        status, headers = kept[:2]
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, headers = gzip.compress(body), [*headers, ("Content-Encoding", "gzip")]
        start_response(status, [pair for pair in headers if pair[0] != "Content-Length"])
        return [body]

    from contractkit.httpserver.server import serve as serve_app

    with serve_app(compress) as server:
        url = f"{server.url}/resources/v1/messaging"
        report = run(url, options=options(requests=200, phases=("transport",)))
    assert report.failures == ()


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_the_method_of_the_contract_is_no_other_one(method: str, tmp_path: Path) -> None:
    operation = {"method": method, "path": "/orders"}
    shop = write_contract(tmp_path, describe(LISTED, operation=operation))
    others = [
        one for one in transport.list_probes(Setting(shop, Login("right")), SECRETS)
        if one.label.startswith("the method ")
    ]  # fmt: skip
    assert {one.method for one in others} == {*transport.METHODS} - {method}
