"""Which probes are sent now, later or never, with which callback; which values reach nobody."""

# ruff: noqa: S106 - a token here names a callback

import json
from itertools import chain, islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.fuzz.listener import Listener
from contractkit.fuzz.phases import boundary, examples, generated, texts
from contractkit.fuzz.records import Expectation, Probe
from contractkit.fuzz.request_filter import RequestFilter, is_safe
from contractkit.fuzz.wires import Wire
from contractkit.payloads.cases import is_json, judge_text
from tests.fuzz.making import CONTRACT, SETTING, fails, probe
from tests.sample_payloads import PLAIN, plain, plain_sms

LISTENER = Listener("http://127.0.0.1:9")
TEXT = SETTING.make_probe("made up", judge_text(CONTRACT, "request", "[1"))
ELSEWHERE = plain(notifyurl="https://example.com/hook")
LATE = plain_sms(text="x" * 1025)
REACHING = plain(destination=[{"msisdn": ["+4915112345678"]}])
SPACED = probe(body=json.dumps(PLAIN, indent=3).encode())
REORDERED = dict(reversed(PLAIN.items()))


def admit(
    *sent: Probe, listener: Listener | None = None, safe_only: bool = False
) -> tuple[list[Probe | None], list[Probe]]:
    request_filter = RequestFilter(SETTING, listener, safe_only=safe_only)
    return list(request_filter.admit(sent)), request_filter.postponed


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("a", "1 way of sending a request (a)"),
        ("aba", "2 ways of sending a request (a, b)"),
        ("abcde", "5 ways of sending a request (a, b, c, …)"),
    ],
)
def test_what_a_target_cannot_send_is_counted(labels: str, told: str) -> None:
    request_filter = RequestFilter(SETTING, None, safe_only=False, cannot={"chunk": "why"})
    sent = (probe(wire=Wire(chunk=7), label=label, marks=frozenset(label)) for label in labels)
    assert list(request_filter.admit(sent)) == []
    assert request_filter.name_left_out() == {told: "why"}


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
        ([probe(), SPACED, SPACED], 2),
    ],
)
def test_a_payload_is_sent_once_unless_it_is_about_more(sent: list[Probe], admitted: int) -> None:
    came, waiting = admit(*sent)
    assert len(came) == admitted
    assert waiting == []


@pytest.mark.parametrize(
    ("sent", "safe_only", "admitted"),
    [(REACHING, False, 1), (REACHING, True, 0), (PLAIN, True, 1), ([REACHING], True, 0)],
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


@pytest.mark.parametrize("group", ["1", ""])
def test_a_writing_is_not_lost_to_a_callback(group: str) -> None:
    body = json.dumps(LATE, indent=3).encode()
    sent = probe(LATE, body=body, group=group, label="spaced out")
    assert sent.expect is Expectation.REFUSE
    [came], waiting = admit(sent, listener=LISTENER)
    assert came is not None
    assert (came.body, came.token, came.expect) == (body, "", Expectation.FORM)
    assert waiting == []
    assert admit(sent)[0] == [sent]


def test_a_probe_that_is_sent_again_gets_another_callback() -> None:
    request_filter = RequestFilter(SETTING, LISTENER, safe_only=False)
    [first] = request_filter.admit([probe(LATE)])
    assert first is not None
    again = request_filter.renew_callback(first)
    assert again.token not in ("", first.token)
    assert again.token.encode() in again.body
    assert request_filter.renew_callback(probe()) == probe()
    assert RequestFilter(SETTING, None, safe_only=False).renew_callback(first) == first


def test_what_may_be_refused_late_and_has_no_callback_waits_without_blame() -> None:
    sent = fails({**LATE, "notifyurl": "https://example.com/hook"}, group="1")
    came, waiting = admit(sent, listener=LISTENER)
    assert came == [None]
    assert [one.expect for one in waiting] == [Expectation.FORM]


def to(*numbers: Any) -> dict[str, Any]:
    return plain(destination=[{"msisdn": list(numbers)}])


REAL = "+4915112345678"
SAFE = [
    PLAIN, to("+447700900999"), to("+12025550123"),
    to("123456"), to(""), to(None), to(*[True]), to(7),
    plain(destination=None), plain(callbackData=REAL), plain(destination=[]), plain(unknown=REAL),
    [],
]  # fmt: skip
UNSAFE = [
    to(REAL), to("+447700900123", REAL), to(4915112345678), to(4.9e12), to([REAL]), to({"a": REAL}),
    to({REAL: 1}), to("+447700900123,+447700900124"), to("+447700901123"), to("+44 7700 900123 1"),
    plain(destination=REAL), plain(destination={"msisdn": [REAL]}), plain(destination=[REAL]),
    plain(destination=[{"msisdn": REAL}]), plain(destination=[{"MSISDN": [REAL]}]),
    {**PLAIN, "Destination": [{"msisdn": [REAL]}]}, {**PLAIN, "destinatio_n": [{"msisdn": [REAL]}]},
    [to(REAL)], [[to(REAL)]], {"channels": to(REAL)}, to("٤٩١٥١١٢٣٤٥٦٧٨"),
]  # fmt: skip


@pytest.mark.parametrize("payload", SAFE, ids=repr)
def test_a_payload_that_reaches_nobody_is_safe(payload: Any) -> None:
    assert is_safe(CONTRACT, probe(payload))


@pytest.mark.parametrize("payload", UNSAFE, ids=repr)
def test_a_payload_that_a_lenient_reader_may_act_on_is_not(payload: Any) -> None:
    assert not is_safe(CONTRACT, probe(payload))


@settings(max_examples=100, deadline=None, database=None)
@given(st.integers(2 * 10**9, 4 * 10**9), st.sampled_from(["", "+", "00", " "]), st.integers(0, 5))
def test_a_number_that_is_not_reserved_is_safe_nowhere(number: int, start: str, way: int) -> None:
    text = f"{start}{number}"
    payloads = (
        to(text),
        to(number),
        [to(text)],
        plain(destination=text),
        to([[text]]),
        to("", text),
    )
    assert not is_safe(CONTRACT, probe(payloads[way]))


def test_texts_that_are_no_json_are_never_safe() -> None:
    sent = [one for one in islice(texts.list_probes(SETTING), 60) if one.case]
    broken = [one for one in sent if one.case and not is_json(one.case)]
    assert broken
    assert not any(is_safe(CONTRACT, one) for one in broken)


def test_no_probe_that_is_safe_has_a_real_number_in_a_list_of_destinations() -> None:
    sent = chain(
        examples.list_probes(SETTING),
        islice(boundary.list_probes(SETTING), 250),
        islice(generated.list_random(SETTING), 30),
    )
    safe = [one for one in sent if is_safe(CONTRACT, one)]
    assert len(safe) > 300
    assert not [one.body for one in safe if b"5355729" in one.body or b"91698803642" in one.body]
