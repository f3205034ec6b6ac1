"""Recorded and saved answers: those that are no JSON, not the API's, or not in the file."""

import base64
import gzip
import json
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.findings import Finding
from contractkit.linting.recordings import check_recording
from contractkit.linting.recordings.answers import name_status
from contractkit.validation.options import CheckOptions, read_selection
from tests.linting.recordings.making import (
    make_collection,
    make_entry,
    make_har,
    make_item,
    write,
)
from tests.sample_payloads import plain

CONTRACT = load()
GOOD = json.dumps(plain())
ID = "41a801a8-e81d-462b-94a6-61b85c97bf45"
ACCEPTED = json.dumps({"response": [{"code": "1001", "transid": ID, "description": "Queued"}]})
REFUSED = json.dumps({"response": {"code": "7004", "transid": ID, "description": "Invalid"}})
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>"
RESPONSE = "/log/entries/0/response"
CONTENT, TEXT = f"{RESPONSE}/content", f"{RESPONSE}/content/text"
COLLECTION_ANSWER = "/item/0/response/0"


def find(response: Any, options: CheckOptions = CheckOptions()) -> list[Finding]:  # noqa: B008
    entry = make_entry(GOOD) | {"response": response}
    recorded = check_recording(write(make_har(entry)), CONTRACT, options)
    assert recorded
    return list(recorded.findings)


def name(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.pointer) for one in findings]


def encode(data: bytes) -> dict[str, Any]:
    return {"text": base64.b64encode(data).decode(), "encoding": "base64"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"text": ACCEPTED}, []),
        ({"text": ACCEPTED, "mimeType": "text/html"}, []),
        ({"text": f"\ufeff {ACCEPTED}"}, ["JT010"]),
        ({"text": REFUSED, "size": len(REFUSED)}, []),
        ({"text": PAGE}, ["RC003"]),
        ({"text": PAGE, "mimeType": "text/html"}, ["RC003"]),
        ({"text": PAGE, "mimeType": "application/json"}, ["RC003"]),
        ({"text": "<h1>The service is not available</h1>"}, ["RC003"]),
        ({"text": "<error>7004</error>", "mimeType": "text/xml"}, ["RC003"]),
        ({"text": "OK", "mimeType": "text/plain"}, ["RC003"]),
        ({"text": "callback({})"}, ["RC003"]),
        ({"text": "status=ok&id=1"}, ["RC003"]),
        ({"text": ")]}',\n" + ACCEPTED}, ["RC003"]),
        ({"text": "   \n"}, ["RC003"]),
        ({"text": ""}, ["RC003"]),
        ({"text": "", "size": 0}, ["RC003"]),
        ({"size": 0, "mimeType": "x-unknown"}, ["RC003"]),
        ({"text": '"OK"'}, ["SM301"]),
        ({"text": "null"}, ["SM301"]),
        ({"text": ACCEPTED[:-4]}, ["JT006"]),
        ({"text": "{'response': []}"}, ["JT003", "SM304"]),
        ({}, []),
        ({"size": -1}, []),
        ({"size": "12"}, []),
        (None, []),
        ({"text": None, "size": 12}, ["RC002"]),
        ({"size": 118, "mimeType": "application/json"}, ["RC002"]),
        ({"text": "", "size": 118}, ["RC002"]),
        ({"text": "", "comment": "Response bodies are not included."}, ["RC002"]),
        ({"text": "", "comment": "a test of ours"}, ["RC003"]),
        ({"text": ACCEPTED[:40], "size": len(ACCEPTED)}, ["RC002"]),
        ({"text": "Response body was too large to record"}, ["RC002"]),
        (encode(ACCEPTED.encode()), []),
        (encode(PAGE.encode()), ["RC003"]),
        (encode(gzip.compress(ACCEPTED.encode())), ["RC002"]),
        ({"text": "a", "encoding": "base64"}, ["RC002"]),
        (encode(b""), ["RC003"]),
    ],
)
def test_answer_is_json_or_something_is_said_of_it(content: Any, found: list[str]) -> None:
    findings = find({"status": 200, "content": content})
    assert [one.rule for one in findings] == found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (200, ["RC003"]),
        (201, ["RC003"]),
        (204, ["RC003"]),
        (401, ["RC003"]),
        (403, ["RC003"]),
        (429, ["RC003"]),
        (499, ["RC003"]),
        (0, ["RC004"]),
        (100, ["RC004"]),
        (302, ["RC004"]),
        (307, ["RC004"]),
        (500, ["RC004"]),
        (502, ["RC004"]),
        (504, ["RC004"]),
        (599, ["RC004"]),
        ("200", []),
        (None, []),
        (True, []),
    ],
)
@pytest.mark.parametrize("content", [{"text": PAGE}, {"text": "", "size": 0}])
def test_status_decides_whose_answer_it_is(status: Any, content: Any, found: list[str]) -> None:
    assert [one.rule for one in find({"status": status, "content": content})] == found


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("content", [None, {}, {"text": REFUSED}, {"text": '{"message": "no"}'}])
def test_answer_in_trouble_is_a_note_whatever_it_says(status: int, content: Any) -> None:
    [finding] = find({"status": status, "content": content})
    assert (finding.rule, finding.severity, finding.verdict) == ("RC004", "note", "valid")
    assert finding.pointer == f"{RESPONSE}/status"
    assert name_status(status) in finding.message


def test_message_says_what_the_answer_is() -> None:
    [page] = find({"status": 200, "content": {"text": PAGE}})
    assert page.message == "the answer, HTTP 200 OK, is HTML; it must be JSON"
    assert (page.severity, page.pointer) == ("error", TEXT)
    [nothing] = find({"status": 204, "content": {"size": 0}})
    assert nothing.message == "the answer, HTTP 204 No Content, is empty; it must be JSON"
    assert nothing.pointer == CONTENT
    [refused] = find({"status": 0, "_error": "net::ERR_CONNECTION_REFUSED", "content": {}})
    assert refused.message == (
        "there was no answer: net::ERR_CONNECTION_REFUSED (status 0), so none is judged"
    )
    [cut] = find({"status": 200, "content": {"text": ACCEPTED[:40], "size": 2048}})
    assert cut.message.endswith("only 40 of its 2,048 bytes are here")


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ({"code": 200, "body": ACCEPTED}, []),
        ({"body": ACCEPTED}, []),
        ({"code": 200, "body": PAGE}, [("RC003", f"{COLLECTION_ANSWER}/body")]),
        ({"body": PAGE}, [("RC003", f"{COLLECTION_ANSWER}/body")]),
        ({"code": 200, "body": ""}, [("RC003", f"{COLLECTION_ANSWER}/body")]),
        ({"code": 200, "body": None}, []),
        ({"code": 200}, []),
        ({"body": ""}, []),
        ({"name": "empty"}, []),
        ({"code": 502, "body": PAGE}, [("RC004", f"{COLLECTION_ANSWER}/code")]),
        ({"code": 200, "body": '{"response": {{answer}}}'}, []),
        ({"code": 200, "body": "{{answer}}"}, []),
        (None, []),
    ],
)
def test_saved_answers_of_a_collection(response: Any, found: list[tuple[str, str]]) -> None:
    item = make_item(GOOD) | {"response": [response]}
    recorded = check_recording(write(make_collection(item)), CONTRACT, CheckOptions())
    assert recorded
    assert name(list(recorded.findings)) == found


def test_an_answer_that_is_no_json_shows_no_credentials() -> None:
    entry = make_entry(GOOD, PAGE, headers=[])
    recorded = check_recording(write(make_har(entry)), CONTRACT, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings] == ["SM801", "SM802", "RC003"]


def test_rules_of_recordings_can_be_left_out() -> None:
    options = CheckOptions(selection=read_selection(CONTRACT, [], ["RC003"]))
    assert find({"status": 200, "content": {"text": PAGE}}, options) == []


def test_what_another_method_is_answered_is_no_concern() -> None:
    entry = make_entry(None, PAGE, method="GET")
    recorded = check_recording(write(make_har(entry)), CONTRACT, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings] == ["SM701"]
