"""Which probes are sent now, later or never, and with which callback."""

# ruff: noqa: S106 - a token here names a callback

import json
from typing import Any

import pytest

from contractkit.fuzz.admission import Admission
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.records import Expectation, Probe
from contractkit.payloads.sampling import judge_text
from tests.fuzz.making import CONTRACT, SETTING, fails, probe
from tests.sample_payloads import PLAIN, plain, plain_sms

LISTENER = Listener("http://127.0.0.1:9")
TEXT = SETTING.make_probe("made up", judge_text(CONTRACT, "request", "[1"))
ELSEWHERE = plain(notifyurl="https://example.com/hook")
LATE = plain_sms(text="x" * 1025)
REAL = plain(destination=[{"msisdn": ["+4915112345678"]}])
REORDERED = dict(reversed(PLAIN.items()))


def admit(
    *sent: Probe, listener: Listener | None = None, safe_only: bool = False
) -> tuple[list[Probe | None], list[Probe]]:
    admission = Admission(SETTING, listener, safe_only=safe_only)
    return list(admission.admit(sent)), admission.waiting


@pytest.mark.parametrize(
    ("sent", "admitted"),
    [
        ([probe(), probe()], 1),
        ([probe(), probe(REORDERED)], 1),
        ([TEXT, TEXT], 1),
        ([probe(), probe(plain(callbackData="x"))], 2),
        ([probe(group="1"), probe(group="1")], 2),
        ([probe(alone=True), probe(alone=True)], 2),
        ([probe(token="1"), probe(token="2")], 2),
        ([fails(marks=frozenset({"x"}))] * 2, 2),
        ([probe(method="GET", expect=Expectation.ANYTHING)] * 2, 2),
        ([probe(alone=True), probe(), probe()], 2),
    ],
)
def test_a_payload_is_sent_once_unless_it_is_about_more(sent: list[Probe], admitted: int) -> None:
    came, waiting = admit(*sent)
    assert len(came) == admitted
    assert waiting == []


@pytest.mark.parametrize(
    ("sent", "safe_only", "admitted"),
    [(REAL, False, 1), (REAL, True, 0), (PLAIN, True, 1), ([REAL], True, 0)],
)
def test_what_may_reach_people_is_kept_back(sent: Any, safe_only: bool, admitted: int) -> None:
    assert len(admit(probe(sent), safe_only=safe_only)[0]) == admitted


def test_what_calls_elsewhere_waits_where_somebody_listens() -> None:
    sent = probe(ELSEWHERE)
    assert admit(sent) == ([sent], [])
    assert admit(sent, listener=LISTENER) == ([None], [sent])
    refused = probe({**ELSEWHERE, "deliverychannel": 1})
    assert admit(refused, listener=LISTENER) == ([refused], [])
    plainly = probe()
    assert admit(plainly, listener=LISTENER) == ([plainly], [])


def test_what_may_be_refused_late_gets_a_callback_of_its_own() -> None:
    other = plain_sms(text="y" * 1025)
    came, waiting = admit(probe(LATE), probe(other), listener=LISTENER)
    assert waiting == []
    tokens = []
    for one in came:
        assert one is not None
        assert one.case is not None
        assert one.case.payload["notifyurl"] == LISTENER.make_url(one.token)
        assert one.rules == ("SM114",)
        assert one.token.encode() in one.body
        tokens.append(one.token)
    assert len(set(tokens)) == 2
    assert [one and one.token for one in admit(probe(LATE))[0]] == [""]


def test_a_writing_is_not_lost_to_a_callback() -> None:
    body = json.dumps(LATE, indent=3).encode()
    sent = probe(LATE, body=body, group="1", way="spaced out")
    assert sent.expect is Expectation.REFUSE
    [came], waiting = admit(sent, listener=LISTENER)
    assert came is not None
    assert (came.body, came.token, came.expect) == (body, "", Expectation.FORM)
    assert waiting == []
    assert admit(sent)[0] == [sent]


def test_a_probe_that_is_sent_again_gets_another_callback() -> None:
    admission = Admission(SETTING, LISTENER, safe_only=False)
    [first] = admission.admit([probe(LATE)])
    assert first is not None
    again = admission.renew_callback(first)
    assert again.token not in ("", first.token)
    assert again.token.encode() in again.body
    assert admission.renew_callback(probe()) == probe()
    assert Admission(SETTING, None, safe_only=False).renew_callback(first) == first


def test_what_may_be_refused_late_and_has_no_callback_waits_without_blame() -> None:
    sent = fails({**LATE, "notifyurl": "https://example.com/hook"}, group="1")
    came, waiting = admit(sent, listener=LISTENER)
    assert came == [None]
    assert [one.expect for one in waiting] == [Expectation.FORM]
