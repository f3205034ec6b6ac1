"""The log says what became of each request, and never what was in it."""

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from contractkit.emulator import Retry, emulate
from tests.emulator.client import KEY, PATIENCE, exchange_bytes, listen, send
from tests.sample_payloads import plain, plain_sms

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS: dict[str, Any] = {
    "key": "a-key-nobody-knows",
    "jwt_secret": "a-token-secret",
    "hub_secret": "a-hub-secret",
}


def test_each_request_is_one_line() -> None:
    stream = io.StringIO()
    with emulate(log=stream) as running:
        send(running.url, plain_sms(text="", type="9"))
        send(running.url, plain())
        send(running.url, plain(), {})
        send(running.url, plain(), path="/x")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(one["status"], one["code"], one["verdict"], one["rules"]) for one in lines] == [
        (200, "7003", "invalid", ["SM109", "SM115"]),
        (200, "1001", "valid", []),
        (200, "7002", None, []),
        (404, None, None, []),
    ]
    for one in lines:
        assert list(one) == [
            *("time", "method", "path", "status", "code", "verdict", "rules", "milliseconds"),
        ]
        assert 0 <= one["milliseconds"] < 1000 * PATIENCE


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hidden", "https://hidden.example.com/"])
def test_nothing_secret_and_nothing_of_a_payload_is_logged(url: str) -> None:
    lines: list[Mapping[str, Any]] = []
    payload = plain_sms(senderid="hidden", text="hidden", hidden="hidden")
    payload |= {"callbackData": "hidden", "notifyurl": url, "destination": [{"msisdn": ["hidden"]}]}
    good = plain(notifyurl=url, callbackData="hidden")
    key, token = SECRETS["key"], SECRETS["jwt_secret"]
    with emulate(
        log=lines.append, retry=Retry(timeout=PATIENCE, retries=0), control=True, **SECRETS
    ) as running:
        for body in (payload, good, b"hidden", b"{hidden: 1}"):
            send(running.url, body, {"key": key})
            send(running.url, body, {"Authorization": "Bearer hidden"})
            send(running.url, body, {"key": "hidden"})
        for path in (
            f"/{key}",
            f"/x?key={key}",
            f"/{token}",
            f"/{SECRETS['hub_secret']}",
            "/?hidden",
        ):
            send(running.url, good, {"key": key}, path=path)
        send(
            running.url,
            method=key.upper() if key.isupper() else "GET",
            path="/_contractkit/requests",
        )
        assert running.wait_idle(PATIENCE)
    assert len(lines) > 17
    text = json.dumps(lines)
    for secret in ("hidden", *SECRETS.values(), "+4477"):
        assert secret not in text


def test_a_stream_that_fails_is_no_reason_not_to_answer() -> None:
    stream = io.StringIO()
    stream.close()
    with emulate(log=stream) as running:
        assert send(running.url, plain()).code == "1001"
        assert running.errors == ()


def test_garbage_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with emulate() as running, listen() as listener:
        for garbage in (
            b"\x00\xff\r\n\r\n",
            b"POST /%ff%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        ):
            exchange_bytes(running.url, [garbage])
        send(running.url, b"\xff\xfe", KEY)
        send(running.url, plain(notifyurl=listener.url + "/\ud800"), KEY)
        assert running.wait_idle(PATIENCE)
        assert running.errors == ()
    assert capfd.readouterr() == ("", "")
