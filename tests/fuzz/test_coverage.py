"""Which rules the payloads of a run reached, by keeping and by breaking them."""

from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.fuzz.coverage import Coverage, find_kept, list_rules
from contractkit.payloads.cases import judge_payload, judge_text
from tests.contracts.traceability import all_versions
from tests.fuzz.making import CONTRACT
from tests.sample_payloads import PLAIN, plain, plain_sms

BINARY = plain_sms(type="3", body="AB")


@pytest.mark.parametrize(
    ("payload", "kept", "not_reached"),
    [
        (
            PLAIN,
            {"SM102", "SM109", "SM112", "SM114", "SM111"},
            {"SM116", "SM117", "SM118", "SM119"},
        ),
        (BINARY, {"SM114", "SM115", "SM116", "SM117"}, {"SM118", "SM122"}),
        (plain_sms(type="1"), {"SM115"}, {"SM116", "SM117"}),
        (plain(callbackData="x"), {"SM118", "SM142"}, {"SM119", "SM143"}),
        (plain(notifyurl=""), {"SM119", "SM143"}, {"SM118"}),
    ],
)
def test_a_valid_payload_keeps_what_it_might_have_broken(
    payload: Any, kept: set[str], not_reached: set[str]
) -> None:
    case = judge_payload(CONTRACT, "request", payload)
    assert case.rules == ()
    found = find_kept(CONTRACT, case)
    assert kept <= found
    assert not not_reached & found


def test_payloads_are_counted_by_rule() -> None:
    coverage = Coverage(CONTRACT)
    zero = coverage.summarise()
    assert set(zero) == set(list_rules(CONTRACT))
    assert all(counts == {"valid": 0, "invalid": 0} for counts in zero.values())
    for payload in (PLAIN, PLAIN, plain_sms(text="x" * 1025), {**PLAIN, "deliverychannel": 1}):
        coverage.note(judge_payload(CONTRACT, "request", payload))
    coverage.note(judge_text(CONTRACT, "request", '{"a": 1'))
    coverage.note(judge_payload(CONTRACT, "request", plain(unknown=1)))
    found = coverage.summarise()
    assert found["SM114"] == {"valid": 2, "invalid": 1}
    assert found["SM111"] == {"valid": 2, "invalid": 1}
    assert found["SM201"]["invalid"] == 1
    assert found["SM118"] == {"valid": 0, "invalid": 0}


def test_only_rules_that_a_request_can_break_are_counted() -> None:
    rules = load_rules(CONTRACT)
    listed = list_rules(CONTRACT)
    assert {"SM102", "SM127", "SM201", "JT001"} - set(listed) <= {"JT001"}
    assert not {"SM301", "SM501", "SM224"} & set(listed)
    assert all(rules[one].verdict != "valid" for one in listed)


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_a_rule_of_answers_alone_is_not_counted(contract: Contract) -> None:
    named: dict[str, set[str]] = {message: set() for message in contract.messages}
    for one in contract.data["lookalikes"]:
        named[one["message"]].add(one["rule"])
    requests = named.pop("request")
    listed = set(list_rules(contract))
    assert requests <= listed
    assert not set().union(*named.values()) & listed
