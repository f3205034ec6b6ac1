"""A target that says that it is asked too often is asked again later, and never blamed."""

import io
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from contractkit.errors import TargetError
from contractkit.fuzz import Report, run
from contractkit.fuzz.answers import is_busy
from contractkit.fuzz.records import Answer
from contractkit.fuzz.sending import LONGEST_PAUSE, read_retry_after
from tests.fuzz.making import (
    CONTRACT,
    Received,
    Recorder,
    accept,
    answer,
    answering,
    options,
    refuse,
    right_app,
)

App = Callable[..., Iterable[bytes]]
BUSY = {
    "a status": lambda: answer(b"slow down", 429, "text/plain"),
    "a status with JSON": lambda: answer(refuse("7004"), 429),
    "a code": lambda: answer(refuse("7020")),
    "a code and a status": lambda: answer(refuse("7020"), 400),
}


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which takes time."""
    made: list[float] = []
    monkeypatch.setattr("contractkit.fuzz.sending.time.sleep", made.append)
    return made


def fuzz(app: App, **more: Any) -> Report:
    return run(app=app, contract=CONTRACT, options=options(**{"requests": 60, **more}))


class Limited:
    """A right application that is busy for some of its requests, by number."""

    def __init__(self, busy: Callable[[int], bool], said: Answer) -> None:
        self.right, self.said = right_app(), answering(lambda _: said)
        self.busy, self.count = busy, 0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.count += 1
        return (self.said if self.busy(self.count) else self.right)(environ, start_response)


def busy_twice(said: Answer) -> App:
    """A right application that is busy the first two times that it sees a body."""
    right, busy, seen = right_app(), answering(lambda _: said), Counter[bytes]()

    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        seen[body] += 1
        again = {**environ, "wsgi.input": io.BytesIO(body)}
        return (busy if seen[body] <= 2 else right)(again, start_response)

    return app


@pytest.mark.parametrize("name", BUSY)
@pytest.mark.parametrize("workers", [1, 4])
def test_what_was_not_answered_is_sent_again(name: str, workers: int) -> None:
    plainly, limited = Recorder(right_app()), Recorder(busy_twice(BUSY[name]()))
    fuzz(plainly, requests=40, workers=workers, phases=("examples",))
    report = fuzz(limited, requests=200, workers=workers, phases=("examples",))
    assert (report.failures, report.stopped) == ((), "")
    assert report.requests == len(limited.received) <= 200
    assert bodies(plainly.received[:25]) <= bodies(limited.received)


def bodies(received: list[Received]) -> set[bytes]:
    return {one.body for one in received}


@pytest.mark.parametrize("name", BUSY)
@pytest.mark.parametrize("workers", [1, 4])
def test_one_that_stays_busy_ends_the_run(name: str, workers: int) -> None:
    recorder = Recorder(Limited(lambda one: one > 20, BUSY[name]()))
    report = fuzz(recorder, requests=200, workers=workers)
    assert (report.failures, report.stopped) == ((), "the target limits requests: use --rate")
    assert 20 < report.requests == len(recorder.received) < 40


@pytest.mark.parametrize("name", BUSY)
def test_one_that_is_busy_from_the_beginning_cannot_be_fuzzed(name: str) -> None:
    with pytest.raises(TargetError, match="limits requests: use --rate"):
        fuzz(answering(lambda _: BUSY[name]()))


def test_a_failure_before_is_told_all_the_same() -> None:
    turns = iter(range(1000))
    app = answering(lambda _: refuse() if next(turns) < 1 else answer(b"", 429))
    report = fuzz(app)
    assert [one.problem.check for one in report.failures] == ["valid-refused"]
    assert report.stopped.endswith("use --rate")


@pytest.mark.parametrize(("requests", "sent"), [(1, 1), (2, 2), (3, 3)])
def test_asking_again_counts(requests: int, sent: int) -> None:
    recorder = Recorder(Limited(lambda one: one > 1, answer(b"", 429)))
    report = fuzz(recorder, requests=requests)
    assert report.requests == len(recorder.received) == sent
    assert report.stopped == ""  # a target that was not asked often enough is not said to be busy


@pytest.mark.parametrize(
    ("said", "pause"), [("2", 2.0), ("0", 0.0), ("3600", LONGEST_PAUSE), ("soon", 0.25), ("", 0.25)]
)
def test_the_pause_is_the_one_that_is_asked_for(
    said: str, pause: float, pauses: list[float]
) -> None:
    headers = (("Content-Type", "text/plain"), ("Retry-After", said))
    fuzz(Limited(lambda one: one == 5, Answer(429, headers, b"")))
    assert pauses == [pause]


def test_no_pause_is_longer_than_the_run(pauses: list[float]) -> None:
    headers = (("Content-Type", "text/plain"), ("Retry-After", "5"))
    fuzz(Limited(lambda one: one > 2, Answer(429, headers, b"")), seconds=0.5)
    assert max(pauses) <= 0.5


def test_a_date_is_a_pause_too() -> None:
    now = datetime.now(UTC)
    soon = read_retry_after(format_datetime(now + timedelta(hours=1), usegmt=True))
    assert soon is not None
    assert 3000 < soon <= 3600
    assert read_retry_after(format_datetime(now - timedelta(days=1), usegmt=True)) == 0


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "²", "Wed, 99 Foo 2026", "Tue,", "\0", "9" * 400]
)
def test_any_retry_after_can_be_read(text: str) -> None:
    pause = read_retry_after(text)
    assert pause is None or pause > 0


def test_only_what_the_contract_names_is_busy() -> None:
    assert not is_busy(CONTRACT, answer(refuse("7004")))
    assert not is_busy(CONTRACT, answer(accept(description="7020")))
    assert not is_busy(CONTRACT, answer(b"", 503))
    assert not is_busy(CONTRACT, answer(b"7020"))
