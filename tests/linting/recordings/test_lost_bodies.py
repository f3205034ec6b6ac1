"""Bodies of requests that a recording does not hold, and forms in their place."""

import base64
import json
from typing import Any

import pytest

from contractkit.contracts.loading import load
from contractkit.findings import Finding
from contractkit.linting.recordings import check_recording
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import URL, make_har, write
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
GOOD, BAD = json.dumps(plain()), json.dumps(plain_sms(senderid=""))
JSON, TEXT, FORM = "application/json", "text/plain", "application/x-www-form-urlencoded"
REQUEST = "/log/entries/0/request"
POSTED = f"{REQUEST}/postData"
PAIRS = [{"name": "to", "value": "+447700900123"}]


def find(content_type: str = JSON, **members: Any) -> list[Finding]:
    """What is found in a request with these members, without an answer."""
    headers = [{"name": "key", "value": "k"}, {"name": "Content-Type", "value": content_type}]
    request = {"method": "POST", "url": URL, "headers": headers} | members
    recorded = check_recording(write(make_har({"request": request})), CONTRACT, CheckOptions())
    assert recorded
    return list(recorded.findings)


@pytest.mark.parametrize(
    ("posted", "size", "found"),
    [
        ({"mimeType": JSON, "text": GOOD}, None, []),
        ({"mimeType": JSON, "text": BAD}, len(BAD), ["SM108"]),
        ({"text": GOOD}, len(GOOD), []),
        ({"mimeType": TEXT, "text": BAD}, None, ["SM108"]),
        ({"mimeType": "", "text": GOOD}, -1, []),
        # Nothing in the file.
        (None, None, ["RC002"]),
        (None, -1, ["RC002"]),
        (None, 120, ["RC002"]),
        (None, 0, ["JT020"]),
        ({"mimeType": JSON}, 120, ["RC002"]),
        ({"mimeType": JSON, "params": []}, None, ["RC002"]),
        ({"mimeType": JSON, "params": []}, 0, ["JT020"]),
        ({"mimeType": JSON, "text": None}, 120, ["RC002"]),
        ({"mimeType": JSON, "text": ""}, 120, ["RC002"]),
        ({"mimeType": JSON, "text": ""}, 0, ["JT020"]),
        ({"mimeType": JSON, "text": ""}, None, ["JT020"]),
        ({"text": "", "comment": "Request bodies are not included."}, None, ["RC002"]),
        ({"text": "", "comment": "sent by hand"}, None, ["JT020"]),
        ({"mimeType": JSON, "_file": "5b3c.json"}, None, ["RC002"]),
        # Something else in the file.
        ({"mimeType": TEXT, "text": "text was too long"}, None, ["RC002"]),
        ({"mimeType": JSON, "text": "text was too long"}, None, ["RC002"]),
        ({"mimeType": "", "text": "text was too long"}, None, ["RC002"]),
        ({"text": "Request body is not available"}, None, ["RC002"]),
        ({"text": "[object Object]"}, None, ["JT025"]),
        ({"mimeType": TEXT, "text": "see the other file"}, None, ["RC002"]),
        ({"mimeType": TEXT, "text": "Hello"}, 5, ["JT025"]),
        ({"mimeType": JSON, "text": "Hello"}, None, ["JT025"]),
        ({"mimeType": "text/xml", "text": "<sms to='1'/>"}, None, ["JT025"]),
        ({"mimeType": "application/yaml", "text": "deliverychannel: sms\nb: c\n"}, None, ["JT025"]),
        # Some of it in the file.
        ({"mimeType": JSON, "text": GOOD[:50]}, len(GOOD), ["RC002"]),
        ({"mimeType": JSON, "text": GOOD[:50]}, 50, ["JT006"]),
        ({"mimeType": JSON, "text": GOOD[:50]}, None, ["JT006"]),
        ({"mimeType": JSON, "text": BAD}, 9999, ["SM108"]),
        ({"text": GOOD[:50], "comment": "truncated at 50 bytes"}, None, ["RC002"]),
        ({"text": BAD, "comment": "truncated at 5000 bytes"}, None, ["SM108"]),
        ({"text": GOOD[:50], "comment": "sent by hand"}, None, ["JT006"]),
        # Encoded.
        ({"text": base64.b64encode(BAD.encode()).decode(), "encoding": "base64"}, None, ["SM108"]),
        ({"text": base64.b64encode(BAD.encode()).decode(), "encoding": "BASE64"}, None, ["SM108"]),
        ({"text": BAD, "encoding": "utf-8"}, None, ["SM108"]),
        ({"text": "a", "encoding": "base64"}, None, ["RC002"]),
        # Odd shapes.
        ("x", None, ["RC002"]),
        ([], 3, ["RC002"]),
        ({"params": "x"}, None, ["RC002"]),
        ({"text": 7}, None, ["RC002"]),
    ],
)
def test_body_is_judged_or_said_to_be_missing(posted: Any, size: Any, found: list[str]) -> None:
    assert [one.rule for one in find(postData=posted, bodySize=size)] == found


@pytest.mark.parametrize(
    ("posted", "pointer"),
    [
        ({"mimeType": FORM, "params": PAIRS}, f"{POSTED}/params"),
        ({"params": PAIRS}, f"{POSTED}/params"),
        ({"mimeType": FORM, "text": "", "params": PAIRS}, f"{POSTED}/params"),
        ({"mimeType": "multipart/form-data; boundary=a", "params": PAIRS}, f"{POSTED}/params"),
        ({"mimeType": FORM, "text": "to=1", "params": PAIRS}, f"{POSTED}/params"),
        ({"mimeType": f"{FORM}; charset=UTF-8", "text": "to=1&a=b"}, f"{POSTED}/text"),
    ],
)
@pytest.mark.parametrize("content_type", [FORM, JSON])
def test_form_is_told_of_as_in_a_collection(posted: Any, pointer: str, content_type: str) -> None:
    [finding] = find(content_type, postData=posted)
    assert (finding.rule, finding.pointer) == ("SM801", pointer)


@pytest.mark.parametrize("text", [GOOD, f" {BAD}"])
def test_json_that_is_announced_as_a_form_is_judged(text: str) -> None:
    findings = find(FORM, postData={"mimeType": FORM, "text": text})
    assert [one.rule for one in findings] == ["SM801"] + ["SM108"] * (text != GOOD)


def test_message_says_why() -> None:
    [note] = find(postData={"mimeType": TEXT, "text": "text was too long"})
    assert note.message == (
        "the recording does not hold the body of the request, so nothing is judged of it: "
        "a remark stands in its place"
    )
    assert (note.severity, note.verdict, note.pointer) == ("note", "valid", f"{POSTED}/text")
    [note] = find(bodySize=1234)
    assert note.message.endswith(": it had 1,234 bytes")
    assert note.pointer == REQUEST
    [note] = find(postData={"comment": "Request bodies are not included."})
    assert note.message.endswith(": the file says “Request bodies are not included.”")
    [note] = find(postData={"_file": "a.json"})
    assert note.message.endswith(": it is in the file “a.json”")


def test_a_body_that_another_method_lacks_is_no_concern() -> None:
    assert [one.rule for one in find(method="GET", bodySize=-1)] == ["SM701"]
