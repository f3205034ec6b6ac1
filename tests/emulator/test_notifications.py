"""Accepted requests are notified of: in order, in good form, again where it failed, here only."""

import hashlib
import hmac
import io
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from contractkit import check, judge
from contractkit.contracts.codes import load_codes
from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, Retry, emulate
from contractkit.emulator.judgement import judge_body
from contractkit.emulator.notifications import list_notifications
from contractkit.findings import Verdict
from contractkit.strategies import valid
from tests.emulator.client import PATIENCE, Clock, Listener, listen, send
from tests.ports import silent_port
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
QUICK = Retry(timeout=10, retries=3, pause=0.01)
ONE_TRY = Retry(timeout=10, retries=0, pause=0)
V2 = {
    "channel": "sms",
    "from": "ACME",
    "to": [{"msisdn": ["+447700900123"]}],
    "content": {"type": "text", "text": "Hi"},
}
ANSWER = {"response": [{"code": "1001", "transid": "an-id", "description": "Queued"}]}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulate(retry=QUICK) as running:
        yield running
    assert running.errors == ()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listen() as running:
        yield running


def to(*numbers: str, **changes: Any) -> dict[str, Any]:
    return plain(destination=[{"msisdn": list(numbers)}], **changes)


def told(messages: list[Any]) -> list[tuple[str, str, str]]:
    events = [one["deliveryInfoNotification"]["deliveryInfo"] for one in messages]
    return [(one["destination"], one["code"], one["deliveryStatus"]) for one in events]


def test_an_accepted_request_is_notified_of(emulator: Emulator, listener: Listener) -> None:
    payload = to(
        "+447700900123", notifyurl=f"{listener.url}/hook?a=b", callbackData="ü", correlationid="c"
    )
    answer = send(emulator.url, payload).value
    assert emulator.wait_idle(PATIENCE)
    assert told(listener.messages) == [
        ("+447700900123", "7501", "Submitted"),
        ("+447700900123", "7500", "Delivered"),
    ]
    for headers, body in listener.posts:
        assert (headers["PATH_INFO"], headers["QUERY_STRING"]) == ("/hook", "a=b")
        assert headers["CONTENT_TYPE"] == "application/json"
        message = json.loads(body)
        assert check(message, "notification") == ()
        inner = message["deliveryInfoNotification"]
        assert inner["transid"] == answer["response"][0]["transid"]
        assert (inner["callbackData"], inner["correlationid"]) == ("ü", "c")
    assert [(one.delivered, one.attempts, one.status) for one in emulator.notifications] == [
        (True, 1, 200)
    ] * 2


@pytest.mark.parametrize(
    ("number", "events"),
    [
        ("+447700900102", [("7501", "Submitted"), ("7102", "Failed")]),
        ("447700900201", [("7501", "Submitted"), ("7201", "Un-Delivered")]),
        ("+447700900528", [("7501", "Submitted"), ("7528", "Clicked")]),
        ("+447700900501", [("7501", "Submitted")]),
        ("+447700900500", [("7501", "Submitted"), ("7500", "Delivered")]),
        ("+447700900999", [("7501", "Submitted"), ("7500", "Delivered")]),
    ],
)
def test_the_last_digits_choose_the_outcome(number: str, events: list[tuple[str, str]]) -> None:
    judgement = judge_body(CONTRACT, json.dumps(to(number)).encode())
    messages = list(list_notifications(CONTRACT, judgement, ANSWER))
    assert [(code, status) for _, code, status in told(messages)] == events


@pytest.mark.parametrize(
    "code", [one.code for one in load_codes(CONTRACT) if one.context == "delivery" and one.status]
)
def test_every_delivery_code_makes_a_good_notification(code: str) -> None:
    judgement = judge_body(CONTRACT, json.dumps(to(f"+447700900{code[1:]}")).encode())
    messages = list(list_notifications(CONTRACT, judgement, ANSWER))
    assert told(messages)[-1][1] == code
    assert all(check(one, "notification") == () for one in messages)


@settings(max_examples=60, deadline=None)
@given(valid("request"))
def test_notifications_of_any_valid_request_have_no_findings(payload: Any) -> None:
    judgement = judge_body(CONTRACT, json.dumps(payload).encode())
    numbers = [number for one in payload["destination"] for number in one["msisdn"]]
    messages = list(list_notifications(CONTRACT, judgement, ANSWER))
    assert [one for message in messages for one in check(message, "notification")] == []
    assert {number for number, _, _ in told(messages)} == set(numbers)
    for message in messages:
        inner = message["deliveryInfoNotification"]
        assert inner["transid"] == "an-id"
        assert inner["callbackData"] == payload.get("callbackData", "")
        number = inner["deliveryInfo"]["destination"]
        [own] = [one for one in payload["destination"] if number in one["msisdn"]]
        assert inner["correlationid"] == own.get("correlationid", payload.get("correlationid", ""))


def test_each_number_has_its_own_pair_in_order(emulator: Emulator, listener: Listener) -> None:
    numbers = [f"+447700900{n}" for n in ("101", "501", "700")]
    send(emulator.url, to(*numbers, notifyurl=listener.url))
    assert emulator.wait_idle(PATIENCE)
    assert [(number, code) for number, code, _ in told(listener.messages)] == [
        (numbers[0], "7501"), (numbers[0], "7101"), (numbers[1], "7501"),
        (numbers[2], "7501"), (numbers[2], "7500"),
    ]  # fmt: skip


def test_submitted_comes_first_for_many_requests_at_once(
    emulator: Emulator, listener: Listener
) -> None:
    for number in range(60):
        payload = to("+447700900123", notifyurl=listener.url, correlationid=str(number))
        assert send(emulator.url, payload).code == "1001"
    assert emulator.wait_idle(PATIENCE)
    seen: dict[str, list[str]] = {}
    for one in listener.messages:
        inner = one["deliveryInfoNotification"]
        seen.setdefault(inner["correlationid"], []).append(inner["deliveryInfo"]["code"])
    assert seen == {str(number): ["7501", "7500"] for number in range(60)}


def test_refused_requests_are_not_notified_of(emulator: Emulator, listener: Listener) -> None:
    send(emulator.url, plain_sms(text="") | {"notifyurl": listener.url})
    send(emulator.url, plain(notifyurl=listener.url), {"key": "wrong"})
    assert emulator.wait_idle(PATIENCE)
    assert listener.posts == []


@pytest.mark.parametrize("payload", [plain(), plain(notifyurl="")], ids=["none", "empty"])
def test_without_a_url_nothing_is_posted(emulator: Emulator, payload: dict[str, Any]) -> None:
    assert send(emulator.url, payload).code == "1001"
    assert emulator.wait_idle(PATIENCE)
    assert emulator.notifications == ()


def test_a_refusing_listener_is_tried_four_times(emulator: Emulator, listener: Listener) -> None:
    listener.statuses = [500, 404, 204, 500, 503, 302, 200]
    send(emulator.url, plain(notifyurl=listener.url))
    assert emulator.wait_idle(PATIENCE)
    codes = [code for _, code, _ in told(listener.messages)]
    assert codes == ["7501"] * 4 + ["7500"] * 3
    assert [(one.delivered, one.attempts, one.status) for one in emulator.notifications] == [
        (False, 4, 500),
        (True, 3, 200),
    ]


def test_redirects_are_not_followed(emulator: Emulator, listener: Listener) -> None:
    listener.statuses = [302]
    send(emulator.url, plain(notifyurl=f"{listener.url}/first"))
    assert emulator.wait_idle(PATIENCE)
    assert {headers["PATH_INFO"] for headers, _ in listener.posts} == {"/first"}


def test_an_unreachable_listener_is_given_up_after_the_last_try(emulator: Emulator) -> None:
    with silent_port() as port:
        send(emulator.url, plain(notifyurl=f"http://127.0.0.1:{port}"))
        assert emulator.wait_idle(PATIENCE)
    assert [(one.delivered, one.attempts, one.status) for one in emulator.notifications] == [
        (False, 4, None)
    ] * 2


def test_a_pause_lies_between_the_tries(listener: Listener) -> None:
    listener.statuses = [500]
    with emulate(retry=Retry(retries=1, pause=0.4)) as running:
        clock = Clock()
        send(running.url, to("+447700900501", notifyurl=listener.url))
        assert running.wait_idle(PATIENCE)
        assert len(listener.posts) == 2
        assert clock.seconds >= 0.4


def test_one_slow_listener_does_not_hold_up_another(listener: Listener) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with emulate(retry=Retry(timeout=30)) as running:
            send(running.url, plain(notifyurl=url))
            send(running.url, plain(notifyurl=listener.url))
            assert listener.wait_for(2)
            assert not running.wait_idle(0.05)


def test_a_dripping_answer_is_cut_off() -> None:
    stop = threading.Event()

    def drip(server: socket.socket) -> None:
        sock, _ = server.accept()
        with sock:
            try:
                while not stop.wait(0.01):
                    sock.send(b"H")
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        with emulate(retry=Retry(timeout=0.1, retries=0)) as running:
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            send(running.url, to("+447700900501", notifyurl=url))
            assert running.wait_idle(PATIENCE)
            assert [one.delivered for one in running.notifications] == [False]
        stop.set()
        thread.join()


def test_a_secret_signs_the_body(listener: Listener) -> None:
    secret = "a secret"
    with emulate(hub_secret=secret) as running:
        send(running.url, plain(notifyurl=listener.url))
        assert running.wait_idle(PATIENCE)
    for headers, body in listener.posts:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        assert headers["HTTP_X_HUB_SIGNATURE"] == f"sha256={digest}"


def test_without_a_secret_nothing_is_signed(emulator: Emulator, listener: Listener) -> None:
    send(emulator.url, plain(notifyurl=listener.url))
    assert emulator.wait_idle(PATIENCE)
    assert all("HTTP_X_HUB_SIGNATURE" not in headers for headers, _ in listener.posts)


def test_proxies_of_the_environment_are_not_used(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with emulate(retry=QUICK) as running:
        send(running.url, plain(notifyurl=listener.url))
        assert running.wait_idle(PATIENCE)
    assert len(listener.posts) == 2


def test_no_notification_comes_before_the_answer(emulator: Emulator, listener: Listener) -> None:
    body = json.dumps(plain(notifyurl=listener.url)).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/resources/v1/messaging",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_KEY": "test-key",
        "wsgi.input": io.BytesIO(body),
    }
    answer: Any = emulator.app(environ, lambda *_: print)
    assert b"1001" in b"".join(answer)
    assert not emulator.wait_idle(0.05)
    assert listener.posts == []
    answer.close()
    assert emulator.wait_idle(PATIENCE)
    assert len(listener.posts) == 2


TWO = [{"msisdn": ["+447700900123", "+447700900501"]}]
LATE: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a number", to("07700900123"), ["7102"]),
    ("one of two numbers", to("+447700900123", "07700900124"), ["7500", "7102"]),
    ("a text", plain_sms(text="x" * 1025), ["7107"]),
    ("a text for two", {**plain_sms(text="x" * 1025), "destination": TWO}, ["7107", "7107"]),
    ("a body", plain_sms(type="3", body="xyz"), ["7205"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "codes"), [pytest.param(payload, codes, id=name) for name, payload, codes in LATE]
)
def test_late_refusals_come_by_notification(
    listener: Listener, payload: dict[str, Any], codes: list[str]
) -> None:
    with emulate(late_refusal=True, retry=QUICK) as running:
        assert send(running.url, {**payload, "notifyurl": listener.url}).code == "1001"
        assert running.wait_idle(PATIENCE)
    found = told(listener.messages)
    assert [code for _, code, _ in found if code != "7501"] == codes
    failed = {"7102": "Failed", "7107": "Failed", "7205": "Un-Delivered", "7500": "Delivered"}
    assert all(status == failed[code] for _, code, status in found if code != "7501")
    assert all(check(one, "notification") == () for one in listener.messages)
    with emulate() as strict:
        assert send(strict.url, payload).code == "7004"


@pytest.mark.parametrize(
    "payload",
    [
        plain_sms(text=""), plain_sms(text="x" * 1025, type="9"), to("07700900123", channels={}),
        to(""), plain(callbackData="x" * 2001), {},
    ],
)  # fmt: skip
def test_other_faults_are_refused_at_once_even_so(payload: dict[str, Any]) -> None:
    assert judge(check(payload, "request")) is Verdict.INVALID
    with emulate(late_refusal=True) as running:
        assert send(running.url, payload).code.startswith("7")


@pytest.mark.parametrize(
    ("receipts", "statuses"),
    [
        (None, ["Submitted", "Delivered"]),
        ([], ["Submitted", "Delivered"]),
        (["DELIVERED"], ["Delivered"]),
        (["delivered"], ["Delivered"]),
        (["Submitted", "CLICKED"], ["Submitted"]),
        (["sent", "Failed"], ["Submitted"]),
        (["clicked"], []),
    ],
)
def test_receipts_are_those_that_are_asked_for_in_any_capitals(
    listener: Listener, receipts: list[str] | None, statuses: list[str]
) -> None:
    asked = {} if receipts is None else {"requestedReceipts": receipts}
    with emulate(load("send-message-v2"), retry=ONE_TRY) as running:
        assert send(running.url, {**V2, "notifyUrl": listener.url, **asked}).status == 201
        assert running.wait_idle(PATIENCE)
    deliveries = [one["deliveryInfoNotification"]["deliveryInfo"] for one in listener.messages]
    assert [one["deliveryStatus"] for one in deliveries] == statuses


@pytest.mark.parametrize(
    ("receipts", "status"), [(["FAILED"], 201), (["failed"], 201), (["DELIVERED"], 400)]
)
def test_a_failure_that_nobody_asks_for_is_refused_at_once(
    listener: Listener, receipts: list[str], status: int
) -> None:
    wrong = {**V2, "to": [{"msisdn": ["07700900123"]}], "requestedReceipts": receipts}
    with emulate(load("send-message-v2"), retry=ONE_TRY, late_refusal=True) as running:
        assert send(running.url, {**wrong, "notifyUrl": listener.url}).status == status
        assert running.wait_idle(PATIENCE)
    assert len(listener.messages) == (status == 201)
