"""Requests and forms made to break the page: nothing fails, hangs, or gets power over others."""

import csv
import http.client
import io
import json
import re
import shlex
from time import process_time
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from contractkit.emulator import Emulator, emulate
from contractkit.emulator.page.masking import mask
from contractkit.emulator.page.story import MOST_CHAPTERS
from tests.emulator.client import send
from tests.emulator.page.asking import fetch, list_numbers, look, submit

NOWHERE = "http://127.0.0.1:9/"
UNTERMINATED = ('"' + '\\"' * 20_000, '"\\' * 20_000)


def write_payload(**others: Any) -> dict[str, Any]:
    return {
        "deliverychannel": "sms",
        "destination": [{"msisdn": ["+447700900123"]}],
        "channels": {"sms": {"senderid": "ACME", "text": "Hello"}},
        **others,
    }


def send_head(emulator: Emulator, method: str, target: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=30)
    connection.request(method, target)
    connection.getresponse().read()
    connection.close()


@pytest.mark.parametrize("method", ["A|id|`id`$HOME&x", "'"])
def test_a_method_is_one_word_of_the_curl_line(emulator: Emulator, method: str) -> None:
    send_head(emulator, method, urlsplit(emulator.url).path)
    line = fetch(emulator, "inbox/1/copies/curl").body.decode()
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    assert words[words.index("-X") + 1] == method


def test_a_path_has_no_hidden_character_in_the_curl_line(emulator: Emulator) -> None:
    path = "/%1B%5B201~%0Atouch%20x%0A%E2%80%AE%3F"
    send_head(emulator, "GET", path)
    line = fetch(emulator, "inbox/1/copies/curl").body.decode()
    assert line.isprintable()
    [url] = [word for word in shlex.split(line) if word.startswith("http")]
    assert unquote(urlsplit(url).path) == unquote(path)


@pytest.mark.parametrize("text", UNTERMINATED)
def test_covering_secrets_takes_time_in_proportion(text: str) -> None:
    began = process_time()
    assert len(mask(text, ("test-key",))) == len(text)
    assert process_time() - began < 1


@pytest.mark.parametrize(
    "text", ['"a\\u0074est-key', '{"\\u0074est-key": "', '"\\"test\\u002dkey\\"']
)
def test_a_secret_in_a_string_without_an_end_is_covered(text: str) -> None:
    masked = mask(text, ("test-key",))
    assert len(masked) == len(text)
    assert "est" not in masked


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("X-Forwarded-Authorization", "s3same"),
        ("X-Auth", "Basic s3same"),
        ("X-Auth", "bearer s3same"),
        ("X-Api-Key", "s3same"),
        ("X-Access-Token", "s3same"),
        ("Set-Cookie", "s3same"),
    ],
)
def test_no_header_with_credentials_is_shown(emulator: Emulator, name: str, text: str) -> None:
    send(emulator.url, write_payload(), {"key": "test-key", name: text, "X-Other": "shown"})
    for path in ("inbox/1", "inbox/1/copies/curl"):
        body = fetch(emulator, path).body
        assert b"s3same" not in body
        assert b"shown" in body


def test_an_escaped_secret_in_a_url_is_covered() -> None:
    secret, url = "a/b+c-secret", "http://127.0.0.1:9/?key=a%2fb%2Bc-secret"
    with emulate(ui=True, hub_secret=secret) as emulator:
        send(emulator.url, write_payload(notifyurl=url))
        for path in ("", "/body", "/copies/curl", "/copies/test"):
            assert b"c-secret" not in fetch(emulator, f"inbox/1{path}").body


@pytest.mark.parametrize("place", ["answers", "clear", "1/notifications"])
def test_a_notification_is_no_form_of_the_page(emulator: Emulator, place: str) -> None:
    url = f"{emulator.page_url}inbox/{place}"
    payload = write_payload(notifyurl=url)
    payload["destination"][0]["correlationid"] = "&code=again&answer=drop&times=9&x="
    assert send(emulator.url, payload).code == "1001"
    assert emulator.wait_idle(30)
    assert {sent.status for sent in emulator.notifications} == {403}
    page = look(emulator)
    assert list_numbers(page) == [1]
    assert "No answers are ordered" in page.text


@pytest.mark.parametrize("name", ["times", "status", "delay"])
@pytest.mark.parametrize(
    "number", ["1.e999", "-1.e999", "nan", "inf", "1e400", "-1", ".", "9" * 5000]
)
def test_a_number_out_of_range_is_refused(emulator: Emulator, name: str, number: str) -> None:
    assert submit(emulator, "inbox/answers", answer="status", **{name: number}).status == 400


@pytest.mark.parametrize("name", ["times", "status"])
def test_a_whole_number_is_not_cut_from_another(emulator: Emulator, name: str) -> None:
    assert submit(emulator, "inbox/answers", answer="status", **{name: "200.7"}).status == 400


def test_lines_of_findings_are_a_table_whatever_the_names(emulator: Emulator) -> None:
    names = ['a,b\n"c', "\ud800", "=1+1"]
    send(emulator.url, {**write_payload(), **dict.fromkeys(names, 1)})
    got = fetch(emulator, "inbox/1/copies/lines")
    assert got.status == 200
    rows = list(csv.reader(io.StringIO(got.body.decode(), newline="")))
    pointers = [pointer for *_, pointer in rows]
    assert {"/" + names[0], "/\\ud800"} <= set(pointers)
    assert {len(row) for row in rows} == {3}


@pytest.mark.parametrize(
    "ordered",
    [
        {"drop": True},
        {"status": 503, "body": "x"},
        {"status": 200, "body": {"response": "x"}},
        {"status": 200, "body": {"response": [1, None]}},
        {"status": 200, "body": [[[]]]},
        {"status": 200, "body": None},
        {"code": "7004"},
    ],
)
@pytest.mark.parametrize("batch", [False, True])
def test_any_answer_can_be_notified_of_by_hand(
    emulator: Emulator, ordered: dict[str, Any], batch: bool
) -> None:
    emulator.answer_with(ordered)
    payload = [write_payload(), write_payload()] if batch else write_payload()
    try:
        send(emulator.url, payload)
    except (OSError, http.client.HTTPException):
        assert "drop" in ordered
    assert submit(emulator, "inbox/1/notifications", code="7500", url=NOWHERE).status == 303
    look(emulator, "inbox/1")


def test_a_fixture_is_copied_as_json_from_the_page(emulator: Emulator) -> None:
    body = json.dumps({**write_payload(), "odd": 1}, indent=2).replace("\n", "\r\n")
    send(emulator.url, body.encode())
    assert json.loads(fetch(emulator, "inbox/1/copies/fixture").body) == json.loads(body)
    html = fetch(emulator, "inbox/1").body.decode()
    [shown] = re.findall(r'id="copy-fixture">\n(.*?)</pre>', html, re.DOTALL)
    assert "\\r" not in shown
    assert "esc" not in shown


def test_of_many_notifications_the_last_are_shown(emulator: Emulator) -> None:
    payload = write_payload(notifyurl=NOWHERE)
    payload["destination"][0]["msisdn"] = [f"+4477009{number:05}" for number in range(200)]
    send(emulator.url, payload)
    html = fetch(emulator, "inbox/1").body.decode()
    assert html.count("<summary><b>") == MOST_CHAPTERS
    assert f"{400 - MOST_CHAPTERS} earlier" in html
