"""Answers that a form orders for the next requests."""

from http.client import RemoteDisconnected

import pytest

from contractkit.emulator import Emulator
from tests.emulator.client import Clock, send
from tests.emulator.page.asking import Page, look, submit
from tests.sample_payloads import plain


def order(emulator: Emulator, **fields: str) -> int:
    return submit(emulator, "inbox/answers", **fields).status


def test_a_code(emulator: Emulator) -> None:
    assert order(emulator, answer="code:7006", times="2") == 303
    assert [send(emulator.url, plain()).code for _ in range(3)] == ["7006", "7006", "1001"]


def test_a_status_with_a_body(emulator: Emulator) -> None:
    assert order(emulator, answer="status", status="429", delay="0") == 303
    got = send(emulator.url, plain())
    assert (got.status, got.body) == (429, b"")


def test_a_drop(emulator: Emulator) -> None:
    assert order(emulator, answer="drop") == 303
    with pytest.raises((ConnectionError, RemoteDisconnected)):
        send(emulator.url, plain())
    assert "dropped without an answer" in look(emulator, "inbox/1").text


def test_a_delay(emulator: Emulator) -> None:
    assert order(emulator, answer="usual", delay="0.15") == 303
    clock = Clock()
    assert send(emulator.url, plain()).code == "1001"
    assert clock.seconds >= 0.15


def test_orders_wait_in_line_and_can_be_cancelled(emulator: Emulator) -> None:
    order(emulator, answer="code:7006")
    order(emulator, answer="status", status="503", delay="1.5", times="25")
    text = " ".join(look(emulator).text.split())
    assert "code 7006 HTTP 503, after 1.5 s HTTP 503" in text
    assert "and 6 more" in text
    assert submit(emulator, "inbox/answers", do="cancel").status == 303
    assert "No answers are ordered" in look(emulator).text
    assert send(emulator.url, plain()).code == "1001"


BAD: dict[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "choose an answer"),
    "an unknown kind": ({"answer": "x"}, "choose an answer"),
    "an unknown code": ({"answer": "code:1"}, "a code that an answer can carry"),
    "no status": ({"answer": "status", "status": "x"}, "takes a whole number"),
    "a status too high": ({"answer": "status", "status": "600"}, "takes 200 to 599"),
    "a negative delay": ({"answer": "usual", "delay": "-1"}, "takes seconds"),
    "no time at all": ({"answer": "drop", "times": "0"}, "1 to 1000"),
    "too many times": ({"answer": "drop", "times": "100000"}, "1 to 1000"),
    "an endless delay": ({"answer": "usual", "delay": "1e999"}, "takes"),
    "no number": ({"answer": "usual", "delay": "nan"}, "takes"),
    "a script": ({"answer": "<script>"}, "choose an answer"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_order_says_what_is_wrong(emulator: Emulator, case: str) -> None:
    fields, reason = BAD[case]
    got = submit(emulator, "inbox/answers", **fields)
    assert got.status == 400
    assert reason in Page(got.body.decode()).text
    assert send(emulator.url, plain()).code == "1001"


def test_a_queue_is_not_endless(emulator: Emulator) -> None:
    for _ in range(10):
        assert order(emulator, answer="drop", times="1000") == 303
    assert order(emulator, answer="drop") == 400
