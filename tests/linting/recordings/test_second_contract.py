"""Recordings of a contract whose answers have statuses, and that has another operation."""

import json
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.linting.recordings import check_recording
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import make_collection, make_har, make_item, write
from tests.second_contract import BOOKING, write_second_contract

URL = "https://tables.example.com/v1/bookings"
KEY = {"name": "x-key", "value": "k"}
TYPE = {"name": "Content-Type", "value": "application/json"}
ACCEPTED: dict[str, Any] = {"id": "b-1", "at": "2030-01-01T10:00:00Z", "mark": "window"}
REFUSED: dict[str, Any] = {"code": "B1", "message": "The booking is not clear"}
TOLD = {"id": "b-1", "status": "confirmed"}
RESPONSE = "/log/entries/0/response"


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_second_contract(tmp_path_factory.mktemp("second"))


def entry(status: int, answer: Any = None, **changes: Any) -> dict[str, Any]:
    """An entry of a HAR recording; an answer of None has no body."""
    text = json.dumps(BOOKING)
    posted = {"postData": {"mimeType": "application/json", "text": text}}
    request = {"method": "POST", "url": URL, "headers": [KEY, TYPE], **posted, **changes}
    body = answer if isinstance(answer, str) else json.dumps(answer) if answer else ""
    content = {"text": body, "size": len(body)} if answer is not None else {"size": 0}
    return {"request": request, "response": {"status": status, "content": content}}


def query(status: int, answer: Any = None, **changes: Any) -> dict[str, Any]:
    made = entry(status, answer, **{"method": "GET", "url": f"{URL}/b-1", **changes})
    del made["request"]["postData"]
    return made | {"request": made["request"] | {"bodySize": 0}}


def header(value: str) -> dict[str, Any]:
    return {"headers": [KEY, TYPE, {"name": "booking-key", "value": value}]}


CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "an acceptance": (entry(201, ACCEPTED), []),
    "a refusal": (entry(400, REFUSED), []),
    "wrong credentials without a body": (entry(401), []),
    "wrong credentials with an empty text": (entry(401, ""), []),
    "wrong credentials with one": (entry(401, REFUSED), []),
    "wrong credentials with a page": (
        entry(401, "<html>"),
        [("RC003", f"{RESPONSE}/content/text")],
    ),
    "any form where none is known": (entry(403, "<html>"), []),
    "a refusal without a body": (entry(400), [("RC003", f"{RESPONSE}/content")]),
    "an acceptance as OK": (entry(200, ACCEPTED), [("BT301", f"{RESPONSE}/status")]),
    "a refusal as OK": (entry(200, REFUSED), [("BT301", f"{RESPONSE}/status")]),
    "a bad refusal as OK": (
        entry(200, {"code": "B1"}),
        [("BT301", f"{RESPONSE}/status"), ("BT301", "")],
    ),
    "the server's fault as the contract knows it": (entry(503, "<html>"), []),
    "another fault": (entry(500, "<html>"), [("RC004", f"{RESPONSE}/status")]),
    "a right header": (entry(201, ACCEPTED, **header("k-1")), []),
    "a wrong header": (
        entry(201, ACCEPTED, **header("k 1")),
        [("BT701", "/log/entries/0/request/headers/2/value")],
    ),
    "a query": (query(200, TOLD), []),
    "a query that finds nothing": (query(404), []),
    "a query without a key": (
        query(401, headers=[]),
        [("BT702", "/log/entries/0/request/headers")],
    ),
    "a query that is answered in a wrong form": (query(200, {"id": "b-1"}), [("BT301", "")]),
    "a query that is answered with nothing": (query(200), [("RC003", f"{RESPONSE}/content")]),
    "another path": (query(200, {}, url=f"{URL}/b-1/more"), []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_recording_is_judged(contract: Contract, name: str) -> None:
    made, expected = CASES[name]
    checked = check_recording(write(make_har(made)), contract, CheckOptions())
    assert checked
    found = [(finding.rule, finding.pointer) for finding in checked.findings]
    assert [rule for rule, _ in found] == [rule for rule, _ in expected]
    for (_, pointer), (_, place) in zip(found, expected, strict=True):
        assert pointer == place or (not place and str(pointer).startswith(RESPONSE))


def test_a_collection_has_variables_in_the_path_of_a_query(contract: Contract) -> None:
    items = [
        make_item(None, {"raw": f"{URL}/:id"}, method="GET"),
        make_item(None, {"raw": f"{URL}/{{{{id}}}}"}, method="GET"),
        make_item(json.dumps(BOOKING), {"raw": URL}),
    ]
    for item in items:
        item["request"]["header"] = [{"key": "x-key", "value": "{{key}}"}]
    items[2]["request"]["header"].append({"key": "Booking-Key", "value": "{{$guid}} "})
    checked = check_recording(write(make_collection(*items)), contract, CheckOptions())
    assert checked
    assert (checked.requests, checked.findings) == (3, ())
