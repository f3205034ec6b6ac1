"""HAR recordings and Postman collections: which requests are judged, with what around them."""

import json
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, load
from contractkit.linting.recordings import CheckedRecording, check_recording
from contractkit.validation.options import CheckOptions, read_selection
from tests.linting.recordings.making import (
    URL,
    make_collection,
    make_entry,
    make_har,
    make_item,
    write,
)
from tests.sample_payloads import plain, plain_sms

CONTRACT = load()
GOOD, BAD = json.dumps(plain()), json.dumps(plain_sms(senderid=""))
REFUSED = '{"response": {"code": "7004", "description": "x"}}'
BASE = {"key": "base", "value": "https://api.us.webexconnect.io/resources"}


def judge(value: object, options: CheckOptions = CheckOptions()) -> CheckedRecording:  # noqa: B008
    recorded = check_recording(write(value), CONTRACT, options)
    assert recorded
    return recorded


def rules(value: object, options: CheckOptions = CheckOptions()) -> list[str]:  # noqa: B008
    return [one.rule for one in judge(value, options).findings]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([make_entry(BAD)], ["SM108"]),
        ([make_entry(GOOD, REFUSED)], ["SM307"]),
        ([make_entry(GOOD, "<html>", status=502)], ["RC004"]),
        ([make_entry(GOOD, "", status=200)], ["RC003"]),
        ([make_entry(GOOD, REFUSED, status=401)], ["SM307"]),
        ([make_entry(BAD, url="https://example.com/")], []),
        ([make_entry(None, REFUSED, method="GET")], ["SM701"]),
        ([make_entry(None, bodySize=0)], ["JT020"]),
        ([make_entry(None, bodySize=120)], ["RC002"]),
        ([make_entry(None)], ["RC002"]),
        ([make_entry("")], ["JT020"]),
        ([make_entry(BAD), make_entry(GOOD), make_entry(BAD)], ["SM108", "SM108"]),
        ([make_entry(GOOD, headers="none")], ["SM801", "SM802"]),
        ([{"request": None}, "x", {"request": {"url": 1}}, make_entry(BAD)], ["SM108"]),
    ],
)
def test_requests_of_a_recording_are_judged(entries: list[Any], found: list[str]) -> None:
    assert rules(make_har(*entries)) == found


@pytest.mark.parametrize(
    ("collection", "found"),
    [
        (make_collection(make_item(BAD)), ["SM108"]),
        (make_collection({"item": [{"item": [make_item(BAD)]}]}, make_item(BAD)), ["SM108"] * 2),
        (make_collection(make_item(BAD, "{{base}}/v1/messaging"), variable=[BASE]), ["SM108"]),
        (make_collection({"item": [make_item(BAD, "{{base}}/v1/messaging")]}), ["SM108"]),
        (make_collection(make_item(BAD, "{{base}}/v2/messages"), variable=[BASE]), []),
        (make_collection(make_item(BAD, "{{url}}")), ["SM108"]),
        (make_collection(make_item('{"a": 1}', "{{url}}")), []),
        (make_collection(make_item(GOOD.replace("+447700900123", "{{to}}"))), []),
        (make_collection(make_item(GOOD.replace('"+447700900123"', "{{to}}"))), []),
        (make_collection(make_item(GOOD.replace("+447700900123", "${to}"))), ["SM112"]),
        (make_collection(make_item(None)), ["JT020"]),
        (make_collection(make_item(None, body={"mode": "file"})), ["SM801"]),
        (make_collection(make_item(None, body={"mode": "raw", "raw": ""})), ["JT020"]),
        (make_collection(make_item(GOOD, header="Content-Type: application/json\nkey: k")), []),
        (make_collection(make_item(GOOD, header=None)), ["SM802"]),
        (make_collection(make_item(GOOD, auth=None, header=[]), auth={"type": "jwt"}), []),
        (make_collection(make_item(GOOD, URL)), []),
        (
            make_collection(
                make_item(BAD, url={"protocol": "https", "host": ["x", "y"], "path": ["a"]})
            ),
            [],
        ),
        (
            make_collection(
                make_item(
                    BAD,
                    url={"host": ["{{h}}"], "path": ["resources", {"value": "v1"}, "messaging"]},
                )
            ),
            ["SM108"],
        ),
        (
            make_collection(
                make_item(GOOD) | {"response": [{"code": 200, "body": REFUSED}, {"body": None}]}
            ),
            ["SM307"],
        ),
        ({"collection": make_collection(make_item(BAD))}, ["SM108"]),
        (make_collection("x", {"name": "empty"}, {"request": {}}, {"request": "x"}), []),  # type: ignore[arg-type]
    ],
)
def test_requests_of_a_collection_are_judged(collection: object, found: list[str]) -> None:
    assert rules(collection) == found


def test_pointers_lead_into_the_file() -> None:
    value = {"collection": make_collection({"item": [make_item(BAD)]})}
    [finding] = judge(value).findings
    assert finding.pointer == "/collection/item/0/item/0/request/body/raw/channels/sms/senderid"


def test_selection_holds_for_how_a_request_is_sent() -> None:
    entry = make_entry(BAD, url=URL.replace("https", "http"), headers=[])
    assert rules(make_har(entry)) == ["SM703", "SM801", "SM802", "SM108"]
    options = CheckOptions(selection=read_selection(CONTRACT, ["SM7"], []))
    assert rules(make_har(entry), options) == ["SM703"]


def test_requests_are_counted_though_nothing_is_found() -> None:
    recorded = judge(
        make_har(make_entry(GOOD), make_entry(GOOD), make_entry(BAD, url="https://x/"))
    )
    assert (recorded.requests, recorded.findings, recorded.document) == (2, (), None)


@pytest.mark.parametrize("value", [[], {}, {"log": {}}, {"log": {"entries": {}}}, plain(), None])
def test_what_is_no_recording_is_none(value: object) -> None:
    assert check_recording(write(value), CONTRACT, CheckOptions()) is None


def test_a_byte_order_mark_and_equal_names_around_the_payloads_are_no_concern() -> None:
    text = json.dumps(make_har(make_entry(BAD))).replace('"version"', '"log": 1, "version"', 1)
    text = text.replace('"version": "1.2"', '"version": "1.2", "version": "1.2"')
    recorded = check_recording(b"\xef\xbb\xbf" + text.encode(), CONTRACT, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings] == ["SM108"]
    assert recorded.findings[0].span
    assert recorded.findings[0].span.column == text.index(r"\"\"") + 1


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda text: text[:-2], ["JT006"]),
        (lambda text: text.replace("{", "{ // note\n", 1), ["JT001", "SM108"]),
        (lambda text: text[:0], ["JT020"]),
    ],
)
def test_what_is_no_json_is_told_and_the_rest_is_judged(change: Any, found: list[str]) -> None:
    text = change(json.dumps(make_har(make_entry(BAD))))
    recorded = check_recording(text.encode(), CONTRACT, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings] == found


def test_a_contract_without_an_operation_has_no_requests() -> None:
    data = {name: value for name, value in CONTRACT.data.items() if name != "operation"}
    contract = Contract(CONTRACT.name, CONTRACT.version, CONTRACT.home, data)
    recorded = check_recording(write(make_har(make_entry(BAD))), contract, CheckOptions())
    assert recorded
    assert recorded.requests == 0


def test_a_contract_that_names_no_rules_judges_the_payloads_alone() -> None:
    operation = {name: one for name, one in CONTRACT.data["operation"].items() if name != "rules"}
    data = {**CONTRACT.data, "operation": operation}
    contract = Contract(CONTRACT.name, CONTRACT.version, CONTRACT.home, data)
    value = make_har(make_entry(BAD, headers=[], url=URL + "/"))
    recorded = check_recording(write(value), contract, CheckOptions())
    assert recorded
    assert [one.rule for one in recorded.findings] == ["SM108"]


def test_redacted_findings_are_at_the_same_places() -> None:
    value = make_har(make_entry(BAD), make_entry(GOOD, REFUSED))
    hidden, shown = judge(value, CheckOptions(redact=True)), judge(value)
    assert [one.span for one in hidden.findings] == [one.span for one in shown.findings]
    assert hidden.document
    assert hidden.document.nodes
