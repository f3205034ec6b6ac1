"""The control interface: it shows what came, orders answers, and is not there unless asked for."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.emulator import Emulator, emulate
from contractkit.errors import ContractkitError
from tests.emulator.client import KEY, PATIENCE, Clock, Got, listen, send
from tests.sample_payloads import plain, plain_sms


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulate(control=True) as running:
        yield running
    assert running.errors == ()


def control(emulator: Emulator, method: str, name: str, payload: Any = None) -> Got:
    return send(emulator.url, payload, {}, method=method, path=f"/_contractkit/{name}")


def test_requests_are_shown_without_credentials(emulator: Emulator) -> None:
    send(emulator.url, plain_sms(text=""), {**KEY, "Authorization": "Basic c2VjcmV0", "X-Own": "1"})
    got = control(emulator, "GET", "requests")
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    [seen] = got.value
    assert (seen["method"], seen["path"]) == ("POST", "/resources/v1/messaging")
    assert seen["headers"]["x-own"] == "1"
    assert not {"key", "authorization"} & set(seen["headers"])
    assert "test-key" not in got.body.decode()
    assert json.loads(seen["body"]) == plain_sms(text="")
    assert seen["verdict"] == "invalid"
    assert [(one["rule"], one["pointer"]) for one in seen["findings"]] == [
        ("SM109", "/channels/sms/text")
    ]
    assert (seen["answer"]["status"], seen["answer"]["code"]) == (200, "7003")
    assert seen["answer"]["body"]["response"]["code"] == "7003"


def test_a_key_in_a_wrong_place_is_not_shown() -> None:
    secrets = ("Some-Key-1", "a-token-secret", "a-hub-secret")
    with emulate(key=secrets[0], jwt_secret=secrets[1], hub_secret=secrets[2], control=True) as own:
        headers = {"X-Api-Key": secrets[0], "X-Said": f"a {' '.join(secrets)} b", secrets[0]: "c"}
        send(own.url, plain(), headers)
        send(own.url, plain(), headers, path=f"/{secrets[0]}/x", method="GET")
        got = send(own.url, method="GET", path="/_contractkit/requests").body.decode().lower()
        seen = str([(one.path, one.headers) for one in own.requests]).lower()
    assert [one for one in secrets if one.lower() in got + seen] == []
    assert "/•••/x" in seen
    assert "a ••• ••• ••• b" in seen


def test_requests_can_be_forgotten(emulator: Emulator) -> None:
    send(emulator.url, plain())
    assert len(control(emulator, "GET", "requests").value) == 1
    assert control(emulator, "DELETE", "requests").status == 200
    assert control(emulator, "GET", "requests").value == []


def test_what_was_sent_astray_is_shown_too(emulator: Emulator) -> None:
    send(emulator.url, plain(), path="/resources/v2/messages")
    send(emulator.url, method="GET")
    shown = control(emulator, "GET", "requests").value
    assert [(one["method"], one["answer"]["status"]) for one in shown] == [
        ("POST", 404),
        ("GET", 405),
    ]


def test_the_journal_is_bounded(emulator: Emulator) -> None:
    send(emulator.url, b" " * 100_000)
    assert len(emulator.requests[0].body) == 1 << 16
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(emulator.url.split(":")[2].split("/")[0])
    )
    for number in range(1005):
        connection.request("POST", "/resources/v1/messaging", b"", {"n": str(number)})
        connection.getresponse().read()
    connection.close()
    assert [emulator.requests[place].headers["n"] for place in (0, -1)] == ["5", "1004"]
    assert len(emulator.requests) == 1000


def test_ordered_answers_are_used_up_one_a_request(emulator: Emulator) -> None:
    orders = [{"code": "7004"}, {"status": 503, "headers": {"Retry-After": "1"}, "body": {"a": 1}}]
    assert control(emulator, "PUT", "answers", orders).value == {"answers": 2}
    assert send(emulator.url, plain()).code == "7004"
    got = send(emulator.url, plain())
    assert (got.status, got.value, got.headers["retry-after"]) == (503, {"a": 1}, "1")
    assert got.headers["content-type"] == "application/json"
    assert send(emulator.url, plain()).code == "1001"
    assert [one.verdict for one in emulator.requests] == ["valid"] * 3


def test_new_orders_replace_old_ones(emulator: Emulator) -> None:
    emulator.answer_with({"code": "7004"}, {"code": "7006"})
    emulator.answer_with({"code": "7020"})
    assert [send(emulator.url, plain()).code for _ in range(2)] == ["7020", "1001"]
    emulator.answer_with({"code": "7004"})
    emulator.clear()
    assert send(emulator.url, plain()).code == "1001"


def test_a_connection_can_be_dropped(emulator: Emulator) -> None:
    emulator.answer_with({"drop": True})
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        send(emulator.url, plain())
    assert emulator.requests[0].status is None
    assert send(emulator.url, plain()).code == "1001"


def test_an_answer_can_be_late(emulator: Emulator) -> None:
    emulator.answer_with({"delay": 0.15}, {"delay": 0.15, "code": "7006"})
    for code in ("1001", "7006"):
        clock = Clock()
        assert send(emulator.url, plain()).code == code
        assert clock.seconds >= 0.15


def test_text_that_is_no_json_is_sent_as_it_is(emulator: Emulator) -> None:
    emulator.answer_with(
        {"body": "<html>", "headers": {"Content-Type": "text/html"}}, {"status": 204}, {"body": ""}
    )
    got = send(emulator.url, plain())
    assert (got.status, got.body, got.headers["content-type"]) == (200, b"<html>", "text/html")
    assert send(emulator.url, plain()).status == 204
    assert send(emulator.url, plain()).body == b""


def test_neither_ordered_acceptances_nor_ordered_refusals_are_notified_of(
    emulator: Emulator,
) -> None:
    emulator.answer_with({"code": "1001"}, {"code": "7006"})
    with listen() as listener:
        bad = plain_sms(text="") | {"notifyurl": listener.url}
        assert send(emulator.url, bad).code == "1001"
        assert send(emulator.url, plain(notifyurl=listener.url)).code == "7006"
        assert emulator.wait_idle(PATIENCE)
        assert listener.posts == []


BAD_ORDERS: list[Any] = [
    *({}, [], "7004", None, {"code": "9999"}, {"code": 7004}, {"code": "7500"}),
    *({"status": 99}, {"status": 600}, {"status": "200"}, {"status": True}, {"delay": -1}),
    *({"delay": "1"}, {"delay": 1e9}, {"delay": True}, {"drop": 1}, {"cod": "7004"}),
    *({"headers": []}, {"headers": {"a": 1}}, {"headers": {"a": "b\r\nc: d"}}),
    *({"headers": {"a b": "c"}}, {"headers": {"": "c"}}, {"headers": {"a": "\u00e9"}}),
    *({"drop": True, "code": "7004"}, {"code": "7004", "status": 200}),
]  # fmt: skip


@pytest.mark.parametrize("order", BAD_ORDERS, ids=str)
def test_a_bad_order_is_refused_and_changes_nothing(emulator: Emulator, order: Any) -> None:
    emulator.answer_with({"code": "7020"})
    got = control(emulator, "PUT", "answers", [{"code": "7004"}, order])
    assert (got.status, list(got.value)) == (400, ["error"])
    with pytest.raises(ContractkitError):
        emulator.answer_with(order)
    assert [send(emulator.url, plain()).code for _ in range(2)] == ["7020", "1001"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"1", b"[" * 100_000, b" " * (2 << 20), b"\xff"], ids=lambda b: b[:8]
)
def test_orders_that_are_no_list_are_refused(emulator: Emulator, body: bytes) -> None:
    assert control(emulator, "PUT", "answers", body).status == 400


def test_notifications_are_shown(emulator: Emulator) -> None:
    with listen() as listener:
        send(emulator.url, plain(notifyurl=listener.url))
        assert emulator.wait_idle(PATIENCE)
        shown = control(emulator, "GET", "notifications").value
        assert [one["body"] for one in shown] == listener.messages
    assert [(one["url"], one["delivered"], one["attempts"], one["status"]) for one in shown] == [
        (listener.url, True, 1, 200)
    ] * 2


@pytest.mark.parametrize(
    ("method", "name", "status"),
    [
        ("GET", "", 404), ("GET", "other", 404), ("POST", "requests", 405), ("GET", "answers", 405),
        ("DELETE", "notifications", 405),
    ],
)  # fmt: skip
def test_what_there_is_not(emulator: Emulator, method: str, name: str, status: int) -> None:
    got = control(emulator, method, name)
    assert (got.status, got.headers["content-type"]) == (status, "application/json")


def test_nothing_is_there_unless_asked_for() -> None:
    with emulate() as running:
        for method, name in (("GET", "requests"), ("PUT", "answers"), ("GET", "notifications")):
            assert control(running, method, name, []).status == 404
