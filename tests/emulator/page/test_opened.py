"""One request opened: what is said of it, its body with marks, its notifications, its secrets."""

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, Retry, emulate
from tests.emulator.client import KEY, PATIENCE, listen, send
from tests.emulator.page.asking import Page, fetch, look, submit
from tests.sample_payloads import plain, plain_sms
from tests.second_contract import BOOKING, write_second_contract


def words(page: Page) -> str:
    return " ".join(page.text.split())


def test_the_message_is_as_the_recipient_sees_it(emulator: Emulator) -> None:
    send(emulator.url, plain_sms(text="Grüße 🚚\nDeine\tBestellung", senderid="Laden"))
    page = look(emulator, "inbox/1")
    assert "Grüße 🚚\nDeine\tBestellung" in page.text
    assert "to +447700900123" in page.text
    assert "24 characters, 1 part in UCS-2" in page.text
    assert "because of" in page.text
    assert "🚚 U+1F69A DELIVERY TRUCK" in page.text
    assert "Nothing: the request was not accepted" not in page.text
    assert "Accepted with code 1001 (Queued), HTTP 200 OK" in page.text


JOINED = {
    "a family": ("👩‍👩‍👧", "👩‍👩‍👧"),
    "a joiner between letters": ("a\u200db", "a\\u200db"),
    "the wrong direction": ("\u202egnp.exe", "\\u202egnp.exe"),
    "a control character": ("a\x07b", "a\\x07b"),
    "a lone surrogate": ("\ud800", "\\ud800"),
}


@pytest.mark.parametrize("case", JOINED)
def test_nothing_is_invisible_but_what_joins_pictures(emulator: Emulator, case: str) -> None:
    text, shown = JOINED[case]
    send(emulator.url, plain_sms(text=f"<{text}>"))
    assert f"<{shown}>" in look(emulator, "inbox/1").text


def test_findings_are_in_the_words_of_lint(emulator: Emulator) -> None:
    send(emulator.url, b'{\n "deliverychannel": "SMS", "destination": 1\n}')
    shown = words(look(emulator, "inbox/1"))
    assert len(emulator.requests[0].findings) > 1
    for finding in emulator.requests[0].findings:
        for part in (finding.rule, finding.message[1:], finding.why, finding.help, finding.source):
            assert " ".join(part.replace("`", "").split()) in shown


def test_places_are_marked_in_the_body_as_it_came(emulator: Emulator) -> None:
    send(emulator.url, b'{\n\t"deliverychannel" : "SMS",\n "destination":[]}')
    html = fetch(emulator, "inbox/1").body.decode()
    assert '<mark class="error">&#34;SMS&#34;</mark>' in html
    assert 'id="place-1" href="#finding-1">1</a>' in html
    shown = Page(html).text
    for part in ('\t"deliverychannel" : ', ',\n "destination":'):
        assert part in shown


BODIES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"<xml>", "<xml>"),
    "no UTF-8": (b'{"a": "\xff\xfe"}', "\\xff\\xfe"),
    "UTF-16": ("{}".encode("utf-16"), "{"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "\\ufeff"),
    "a null": (b'{"a\x00": 1}', "\\x00"),
    "nothing": (b"", "There is none."),
    "cut in a character": ("ü".encode() * 40_000, "ü"),
    "deep": (b"[" * 60_000, "[[["),
    "a number without an end": (b"1" * 60_000, "111"),
}


@pytest.mark.parametrize("case", BODIES)
def test_any_body_can_be_opened(emulator: Emulator, case: str) -> None:
    body, shown = BODIES[case]
    send(emulator.url, body)
    assert shown in look(emulator, "inbox/1").text
    assert fetch(emulator, "inbox/1/body").headers["content-type"] == "text/plain; charset=utf-8"


def test_a_long_body_is_a_link_away(emulator: Emulator) -> None:
    body = json.dumps(plain(pad="x" * 30_000)).encode()
    send(emulator.url, body)
    page = look(emulator, "inbox/1")
    assert "more characters:" in page.text
    assert "/_contractkit/inbox/1/body" in page.values("href")
    assert fetch(emulator, "inbox/1/body").body == body


def test_hundreds_of_findings_are_shown(emulator: Emulator) -> None:
    send(emulator.url, plain(destination=[{"msisdn": ["0"] * 2000}]))
    page = look(emulator, "inbox/1")
    assert page.text.count("SM112") > 40
    assert "and 150 more" in page.text
    assert page.text.count("as finding 2") == 48


REFUSED: dict[str, tuple[dict[str, str], str, str]] = {
    "a wrong key": ({"key": "wrong"}, "", "Refused with code 7001"),
    "no key": ({}, "", "Refused with code 7002"),
    "another path": (KEY, "/other", "Answered, HTTP 404 Not Found"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_was_not_judged_says_why(emulator: Emulator, case: str) -> None:
    headers, path, shown = REFUSED[case]
    send(emulator.url, plain(), headers, path=path or None)
    page = look(emulator, "inbox/1")
    assert shown in page.text
    assert "Not judged" in page.text


def test_the_answer_is_shown(emulator: Emulator) -> None:
    answer = send(emulator.url, plain()).value
    assert answer["response"][0]["transid"] in look(emulator, "inbox/1").text


def test_what_was_ordered_is_no_acceptance(emulator: Emulator) -> None:
    emulator.answer_with({"status": 503, "body": "busy"}, {"code": "7006"})
    send(emulator.url, plain())
    send(emulator.url, plain())
    assert "Answered, HTTP 503 Service Unavailable" in look(emulator, "inbox/1").text
    assert "Refused with code 7006" in look(emulator, "inbox/2").text
    for number in (1, 2):
        assert "Nothing: the request was not accepted" in look(emulator, f"inbox/{number}").text


def notified(emulator: Emulator, url: str) -> str:
    """The page of a request that is notified of at a URL, when all of that is over."""
    send(emulator.url, plain(notifyurl=url))
    assert emulator.wait_idle(PATIENCE)
    return words(look(emulator, f"inbox/{emulator.requests[-1].number}"))


def test_notifications_are_shown_with_their_attempts(emulator: Emulator) -> None:
    with listen() as listener:
        listener.statuses += [500, 200, 404, 302]
        shown = notified(emulator, listener.url)
    for part in (
        f"Submitted to {listener.url}",
        "answered 500: tried again after 0.01 s",
        "answered 200: delivered",
        f"Delivered to {listener.url}",
        "answered 404: tried again after 0.01 s",
        "answered 302: given up",
        '"code": "7500"',
    ):
        assert part in shown


def test_what_may_not_be_notified_is_said(emulator: Emulator) -> None:
    shown = notified(emulator, "http://example.com/")
    reason = "not sent: the host is neither this machine nor allowed (--allow-notify)"
    assert shown.count(reason) == 2
    assert "waiting" not in shown


def test_a_listener_that_is_not_there(emulator: Emulator) -> None:
    with listen() as listener:
        url = listener.url
    assert "no answer: given up" in notified(emulator, url)


def test_what_is_still_waiting_is_said() -> None:
    with emulate(ui=True, retry=Retry(retries=1, pause=600)) as running, listen() as listener:
        listener.statuses += [500]
        send(running.url, plain(notifyurl=listener.url))
        listener.wait_for(1)
        shown = ""
        while "tried again" not in shown:
            shown = words(look(running, "inbox/1"))
    assert "answered 500: tried again after 600 s" in shown
    assert f"Delivered to {listener.url} waiting" in shown


def test_a_notification_is_sent_again_and_by_hand(emulator: Emulator) -> None:
    with listen() as listener:
        notified(emulator, listener.url)
        got = submit(emulator, "inbox/1/notifications", code="again", url=listener.url)
        assert (got.status, got.headers["location"]) == (
            303,
            "/_contractkit/inbox/1#notifications",
        )
        assert emulator.wait_idle(PATIENCE)
        assert [told_code(one) for one in listener.messages] == ["7501", "7500"] * 2
        submit(emulator, "inbox/1/notifications", code="7102", url=listener.url)
        assert emulator.wait_idle(PATIENCE)
    message = listener.messages[-1]
    assert told_code(message) == "7102"
    inner = message["deliveryInfoNotification"]
    assert inner["deliveryInfo"]["destination"] == "+447700900123"
    assert inner["transid"] == listener.messages[0]["deliveryInfoNotification"]["transid"]
    assert "Failed by hand to" in words(look(emulator, "inbox/1"))


def told_code(message: Any) -> str:
    return str(message["deliveryInfoNotification"]["deliveryInfo"]["code"])


def test_a_request_without_a_url_is_told_of_at_another(emulator: Emulator) -> None:
    send(emulator.url, plain(destination=[{"msisdn": ["+447700900123", "+447700900124"]}]))
    with listen() as listener:
        submit(emulator, "inbox/1/notifications", code="7528", url=listener.url)
        assert emulator.wait_idle(PATIENCE)
    assert [told_code(one) for one in listener.messages] == ["7528", "7528"]


BY_HAND: dict[str, tuple[Any, dict[str, str], str]] = {
    "nothing to send again": (plain(), {"code": "again"}, "nothing was sent"),
    "an unknown code": (plain(), {"code": "1", "url": "http://127.0.0.1:9/"}, "is no code"),
    "no URL": (plain(), {"code": "7500"}, "not http or https"),
    "another host": (plain(), {"code": "7500", "url": "http://example.com/"}, "--allow-notify"),
    "another protocol": (plain(), {"code": "7500", "url": "file:///etc/passwd"}, "not http"),
    "nobody to tell of": (b"{", {"code": "7500", "url": "http://127.0.0.1:9/"}, "names nobody"),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_what_cannot_be_sent_says_why(emulator: Emulator, case: str) -> None:
    payload, fields, reason = BY_HAND[case]
    send(emulator.url, payload)
    got = submit(emulator, "inbox/1/notifications", **fields)
    assert got.status == 400
    assert reason in Page(got.body.decode()).text


SECRETS = ("Some-Key-1", "a-token-secret", "a-hub-secret")


def test_no_secret_is_shown_anywhere() -> None:
    text = " ".join(SECRETS)
    with emulate(
        key=SECRETS[0], jwt_secret=SECRETS[1], hub_secret=SECRETS[2], ui=True
    ) as running, listen() as listener:  # fmt: skip
        own = {"key": SECRETS[0], "X-Said": text, "Authorization": "Basic c2VjcmV0"}
        body = plain_sms(text=text, senderid=SECRETS[0]) | {
            "notifyurl": f"{listener.url}/{SECRETS[0]}",
            "callbackData": text,
            text: text,
        }
        escaped = json.dumps(plain_sms(text="?")).replace(
            "?", "\\u0053ome-Key-1 a-token-secre\\u0074"
        )
        send(running.url, body, own)
        send(running.url, escaped.encode(), own)
        send(running.url, plain(destination=SECRETS[0]), own, path=f"/{SECRETS[1]}")
        assert running.wait_idle(PATIENCE)
        pages = ["", *(f"inbox/{number}" for number in (1, 2, 3)), "inbox/1/body", "inbox/2/body"]
        shown = {path: fetch(running, path).body.decode().lower() for path in pages}
    found = [(path, one) for path in pages for one in SECRETS if one.lower() in shown[path]]
    assert found == []
    assert "c2vjcmv0" not in "".join(shown.values())
    assert "\\u0053ome" not in "".join(shown.values())


def test_of_a_large_object_only_the_bracket_is_marked(emulator: Emulator) -> None:
    payload = plain(callbackData="x" * 400)
    del payload["destination"]
    send(emulator.url, payload)
    html = fetch(emulator, "inbox/1").body.decode()
    assert '<mark class="error">{</mark>' in html
    send(emulator.url, {"deliverychannel": "sms"})
    assert "sms&#34;}</mark>" in fetch(emulator, "inbox/2").body.decode()


def test_headers_that_carry_credentials_are_not_shown(tmp_path: Path) -> None:
    with emulate(write_second_contract(tmp_path), ui=True) as running:
        said = {"Cookie": "id=opensesame", "Proxy-Authorization": "opensesame", "X-Own": "said"}
        send(running.url, BOOKING, {**said, "Authorization": "Basic opensesame"})
        shown = look(running, "inbox/1").text
    assert "said" in shown
    assert "opensesame" not in shown


def test_a_query_has_nothing_to_copy_but_a_line_for_a_shell() -> None:
    with emulate(load("send-sms-v1"), ui=True) as running:
        payload = {"from": "ACME", "to": "+447700900123", "content": "Hello"}
        name = send(running.url, payload).value["messageId"]
        assert send(running.url, None, method="GET", path=f"/v1/sms/messages/{name}").status == 200
        page = look(running, "inbox/2")
    assert "Accepted, HTTP 200 OK" in page.text
    assert "Copy as curl line" in page.text
    assert "Copy as fixture" not in page.text


def test_a_batch_is_several_messages(emulator: Emulator) -> None:
    send(emulator.url, [plain_sms(text=f"message {number}") for number in range(12)])
    page = look(emulator, "inbox/1")
    assert [f"message {number}" in page.text.split("Body as it came")[0] for number in (0, 9)] == [
        True,
        True,
    ]
    assert "and 2 more messages" in page.text


@pytest.mark.parametrize("name", ["send-message-v1", "send-message-v2", "send-sms-v1"])
def test_the_first_thing_to_try_is_valid(name: str) -> None:
    with emulate(load(name), ui=True) as running:
        html = fetch(running, "").body.decode()
        found = re.search(r'id="sample-1">\n(.*?)</pre>', html, re.DOTALL)
        assert found
        command = ["/bin/bash", "-c", unescape(found[1])]
        subprocess.run(command, capture_output=True, check=True, timeout=30)
        [request] = running.requests
    assert (request.verdict, request.findings) == ("valid", ())
