"""A failing payload is made plainer: to what the fault needs, within a budget."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contractkit.fuzz.campaign import Campaign
from contractkit.fuzz.needs import list_needs
from contractkit.fuzz.oracles import History
from contractkit.fuzz.records import Failure
from contractkit.fuzz.run import open_campaign
from contractkit.fuzz.shrinking import MOST_REQUESTS, shrink_failures
from contractkit.fuzz.targets import open_app
from contractkit.payloads.cases import judge_payload
from contractkit.pointers import resolve
from tests.fuzz.making import (
    CONTRACT,
    Recorder,
    accept,
    answer,
    answering,
    fails,
    options,
    probe,
    refuse,
)
from tests.sample_payloads import plain_sms

FULL: dict[str, Any] = {
    **plain_sms(type="4", text="x" * 90, storeRegion="US", sendLinkAsAppClip=True),
    "destination": [
        {"msisdn": ["+447700900123", "+447700900124"]},
        {"msisdn": ["+447700900125", "+447700900126"]},
    ],
    "correlationid": "order-17",
    "callbackData": "c" * 200,
    "notifyurl": "http://127.0.0.1:9/hook",
}


def at(pointer: str) -> Callable[[Any], Any]:
    return lambda value: resolve(value, pointer, "")


FAULTS: dict[str, tuple[Callable[[Any], bool], set[str]]] = {
    "a long callbackData": (lambda value: len(at("/callbackData")(value)) > 40, {"/callbackData"}),
    "any correlationid": (lambda value: bool(at("/correlationid")(value)), {"/correlationid"}),
    "a second number": (
        lambda value: len(at("/destination/0/msisdn")(value)) > 1,
        {"/destination/*/msisdn[]"},
    ),
    "a second destination": (lambda value: len(at("/destination")(value)) > 1, {"/destination[]"}),
    "a long text": (
        lambda value: len(at("/channels/sms/text")(value)) > 40,
        {"/channels/sms/text"},
    ),
    "two at a time": (
        lambda value: bool(at("/callbackData")(value) and at("/correlationid")(value)),
        {"/callbackData", "/correlationid"},
    ),
}


def shrink(
    faulty: Callable[[Any], dict[str, Any]], sent: Any, requests: int = 200, seconds: float = 0.0
) -> tuple[list[Failure], Recorder, Campaign]:
    """A campaign that has sent one probe, shrunk; what was recorded from then on."""
    recorder = Recorder(answering(faulty))
    target = open_app(recorder, "http://localhost/")
    with open_campaign(target, CONTRACT, options(requests=requests)) as campaign:
        first = campaign.sender.send(sent)
        campaign.handle(replace(first, answer=replace(first.answer, seconds=seconds)))
        recorder.received.clear()
        shrink_failures(campaign)
        return list(campaign.causes.list_failures()), recorder, campaign


@pytest.mark.parametrize(("faulty", "needed"), FAULTS.values(), ids=list(FAULTS))
def test_a_failure_is_shrunk_to_what_it_needs(
    faulty: Callable[[Any], bool], needed: set[str]
) -> None:
    found, recorder, _ = shrink(lambda one: refuse() if faulty(one) else accept(), probe(FULL))
    [failure] = found
    case = failure.exchange.probe.case
    assert case is not None
    assert faulty(case.payload)
    assert json.loads(failure.exchange.probe.body) == case.payload
    assert list_needs(CONTRACT, failure.exchange.probe) == failure.needed == needed
    assert failure.count == 1
    assert 0 < len(recorder.received) <= MOST_REQUESTS


def test_a_slow_machine_and_a_slow_target_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = FAULTS["two at a time"][0]

    def decide(value: Any) -> dict[str, Any]:
        return refuse() if faulty(value) else accept()

    found, recorder, _ = shrink(decide, probe(FULL))
    clock = itertools.count(0, 10)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    later, slow, _ = shrink(decide, probe(FULL), seconds=3.0)
    assert [one.exchange.probe.body for one in later] == [one.exchange.probe.body for one in found]
    assert [one.body for one in slow.received] == [one.body for one in recorder.received]


def test_what_the_linter_judges_otherwise_is_never_sent() -> None:
    broken = {**FULL, "callbackData": "c" * 2001}
    for payload, taken in ((FULL, refuse()), (broken, accept())):
        sent = probe(payload)
        found, recorder, _ = shrink(lambda _, taken=taken: taken, sent)  # type: ignore[misc]
        for request in recorder.received:
            case = judge_payload(CONTRACT, "request", request.value)
            assert sent.case is not None
            assert (case.verdict, case.rules) == (sent.case.verdict, sent.case.rules)
        assert recorder.received
        assert len(found[0].needed) <= 1


@pytest.mark.parametrize("requests", [2, 3, 5, 9])
def test_shrinking_keeps_to_what_is_left(requests: int) -> None:
    _, recorder, campaign = shrink(lambda _: refuse(), probe(FULL), requests)
    assert campaign.sender.sent <= requests
    assert len(recorder.received) <= requests - 2


def test_no_payload_is_sent_twice() -> None:
    _, recorder, _ = shrink(
        lambda one: refuse() if FAULTS["two at a time"][0](one) else accept(), probe(FULL)
    )
    bodies = [one.body for one in recorder.received]
    assert len(set(bodies)) == len(bodies)


def test_the_login_of_a_failure_is_kept() -> None:
    from contractkit.fuzz.records import Login

    stranger = Login("stranger", (("key", "someone-else"),))
    sent = fails(FULL, login=stranger, label="a wrong key")
    found, recorder, _ = shrink(lambda _: accept(), sent)
    assert {dict(one.headers)["key"] for one in recorder.received} == {"someone-else"}
    assert found[0].problem.check == "unauthenticated-accepted"


@pytest.mark.parametrize("check", ["repeated-id", "unsteady", "plain"])
def test_what_cannot_be_made_plainer_is_left_alone(check: str) -> None:
    turns = iter(range(1000))
    apps: dict[str, Callable[[Any], Any]] = {
        "repeated-id": lambda _: answer(accept()),
        "unsteady": lambda _: refuse() if next(turns) == 0 else accept(),
        "plain": lambda _: refuse(),
    }
    sent = probe({**FULL} if check != "plain" else plain_sms(text="Hello there"))
    recorder = Recorder(answering(apps[check]))
    target = open_app(recorder, "http://localhost/")
    with open_campaign(target, CONTRACT, options()) as campaign:
        campaign.handle(campaign.sender.send(sent))
        if check == "repeated-id":
            campaign.handle(campaign.sender.send(sent))
        assert campaign.causes.list_failures()
        recorder.received.clear()
        shrink_failures(campaign)
        assert recorder.received == []
        assert isinstance(campaign.history, History)
