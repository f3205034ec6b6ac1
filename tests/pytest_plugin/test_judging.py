"""A response to a case is judged as the fuzzer judges it, and explained."""

import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from contractkit.errors import ContractkitError
from contractkit.pytest_plugin import ContractCase, list_contract_cases, load_contract
from tests.pytest_plugin.mock import FAULTS, PATH, make_app

CONTRACT = load_contract()
JSON = {"Content-Type": "application/json"}


@cache
def early_cases() -> tuple[ContractCase, ...]:
    return list_contract_cases(CONTRACT, count=400)


def blame(fault: str) -> Iterator[str]:
    client = make_app(fault).test_client()
    rule = FAULTS.get(fault, ("", ""))[1]
    about = list_contract_cases(CONTRACT, rule=rule, count=6) if rule.startswith("SM1") else ()
    for case in (*early_cases(), *about):
        try:
            case.judge(client.post(PATH, data=case.body))
        except AssertionError as error:
            yield str(error)


def find(rule: str | None = None, verdict: str | None = None) -> ContractCase:
    [case] = list_contract_cases(CONTRACT, rule=rule, verdict=verdict, count=1)
    return case


def acceptance(**changes: Any) -> dict[str, Any]:
    entry = {"code": "1001", "transid": str(uuid.uuid4()), "description": "Queued"}
    return {"response": [{**entry, **changes}]}


def refusal(code: str = "7004") -> dict[str, Any]:
    return {"response": {"code": code, "transid": str(uuid.uuid4()), "description": "Refused"}}


def test_a_right_mock_is_blamed_for_nothing() -> None:
    assert list(blame("")) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_mock_is_blamed_for_its_fault_alone(fault: str) -> None:
    check, rule = FAULTS[fault]
    named = f"{check}[{rule}]" if rule else check
    heads = {text.partition(":")[0] for text in blame(fault)}
    assert heads == {named}


def test_the_explanation_of_an_acceptance_that_should_be_a_refusal() -> None:
    case = find("SM114", "invalid")
    with pytest.raises(AssertionError) as caught:
        case.judge((200, JSON, acceptance()))
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("invalid-accepted[SM114]: A request that breaks SM114 (The text has")
    assert lines[1].startswith('  at /channels/sms/text, which is "Hello')
    titles = [line.split(":")[0].strip() for line in lines[2:] if line[2:3].strip()]
    assert titles == ["expected", "why", "fix", "case", "sent", "got"]
    assert "with code 7004 (Invalid parameters or values)" in str(caught.value)
    assert case.id in str(caught.value)
    assert len(lines) < 25
    assert max(map(len, lines[1:])) <= 88


def test_the_explanation_of_a_refusal_that_should_be_an_acceptance() -> None:
    with pytest.raises(AssertionError) as caught:
        find(verdict="valid").judge((400, JSON, refusal("7003")))
    text = " ".join(str(caught.value).split())
    assert text.startswith("valid-refused: A valid request was refused, with code 7003 (")
    assert "any implementation must accept it" in text
    assert "got: HTTP 400, application/json: {" in text


def test_the_explanation_of_an_answer_in_bad_form_says_how_to_right_it() -> None:
    with pytest.raises(AssertionError) as caught:
        find(verdict="valid").judge((200, JSON, {"response": []}))
    text = " ".join(str(caught.value).split())
    assert text.startswith("answer-form[SM304]: The answer breaks SM304 at /response: ")
    assert "fix: Put one entry into the array" in text


@pytest.mark.parametrize(
    ("body", "shown"),
    [(b"", "an empty body"), (b" \n", "white space"), (b"<html>\x00\xff", "<html> �")],
    ids=["empty", "white space", "odd"],
)
def test_an_answer_that_is_no_json_is_shown(body: bytes, shown: str) -> None:
    with pytest.raises(AssertionError, match="answer-form") as caught:
        find(verdict="valid").judge((200, JSON, body))
    assert f"HTTP 200, application/json: {shown}" in str(caught.value)


def test_a_doubtful_case_may_go_either_way_in_good_form() -> None:
    case = find(verdict="doubtful")
    case.judge((200, JSON, acceptance()))
    case.judge((200, JSON, refusal()))
    with pytest.raises(AssertionError, match="content-type"):
        case.judge((200, {}, refusal()))


def test_what_may_be_refused_late_may_be_accepted_if_that_is_allowed() -> None:
    case = find("SM114", "invalid")
    case.judge((200, JSON, acceptance()), late=True)
    with pytest.raises(AssertionError):
        find("SM108", "invalid").judge((200, JSON, acceptance()), late=True)


def test_only_a_request_can_be_judged_by_a_response() -> None:
    [case] = list_contract_cases(CONTRACT, "response", count=1)
    with pytest.raises(ContractkitError, match="only a request can be judged"):
        case.judge((200, JSON, acceptance()))
