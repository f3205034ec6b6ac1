"""Everything that can be wrong with notifications, each alone, and what is never blamed."""

# ruff: noqa: S106, S107 - a token here names a callback

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.fuzz import run
from contractkit.fuzz.listener import (
    MOST_NOTIFICATIONS,
    Listener,
    Notification,
    await_notifications,
)
from contractkit.fuzz.notification_forms import find_first_status
from contractkit.fuzz.notification_oracles import (
    NotificationJudge,
    judge_notifications,
)
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Answer, Exchange, Fault
from contractkit.payloads.cases import judge_payload
from tests.fuzz.making import (
    CONTRACT,
    ID,
    RIGHT,
    accept,
    answer,
    answering,
    exchange,
    fails,
    options,
    probe,
    refuse,
)
from tests.sample_payloads import plain, plain_sms

Change = Callable[[dict[str, Any], dict[str, Any]], object]


def notify(
    change: Change = lambda *_: None, status: str = "Delivered", token: str = "t"
) -> Notification:
    """A notification in good form, changed: the inner object, and the delivery in it."""
    delivery = {
        "timeStamp": "2026-01-02T03:04:05.000Z",
        "Description": "What became of it",
        "code": "7500",
        "deliveryChannel": "SMS",
        "additionalInfo": "",
        "destination": "+447700900123",
        "destinationType": "msisdn",
        "deliveryStatus": status,
    }
    inner = {
        "deliveryInfo": delivery,
        "subtid": "",
        "transid": ID,
        "callbackData": "",
        "correlationid": "",
    }
    change(inner, delivery)
    return Notification(token, json.dumps({"deliveryInfoNotification": inner}).encode(), 0.0)


def judge(sent: Exchange, *came: Notification) -> list[str]:
    return [
        problem.check
        for problem, at in NotificationJudge(CONTRACT, [sent]).judge(list(came))
        if at is sent
    ]


PLAIN = exchange(accept(), token="t")
NAMED = exchange(accept(), sent=probe(plain(callbackData="é", correlationid="c"), token="t"))
REFUSED = exchange(refuse(), token="t")
WRONG_LOGIN = exchange(refuse("7001"), sent=fails(token="t"))
LATE = exchange(accept(), sent=probe(plain_sms(text="x" * 1025), token="t"))
BROKEN_ANSWER = exchange(Answer(fault=Fault.DROPPED), token="t")
SUBMITTED = notify(status="Submitted")
GIVEN_BACK = notify(lambda inner, _: inner.update(callbackData="é", correlationid="c"))

JUDGED: dict[str, tuple[Exchange, list[Notification], list[str]]] = {
    "in order": (PLAIN, [SUBMITTED, notify()], []),
    "only the last": (PLAIN, [notify()], []),
    "twice": (PLAIN, [notify(), notify()], []),
    "failed all the same": (PLAIN, [notify(status="Failed")], []),
    "missing": (PLAIN, [], ["notification-missing"]),
    "of another": (PLAIN, [notify(token="u")], ["notification-missing"]),
    "no JSON": (PLAIN, [Notification("t", b"{", 0)], ["notification-form"]),
    "empty": (PLAIN, [Notification("t", b"", 0)], ["notification-form"]),
    "no UTF-8": (
        PLAIN,
        [Notification("t", notify().body.replace(b"What", b"\xff"), 0)],
        ["notification-form"],
    ),
    "no status": (
        PLAIN,
        [notify(lambda _, inner: inner.pop("deliveryStatus"))],
        ["notification-form"],
    ),
    "a status of its own": (PLAIN, [notify(status="Gone")], ["notification-form"]),
    "a status that is none": (
        PLAIN,
        [SUBMITTED, notify(lambda _, inner: inner.update(deliveryStatus={"a": []}))],
        ["notification-form"],
    ),
    "no id": (PLAIN, [notify(lambda inner, _: inner.pop("transid"))], ["notification-form"]),
    "an extra member": (PLAIN, [notify(lambda inner, _: inner.update(more=1))], []),
    "another id": (
        PLAIN,
        [notify(lambda inner, _: inner.update(transid="x"))],
        ["notification-mismatch"],
    ),
    "one of two with another id": (
        PLAIN,
        [SUBMITTED, notify(lambda inner, _: inner.update(transid="x"))],
        ["notification-mismatch"],
    ),
    "given back": (NAMED, [GIVEN_BACK], []),
    "no callbackData": (
        NAMED,
        [notify(lambda inner, _: inner.update(correlationid="c"))],
        ["notification-mismatch"],
    ),
    "no correlationid": (
        NAMED,
        [notify(lambda inner, _: inner.update(callbackData="é"))],
        ["notification-mismatch"],
    ),
    "both the other way": (
        NAMED,
        [notify(lambda inner, _: inner.update(callbackData="c", correlationid="é"))],
        ["notification-mismatch", "notification-mismatch"],
    ),
    "made up callbackData": (
        PLAIN,
        [notify(lambda inner, _: inner.update(callbackData="null"))],
        ["notification-mismatch"],
    ),
    "none for refused": (REFUSED, [], []),
    "for refused": (REFUSED, [notify()], ["notification-for-refused"]),
    "for a wrong login": (WRONG_LOGIN, [notify(status="Failed")], ["notification-for-refused"]),
    "none after a dropped connection": (BROKEN_ANSWER, [], []),
    "some after a dropped connection": (BROKEN_ANSWER, [notify()], []),
    "late failure": (LATE, [SUBMITTED, notify(status="Failed")], []),
    "late failure, of the other kind": (LATE, [notify(status="Un-Delivered")], []),
    "late failure of one of two": (LATE, [notify(), notify(status="Failed")], []),
    "no late failure": (LATE, [SUBMITTED, notify()], ["invalid-accepted"]),
    "nothing late at all": (LATE, [], ["invalid-accepted"]),
    "once out of order": (PLAIN, [notify(), SUBMITTED], []),
}


@pytest.mark.parametrize(("sent", "came", "checks"), JUDGED.values(), ids=list(JUDGED))
def test_notifications_are_judged(
    sent: Exchange, came: list[Notification], checks: list[str]
) -> None:
    assert judge(sent, *came) == checks


def test_two_entries_of_an_answer_are_two_ids() -> None:
    two = {"response": [accept("a")["response"][0], accept("b")["response"][0]]}
    came = [
        notify(lambda inner, _: inner.update(transid="a")),
        notify(lambda inner, _: inner.update(transid="b")),
        notify(lambda inner, _: inner.update(transid="c")),
    ]
    assert judge(exchange(two, token="t"), *came) == ["notification-mismatch"]


@pytest.mark.parametrize(
    ("wrong", "right", "blamed"), [(2, 0, 0), (3, 0, 1), (9, 2, 1), (8, 2, 0), (3, 9, 0), (0, 5, 0)]
)
def test_an_order_is_blamed_when_it_is_nearly_always_wrong(
    wrong: int, right: int, blamed: int
) -> None:
    sent = [exchange(accept(), number, token=f"t{number}") for number in range(wrong + right)]
    came = []
    for number in range(wrong + right):
        pair = [notify(status=one, token=f"t{number}") for one in ("Submitted", "Delivered")]
        came += pair[::-1] if number < wrong else pair
    found = [problem.check for problem, _ in NotificationJudge(CONTRACT, sent).judge(came)]
    assert found == ["notification-order"] * blamed


def test_an_end_without_a_beginning_is_blamed_unless_it_is_a_refusal_that_came_late() -> None:
    ended = [notify(status="Delivered", token=f"t{number}") for number in range(3)]
    sent = [exchange(accept(), number, token=f"t{number}") for number in range(3)]
    found = [problem for problem, _ in NotificationJudge(CONTRACT, sent).judge(ended)]
    assert [one.check for one in found] == ["notification-order"]
    assert found[0].seen == "'Delivered' was notified without 'Submitted'"

    failed = [notify(status="Failed", token=f"t{number}") for number in range(3)]
    payload = plain_sms(text="x" * 1025)
    late = [exchange(accept(), number, fails(payload, token=f"t{number}")) for number in range(3)]
    assert list(NotificationJudge(CONTRACT, late).judge(failed)) == []


def test_what_is_expected_are_the_accepted_ones() -> None:
    sent = [
        exchange(accept(), token="a"),
        exchange(refuse(), token="b"),
        exchange(answer(b"", 500), token="c"),
        exchange(accept()),
    ]
    assert NotificationJudge(CONTRACT, sent).list_expected() == {"a"}
    assert find_first_status(CONTRACT) == "Submitted"


def receive(listener: Listener, token: str, body: bytes = b"{}") -> None:
    from io import BytesIO

    said: list[str] = []
    environ = {"PATH_INFO": f"/{token}", "wsgi.input": BytesIO(body)}
    assert listener.receive(environ, lambda status, _: said.append(status)) == [b""]  # type: ignore[arg-type]
    assert said == ["200 OK"]


def test_the_listener_keeps_what_comes_in_order() -> None:
    listener = Listener("http://127.0.0.1:1")
    assert listener.make_url("a") == "http://127.0.0.1:1/a"
    for token, body in (("a", b"1"), ("b", b"2"), ("a", b"3")):
        receive(listener, token, body)
    assert [(one.token, one.body) for one in listener.list_notifications()] == [
        ("a", b"1"),
        ("b", b"2"),
        ("a", b"3"),
    ]


@pytest.mark.parametrize(
    ("came", "expected", "seconds", "least", "most"),
    [
        (["a"], {"a"}, 60.0, 0.3, 30.0),
        ([], set(), 60.0, 0.3, 30.0),
        (["a"], {"a", "b"}, 0.6, 0.6, 30.0),
        ([], {"a"}, 0.0, 0.0, 30.0),
    ],
)
def test_the_wait_ends_when_all_has_come_or_the_time_is_over(
    came: list[str], expected: set[str], seconds: float, least: float, most: float
) -> None:
    listener = Listener()
    for token in came:
        receive(listener, token)
    started = time.monotonic()
    await_notifications(listener, expected, seconds)
    assert least <= time.monotonic() - started <= most


def test_what_comes_during_the_wait_is_seen() -> None:
    listener = Listener()
    timer = threading.Timer(0.1, receive, (listener, "a"))
    timer.start()
    await_notifications(listener, {"a"}, 30)
    timer.join()
    assert [one.token for one in listener.list_notifications()] == ["a"]


def test_what_may_still_come_is_not_missed() -> None:
    now = time.monotonic()
    old, late = exchange(accept(), 1, token="old"), exchange(accept(), 2, token="late")
    began = time.monotonic()
    sent = [(now - 60, old), (now, late)]
    found = list(judge_notifications(CONTRACT, Listener(), sent, wait=60, most=0.1))
    assert [(problem.check, at) for problem, at in found] == [("notification-missing", old)]
    assert time.monotonic() - began < 30


def test_a_listener_that_is_full_misses_nothing() -> None:
    listener = Listener()
    for _ in range(MOST_NOTIFICATIONS):
        receive(listener, "other")
    sent = [(time.monotonic() - 60, PLAIN), (time.monotonic() - 60, LATE)]
    assert list(judge_notifications(CONTRACT, listener, sent, wait=0.1)) == []


def test_the_wait_for_notifications_keeps_to_the_time_of_the_run() -> None:
    began = time.monotonic()
    made = options(receipts=True, receipt_wait=60.0, seconds=1.0, phases=("notifications",))
    report = run(app=answering(lambda _: accept()), contract=CONTRACT, options=made)
    assert "notification-missing" not in {one.problem.check for one in report.failures}
    assert report.stopped == "its 1 s were over"
    assert time.monotonic() - began < 50


V2 = load("send-message-v2")
TO_ONE = {
    "channel": "sms",
    "from": "ACME",
    "to": [{"msisdn": ["+447700900123"]}],
    "content": {"type": "text", "text": "Hi"},
    "notifyUrl": "http://127.0.0.1:9/",
}
TO_NOBODY = {**TO_ONE, "to": [{"msisdn": ["07700900123"]}]}


@pytest.mark.parametrize(
    ("payload", "receipts", "came", "checks"),
    [
        (TO_ONE, [], [], ["notification-missing"]),
        (TO_ONE, ["SUBMITTED"], [], ["notification-missing"]),
        (TO_ONE, ["CLICKED"], [], []),
        (TO_ONE, ["SUBMITTED"], [notify()], ["notification-unasked"]),
        # In other capitals it is open whether they name anything.
        (TO_ONE, ["submitted"], [], []),
        (TO_ONE, ["clicked"], [], []),
        (TO_ONE, ["clicked"], [notify()], []),
        (TO_NOBODY, [], [], ["invalid-accepted"]),
        (TO_NOBODY, ["FAILED"], [], ["invalid-accepted"]),
        (TO_NOBODY, ["DELIVERED"], [], []),
        (TO_NOBODY, ["delivered"], [], []),
    ],
)
def test_what_was_asked_for_in_other_capitals_is_open(
    payload: dict[str, Any], receipts: list[str], came: list[Notification], checks: list[str]
) -> None:
    asking = {**payload, "requestedReceipts": receipts}
    case = judge_payload(V2, "request", asking)
    sent = Setting(V2, RIGHT).make_probe("made up", case, token="t")
    accepted = {
        "requestTimestamp": "2026-01-02T03:04:05.000Z",
        "messageId": ID,
        "correlationId": "",
        "status": "queued",
    }
    answered = Exchange(1, sent, answer(accepted, 201))
    found = NotificationJudge(V2, [answered]).judge(came)
    assert [problem.check for problem, _ in found] == checks
