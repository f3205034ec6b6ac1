"""The emulator answers by what a contract lists of statuses, without any template."""

from pathlib import Path
from typing import Any

import pytest

from contractkit import check_text
from contractkit.contracts.loading import Contract
from contractkit.emulator import emulate
from contractkit.errors import ContractkitError
from contractkit.fuzz import Options, run
from tests.emulator.client import Got, send
from tests.listed_contracts import LISTED, ORDER, RULES, describe, write_contract

GOOD, BAD = {"item": "tea", "count": 2}, {"item": "tea", "count": 0}
PROBLEM = {"title": "Bad Request", "status": 400}
JSON, PROBLEM_JSON = "application/json", "application/problem+json"
Listed = dict[str, str | None]
ANSWERS: list[tuple[Listed, Any, int, str | None, Any]] = [
    (LISTED, GOOD, 201, JSON, "ordered"),
    (LISTED, BAD, 400, JSON, "error"),
    ({"204": None, "422": "error"}, GOOD, 204, None, None),
    ({"204": None, "422": "error"}, BAD, 422, JSON, "error"),
    ({"2XX": "ordered", "default": "error"}, GOOD, 200, JSON, "ordered"),
    ({"2XX": "ordered", "default": "error"}, BAD, 400, JSON, "error"),
    ({"200": "ordered", "400": None}, BAD, 400, None, None),
    ({"200": "ordered"}, BAD, 400, PROBLEM_JSON, PROBLEM),
    ({"303": None, "400": "error"}, GOOD, 303, None, None),
]


def ask(contract: Contract, payload: Any) -> Got:
    with emulate(contract) as emulator:
        got = send(emulator.url, payload, {})
        assert emulator.errors == ()
    return got


@pytest.mark.parametrize(("listed", "payload", "status", "kind", "value"), ANSWERS)
def test_answers_are_what_is_listed(
    listed: Listed, payload: Any, status: int, kind: str | None, value: Any, tmp_path: Path
) -> None:
    contract = write_contract(tmp_path, describe(listed))
    got = ask(contract, payload)
    assert (got.status, got.headers.get("content-type")) == (status, kind)
    if value in contract.messages:
        assert check_text(got.body, value, contract=contract) == ()
    else:
        assert (got.value if got.body else None) == value


def test_an_example_comes_before_what_is_made(tmp_path: Path) -> None:
    shown = {"number": 77, "item": "coffee"}
    contract = write_contract(tmp_path, describe(LISTED), {"ordered": shown})
    assert ask(contract, GOOD).value == shown


def test_templates_come_before_examples(tmp_path: Path) -> None:
    template = {"number": 5, "item": "{{time}}"}
    answers = {"messages": LISTED, "templates": {"acceptance": template}}
    contract = write_contract(tmp_path, describe(LISTED, answers=answers), {"ordered": template})
    value = ask(contract, GOOD).value
    assert value["number"] == 5
    assert value["item"].startswith("20")


def test_forms_that_tell_answers_apart_are_met_without_templates(tmp_path: Path) -> None:
    answers = {
        "message": "ordered",
        "acceptance": {"properties": {"number": {"minimum": 7}}},
        "refusal": {"properties": {"number": {"maximum": 6}}},
    }
    contract = write_contract(tmp_path, describe({}, answers=answers))
    assert [ask(contract, one).value["number"] for one in (GOOD, BAD)] == [7, 1]


def test_an_answer_that_nothing_can_be_is_a_problem(tmp_path: Path) -> None:
    never = {"ordered": ({"type": "string", "minLength": 2, "maxLength": 1}, "OR2")}
    schemas = {"order": (ORDER, "OR1"), **never}
    messages = {one: {"schema": f"{one}.schema.json"} for one in schemas}
    data = describe({"200": "ordered"}, messages=messages)
    contract = write_contract(tmp_path, data, schemas=schemas)
    with emulate(contract) as emulator:
        got = send(emulator.url, GOOD, {})
        report = run(emulator.url, contract=contract, options=Options(requests=40))
        assert emulator.errors == ()
    assert (got.status, got.value) == (200, {"title": "OK", "status": 200})
    assert report.failures == ()
    assert "the form of answers that are “ordered”" in report.skipped


def test_the_status_of_refusals_is_the_contract_s_own(tmp_path: Path) -> None:
    contract = write_contract(tmp_path, describe(LISTED))
    with pytest.raises(ContractkitError, match="says itself which HTTP statuses"):
        emulate(contract, refusal_status=400)


def test_a_request_is_recorded_without_a_code(tmp_path: Path) -> None:
    with emulate(write_contract(tmp_path, describe(LISTED))) as emulator:
        send(emulator.url, BAD, {})
        [seen] = emulator.requests
    assert (seen.code, seen.status) == (None, 400)
    assert {one.rule for one in seen.findings} <= set(RULES)
