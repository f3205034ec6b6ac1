"""run(): applications of both kinds, right and wrong ones; the same seed, the same requests."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import count
from threading import enumerate as list_threads
from typing import TYPE_CHECKING, Any

import pytest

from contractkit import judge
from contractkit.contracts.loading import load
from contractkit.errors import ContractkitError, UnknownNameError
from contractkit.findings import Verdict
from contractkit.fuzz import Options, Report, Secrets, run, shrinking
from contractkit.fuzz.records import Request
from contractkit.fuzz.targets import open_app
from contractkit.validation.check import check_text
from tests.fuzz.making import (
    CONTRACT,
    ID,
    JWT_SECRET,
    KEY,
    Received,
    Recorder,
    accept,
    answering,
    options,
    refuse,
    right_app,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
IDS = count()


async def answer_right(scope: Message, receive: Receive, send: Send) -> None:
    """A right implementation as an ASGI application."""
    if scope["type"] != "http":
        raise NotImplementedError
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    key = dict(scope["headers"]).get(b"key", b"").decode()
    broken = judge(check_text(body, "request", contract=CONTRACT)) is Verdict.INVALID
    value = refuse("7001") if key != KEY else refuse() if broken else accept()
    text = json.dumps(value).replace(ID, f"{ID[:-8]}{next(IDS):08x}").encode()
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json")],
        }
    )
    await send({"type": "http.response.body", "body": text[:9], "more_body": True})
    await send({"type": "http.response.body", "body": text[9:]})


class AsgiInstance:
    """The same as a class instance with a lifespan."""

    def __init__(self) -> None:
        self.lived: list[str] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            assert self.lived == ["lifespan.startup"]
            await answer_right(scope, receive, send)
            return
        while len(self.lived) < 2:
            kind = (await receive())["type"]
            self.lived.append(kind)
            await send({"type": f"{kind}.complete"})


async def leave_at_once(scope: Message, receive: Receive, send: Send) -> None:
    """An application that returns from a lifespan that it does not know."""
    if scope["type"] == "http":
        await answer_right(scope, receive, send)


async def stay_on(scope: Message, receive: Receive, send: Send) -> None:
    """An application that waits for the client to leave, as frameworks do."""
    await answer_right(scope, receive, send)
    assert (await receive())["type"] == "http.disconnect"


async def prefixed(_: int, scope: Message, receive: Receive, send: Send) -> None:
    await answer_right(scope, receive, send)


class WsgiInstance:
    """A WSGI application that is the instance of a class."""

    def __init__(self) -> None:
        self.app = right_app()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        return self.app(environ, start_response)


RIGHT = {
    "WSGI": right_app,
    "WSGI instance": WsgiInstance,
    "ASGI": lambda: answer_right,
    "ASGI instance with a lifespan": AsgiInstance,
    "ASGI that leaves the lifespan": lambda: leave_at_once,
    "ASGI that stays on": lambda: stay_on,
    "ASGI partial": lambda: partial(prefixed, 1),
}


@pytest.mark.parametrize("make", RIGHT.values(), ids=list(RIGHT))
@pytest.mark.parametrize("workers", [1, 3])
def test_a_right_application_has_no_failures(make: Callable[[], Any], workers: int) -> None:
    before = set(list_threads())
    report = run(app=make(), contract=CONTRACT, options=options(requests=40, workers=workers))
    assert [one.problem for one in report.failures] == []
    assert report.requests > 30
    assert report.stopped == ""
    mine = {one.name for one in set(list_threads()) - before}
    assert not {name for name in mine if "run_forever" in name or "PoolExecutor" in name}


def test_a_lifespan_begins_and_ends() -> None:
    app = AsgiInstance()
    run(app=app, contract=CONTRACT, options=options(requests=10))
    assert app.lived == ["lifespan.startup", "lifespan.shutdown"]


@pytest.fixture(autouse=True)
def _shrink_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "MOST_FAILURES", 2)


def raise_always(*_: object) -> list[bytes]:
    raise ValueError("no\nanswer")


def raise_late(_: object, start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json")])
    yield b"{"
    raise KeyError("late")


def say_nothing(*_: object) -> list[bytes]:
    return []


async def raise_async(*_: object) -> None:
    raise ValueError("no\nanswer")


async def answer_nothing(*_: object) -> None:
    pass


async def leave_out_headers(scope: Message, _: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": json.dumps(accept()).encode()})


@pytest.mark.parametrize(
    ("app", "check", "word"),
    [
        (raise_always, "dropped", "ValueError: no"),
        (raise_late, "dropped", "KeyError"),
        (say_nothing, "dropped", "raised"),
        (raise_async, "dropped", "ValueError: no"),
        (answer_nothing, "dropped", "raised"),
        (leave_out_headers, "content-type", "no Content-Type"),
    ],
)
def test_a_broken_application_is_blamed(app: Any, check: str, word: str) -> None:
    report = run(app=app, contract=CONTRACT, options=options(requests=30))
    found = [one.problem for one in report.failures if one.problem.check == check]
    assert found
    assert word in found[0].seen


@pytest.mark.parametrize("make", [RIGHT["WSGI"], RIGHT["ASGI"]], ids=["WSGI", "ASGI"])
def test_an_application_sees_the_whole_request(make: Callable[[], Any]) -> None:
    target = open_app(make(), "http://127.0.0.1:81/a%20b?c=d")
    try:
        headers = (("key", KEY), ("Content-Type", "application/json"))
        got = target.send(Request("POST", headers, b"{}", "e=f"))
    finally:
        target.close()
    assert (got.status, got.fault) in ((200, None), (404, None))


def test_a_run_needs_something_to_run_on() -> None:
    with pytest.raises(TypeError):
        run()


def test_a_forbidden_host_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractkit.fuzz.targets.open_url", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(ContractkitError, match="allow"):
        run("http://192.0.2.1/")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"phases": ("made-up",)}, UnknownNameError),
        ({"requests": 0}, ContractkitError),
        ({"workers": 0}, ContractkitError),
    ],
)
def test_options_that_make_no_sense_are_refused(changes: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        options(**changes)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        run(app=right_app(), contract=CONTRACT, options=options(rule="XX999"))


def find(app: Any, **more: Any) -> Report:
    return run(app=app, contract=CONTRACT, options=options(**more))


def test_the_report_tells_how_the_run_went() -> None:
    report = find(answering(lambda _: accept()), requests=120, seed="s")
    assert (report.seed, report.contract) == ("s", str(load()))
    assert report.target.startswith("http://localhost/resources")
    checks = {one.problem.check for one in report.failures}
    assert {"unauthenticated-accepted", "invalid-accepted"} <= checks
    ways, notifications = sorted(report.skipped)
    assert "ways of sending a request" in ways
    assert notifications == "notifications"
    assert 0 < len(report.unreached) < len(report.rules)


PROGRAM = """
from tests.fuzz.test_run import print_digest
print_digest({seed!r})
"""


def record(seed: str) -> list[Received]:
    """What a run sends: its tokens are of the moment, so they are left out."""
    recorder = Recorder(right_app(jwt_secret=JWT_SECRET))
    made = Options(seed=seed, requests=100, secrets=Secrets(KEY, JWT_SECRET))
    report = run(app=recorder, contract=CONTRACT, options=made)
    assert report.failures == ()
    # A burst has no order.
    ordered = recorder.received[: -report.phases["burst"]]
    burst = sorted(recorder.received[-report.phases["burst"] :], key=lambda one: one.body)
    return [
        Received(
            one.method,
            one.query,
            tuple(pair for pair in one.headers if pair[0] != "authorization"),
            one.body,
        )
        for one in (*ordered, *burst)
    ]


def print_digest(seed: str) -> None:
    sys.stdout.write(hashlib.sha256(repr(record(seed)).encode()).hexdigest())


def test_the_same_seed_sends_the_same_requests() -> None:
    first, second, other = record("7"), record("7"), record("8")
    assert first == second
    assert {one.body for one in other} != {one.body for one in first}
    digest = hashlib.sha256(repr(first).encode()).hexdigest()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(seed="7")],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == digest
