"""Recorded answers of a contract that lists their messages by HTTP status."""

import json
from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.linting.recordings import check_recording
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import make_collection, make_entry, make_har, make_item, write
from tests.listed_contracts import describe, write_contract

URL = "https://shop.example.com/orders"
GOOD = json.dumps({"item": "tea", "count": 2})
MADE, ERROR = json.dumps({"number": 7, "item": "tea"}), json.dumps({"error": "no such count"})
LISTED: dict[str, str | None] = {"201": "ordered", "202": None, "400": "error", "503": "error"}
STATUS, TEXT = "/log/entries/0/response/status", "/log/entries/0/response/content/text"
FOUND: list[tuple[int, str | None, list[tuple[str, str]]]] = [
    (201, MADE, []),
    (202, "<html>", []),
    (204, None, [("OR1", STATUS)]),
    (200, MADE, [("OR1", STATUS)]),
    (201, ERROR, [("OR2", f"{TEXT}"), ("OR2", f"{TEXT}")]),
    (201, "<html>", [("RC003", TEXT)]),
    (400, ERROR, []),
    (400, MADE, [("OR3", TEXT)]),
    (401, None, []),
    (422, ERROR, [("OR1", STATUS)]),
    (503, ERROR, []),
    (503, MADE, [("OR3", TEXT)]),
    (502, None, [("RC004", STATUS)]),
]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    operation = {"method": "POST", "path": "/orders", "rules": {"status": "OR1"}}
    data = describe(LISTED, operation=operation)
    return write_contract(tmp_path_factory.mktemp("shop"), data)


def find(contract: Contract, recording: Any) -> list[tuple[str, str | None]]:
    recorded = check_recording(write(recording), contract, CheckOptions())
    assert recorded
    assert recorded.requests == 1
    return [(one.rule, one.pointer) for one in recorded.findings]


@pytest.mark.parametrize(("status", "text", "found"), FOUND)
def test_an_answer_is_judged_by_its_status(
    status: int, text: str | None, found: list[tuple[str, str]], contract: Contract
) -> None:
    entry = make_entry(GOOD, text, status=status, url=URL)
    assert find(contract, make_har(entry)) == found


def test_an_answer_without_a_status_is_an_acceptance(contract: Contract) -> None:
    item = make_item(GOOD, {"raw": URL})
    pointer = "/item/0/response/0/body"
    for body, found in ((MADE, []), (ERROR, [("OR2", pointer), ("OR2", pointer)])):
        saved = make_collection(item | {"response": [{"body": body}]})
        assert find(contract, saved) == found
