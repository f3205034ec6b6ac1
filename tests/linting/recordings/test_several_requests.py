"""Recordings of a contract with several requests: each is judged as its own operation says."""

import json
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_request
from contractkit.linting.recordings import check_recording
from contractkit.validation.options import CheckOptions
from tests.calendar_contract import ADD, BASE, EVENT, LIST, write_calendar
from tests.linting.recordings.making import make_collection, make_har, write

SITE = "https://calendar.example.com"
DAY = f"{SITE}{BASE}/days/2030-01-02/events"
KEY = {"name": "X-Key", "value": "k"}
REQUEST, RESPONSE = "/log/entries/0/request", "/log/entries/0/response"
ADDED = {"number": 1, "item": "tea"}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_calendar(tmp_path_factory.mktemp("calendar"))


def entry(method: str, url: str, body: Any = None, *headers: dict[str, str]) -> dict[str, Any]:
    request: dict[str, Any] = {"method": method, "url": url, "headers": list(headers)}
    if body is None:
        return {"request": request | {"bodySize": 0}}
    kind = {"name": "Content-Type", "value": "application/json"}
    posted = {"mimeType": "application/json", "text": json.dumps(body)}
    return {"request": request | {"headers": [*headers, kind], "postData": posted}}


def answered(made: dict[str, Any], status: int, value: Any = None) -> dict[str, Any]:
    text = {"text": json.dumps(value)} if value is not None else {"size": 0}
    return made | {"response": {"status": status, "content": text}}


def find(contract: Contract, recording: Any) -> list[tuple[str, str | None, str]]:
    recorded = check_recording(write(recording), contract, CheckOptions())
    assert recorded
    return [(one.rule, one.pointer, one.message) for one in recorded.findings]


URL, HEADERS = f"{REQUEST}/url", f"{REQUEST}/headers"
TRACE = {"name": "x-trace", "value": "123456789"}
COOKIE = {"name": "Cookie", "value": "seen=maybe"}
FOUND: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "a list": (entry("GET", f"{DAY}?zone=utc"), []),
    "a list with all": (entry("GET", f"{DAY}?zone=utc&limit=7&tags=a&tags=b"), []),
    "no zone": (entry("GET", DAY), [("OR1", URL)]),
    "another zone": (entry("GET", f"{DAY}?zone=x"), [("OR3", URL)]),
    "too many": (entry("GET", f"{DAY}?zone=utc&limit=101"), [("OR2", URL)]),
    "no number": (entry("GET", f"{DAY}?zone=utc&limit=x"), [("OR2", URL)]),
    "three tags": (entry("GET", f"{DAY}?zone=utc&tags=a&tags=b&tags=c"), [("OR1", URL)]),
    "no day": (entry("GET", f"{SITE}{BASE}/days/2030/events?zone=utc"), [("OR1", URL)]),
    "a long header": (
        entry("GET", f"{DAY}?zone=utc", None, TRACE), [("OR3", f"{HEADERS}/0/value")],
    ),
    "a wrong cookie": (
        entry("GET", f"{DAY}?zone=utc", None, COOKIE),
        [("OR2", f"{HEADERS}/0/value")],
    ),
    "today": (entry("GET", f"{SITE}{BASE}/days/today/events"), []),
    "an event": (entry("POST", DAY, EVENT, KEY), []),
    "an event without a key": (entry("POST", DAY, EVENT), [("OR2", HEADERS)]),
    "a bad event": (
        entry("POST", DAY, {**EVENT, "count": 0}, KEY), [("OR1", f"{REQUEST}/postData/text/count")],
    ),
    "an event without a body": (entry("POST", DAY, None, KEY), [("JT020", REQUEST)]),
    "no event": (entry("DELETE", DAY, None, KEY), []),
    "another method": (entry("PATCH", DAY, EVENT, KEY), [("OR1", f"{REQUEST}/method")]),
    "a right answer": (answered(entry("GET", f"{DAY}?zone=utc"), 200, ADDED), []),
    "an answer to another": (
        answered(entry("GET", f"{DAY}?zone=utc"), 201, ADDED), [("OR3", f"{RESPONSE}/status")],
    ),
    "an answer to an event": (answered(entry("POST", DAY, EVENT, KEY), 201, ADDED), []),
    "nothing": (answered(entry("DELETE", DAY, None, KEY), 204), []),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_a_request_is_judged_by_its_own(name: str, contract: Contract) -> None:
    made, found = FOUND[name]
    assert [(rule, pointer) for rule, pointer, _ in find(contract, make_har(made))] == found


def test_the_message_names_the_parameter_or_the_methods(contract: Contract) -> None:
    [(_, _, message)] = find(contract, make_har(entry("GET", f"{DAY}?zone=utc&limit=101")))
    assert message.startswith("the query parameter “limit”: ")
    [(_, _, message)] = find(contract, make_har(entry("PATCH", DAY, EVENT, KEY)))
    assert message == "the method is PATCH, it must be GET or POST or DELETE"


def test_all_requests_count_and_one_may_be_chosen(contract: Contract) -> None:
    recording = write(make_har(entry("GET", f"{DAY}?zone=utc"), entry("POST", DAY, EVENT, KEY)))
    for view, count in ((contract, 2), (find_request(contract, LIST), 1)):
        recorded = check_recording(recording, view, CheckOptions())
        assert recorded
        assert recorded.requests == count
    assert find(find_request(contract, ADD), make_har(entry("GET", DAY))) == []


def test_variables_of_a_collection_may_be_any_value(contract: Contract) -> None:
    def item(url: object) -> dict[str, Any]:
        return {"request": {"method": "GET", "url": url}}

    urls: list[object] = [
        {"raw": "{{host}}/api/v1/days/{{day}}/events?zone={{zone}}"},
        {"raw": "{{host}}/api/v1/days/:day/events?zone=utc"},
        {
            "host": ["{{host}}"],
            "path": ["api", "v1", "days", "2030-01-02", "events"],
            "query": [
                {"key": "zone", "value": "utc"},
                {"key": "limit", "value": "0", "disabled": True},
            ],
        },
    ]
    assert find(contract, make_collection(*map(item, urls))) == []
    wrong = make_collection(item({"raw": "{{host}}/api/v1/days/{{day}}/events?zone=x"}))
    assert [rule for rule, *_ in find(contract, wrong)] == ["OR3"]
