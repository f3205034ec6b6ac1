"""Budgets: each phase gets its share, the total is never exceeded, what is sent is judged."""

import json
from collections.abc import Callable, Iterable

import pytest

from contractkit.fuzz import Secrets, run, shrinking
from contractkit.fuzz.campaign import Campaign
from contractkit.fuzz.phases import PHASES, list_phases
from tests.fuzz.making import (
    CONTRACT,
    SETTING,
    Recorder,
    accept,
    answer,
    answering,
    options,
    refuse,
    right_app,
)

GREETING = 1  # the first request is of no phase
BUDGETS = (1, 7, 50, 300, 1000)
TURNS = iter(range(10**9))
APPS: dict[str, Callable[[], Callable[..., Iterable[bytes]]]] = {
    "accepts all": lambda: answering(lambda _: accept()),
    "refuses all": lambda: answering(lambda _: refuse()),
    "one id": lambda: answering(lambda _: answer(accept())),
    "by turns": lambda: answering(lambda _: accept() if next(TURNS) % 2 else refuse()),
    "fails": lambda: answering(lambda _: answer(b"", 500)),
    "raises": lambda: answering(lambda _: 1 / 0),  # type: ignore[arg-type,return-value]
}


@pytest.fixture(autouse=True)
def _shrink_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "MOST_FAILURES", 2)


def shares(requests: int, names: set[str]) -> dict[str, int]:
    phases = [one for one in list_phases(SETTING, Secrets("k-e-y"), None) if one.name in names]
    whole = sum(one.share for one in phases) + options().reserve
    return {one.name: requests * one.share // whole for one in phases}


@pytest.mark.parametrize("requests", BUDGETS)
def test_each_phase_gets_its_share(requests: int) -> None:
    recorder = Recorder(right_app())
    report = run(app=recorder, contract=CONTRACT, options=options(requests=requests))
    assert report.failures == ()
    assert report.requests == len(recorder.received) <= requests
    assert report.requests == sum(report.phases.values()) + GREETING
    names = set(PHASES) - {"notifications", "headers", "parameters", "queries"}
    assert set(report.phases) == names
    # The phases that have an end may use less than their share.
    ended = (
        {"authentication", "text", "unicode", "examples", "transport"} if requests >= 300 else set()
    )
    # Each gets one at least, which of very few requests leaves the largest less than its share.
    few = requests < 2 * len(names)
    for name, share in shares(requests, names).items():
        assert report.phases[name] >= (min(share, 1) if few else share) or name in ended, name
    assert report.requests >= requests * 0.98


@pytest.mark.parametrize("name", list(APPS))
@pytest.mark.parametrize(("requests", "workers"), [(1, 1), (7, 1), (50, 1), (7, 5), (90, 5)])
def test_the_total_is_never_exceeded(name: str, requests: int, workers: int) -> None:
    recorder = Recorder(APPS[name]())
    report = run(
        app=recorder, contract=CONTRACT, options=options(requests=requests, workers=workers)
    )
    assert report.requests == len(recorder.received) <= requests
    assert report.failures or requests < 50


@pytest.mark.parametrize("workers", [1, 4])
def test_everything_that_is_sent_is_judged(workers: int) -> None:
    numbers: list[int] = []

    class Watched:
        def __init__(self) -> None:
            self.seen = 0

        def __call__(self, campaign: Campaign) -> None:
            self.seen += 1
            numbers.append(campaign.sender.sent)

    watched = Watched()
    made = options(requests=120, workers=workers)
    report = run(app=right_app(), contract=CONTRACT, options=made, watcher=watched)
    assert watched.seen + GREETING == report.requests
    assert max(numbers) == report.requests


@pytest.mark.parametrize(
    ("phases", "requests"), [(("burst",), 20), (("random", "boundary"), 30), (("text",), 10)]
)
def test_only_the_phases_that_are_wanted_run(phases: tuple[str, ...], requests: int) -> None:
    made = options(requests=requests, phases=phases)
    report = run(app=right_app(), contract=CONTRACT, options=made)
    assert set(report.phases) == set(phases)
    assert 0 < report.requests <= requests


def test_shards_send_everything_once_between_them() -> None:
    def bodies(part: int, parts: int) -> set[str]:
        recorder = Recorder(right_app())
        made = options(requests=2000, phases=("examples",), shard=(part, parts))
        run(app=recorder, contract=CONTRACT, options=made)
        # A payload that is there twice may be sent by two shards.
        return {json.dumps(one.value, sort_keys=True) for one in recorder.received}

    whole = bodies(1, 1)
    parts = [bodies(number, 3) for number in (1, 2, 3)]
    assert whole == parts[0] | parts[1] | parts[2]
    assert sum(map(len, parts)) < len(whole) * 1.1
    assert min(map(len, parts)) > len(whole) / 4


def test_a_run_ends_when_its_time_is_over() -> None:
    made = options(requests=5000, seconds=0.2)
    report = run(app=right_app(), contract=CONTRACT, options=made)
    assert report.stopped == "its 0.2 s were over"
    assert 0 < report.requests < 5000
    assert report.failures == ()


@pytest.mark.parametrize("phase", ["boundary", "metamorphic"])
@pytest.mark.parametrize("requests", range(2, 14))
def test_what_is_confirmed_counts_too(phase: str, requests: int) -> None:
    turns = iter(range(1000))
    recorder = Recorder(answering(lambda _: accept() if next(turns) % 3 else refuse()))
    made = options(requests=requests, phases=(phase,), reserve=0)
    report = run(app=recorder, contract=CONTRACT, options=made)
    assert report.requests == len(recorder.received) <= requests
