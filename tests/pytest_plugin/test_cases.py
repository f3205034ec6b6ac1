"""The cases of the suite as parameters: their ids, and which of them a test asks for."""

import re
from functools import cache
from typing import Any

import pytest

from contractkit.errors import ContractkitError, UnfitRuleError, UnknownNameError
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.cases import is_json
from contractkit.pytest_plugin import ContractCase, list_contract_cases, load_contract

CONTRACT = load_contract()
TENANT = load_contract(tenant={"sender_ids": ["ACME"]})
ID = re.compile(
    r"(?:valid|[A-Z]{2}[0-9]{3}(?:\+[A-Z]{2}[0-9]{3})*)(?:-[A-Za-z0-9_.]+)*-[0-9a-f]{8}"
)


@cache
def suite(message: str = "request") -> tuple[ContractCase, ...]:
    return list_contract_cases(CONTRACT, message)


@pytest.mark.parametrize("message", CONTRACT.messages)
def test_every_case_of_the_suite_has_an_id_of_its_own(message: str) -> None:
    ids = [case.id for case in suite(message)]
    assert len(set(ids)) == len(ids) == len(list(boundary_suite(CONTRACT, message)))
    assert [one for one in ids if not ID.fullmatch(one)] == []
    assert max(map(len, ids)) < 110


def test_an_id_names_every_rule_and_only_valid_cases_are_called_valid() -> None:
    for case in suite():
        head = case.id.partition("-")[0]
        assert head.split("+") == (list(case.rules) or ["valid"])
        assert (head == "valid") == (case.verdict == "valid")


# Once released, an id stays: it stands in lists of known failures, and in `-k`.
@pytest.mark.parametrize(
    "name",
    [
        "valid-plain-838d0249",
        "valid-destination.msisdn-70646e08",
        "SM114-maxLength-channels.sms.text-c2babb41",
    ],
)
def test_ids_are_stable(name: str) -> None:
    assert name in {case.id for case in suite()}


def test_two_cases_with_the_same_short_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from contractkit.pytest_plugin import cases

    hashes = iter(f"00000000{number:04x}" for number in range(10**4))
    monkeypatch.setattr(cases, "identify", lambda _: next(hashes))
    found = cases.load_suite.__wrapped__(CONTRACT, "response")
    assert len({case.id for case in found}) == len(found)


def test_the_suite_is_made_once() -> None:
    assert suite()[0] is list_contract_cases(CONTRACT)[0]


def test_cases_have_what_a_test_needs() -> None:
    plain, *_ = suite()
    assert plain.verdict == "valid"
    assert plain.body == (
        b'{"deliverychannel": "sms", "destination": [{"msisdn": ["+447700900123"]}], '
        b'"channels": {"sms": {"senderid": "ACME", "text": "Hello"}}}'
    )
    assert repr(plain) == "<valid request valid-plain-838d0249>"
    text = next(case for case in suite() if not is_json(case.case))
    assert (text.payload, bool(text.body)) == (None, True)


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"rule": "SM114"}, lambda case: "SM114" in case.rules),
        ({"rule": "sm114"}, lambda case: "SM114" in case.rules),
        ({"rule": ("SM114", "SM108")}, lambda case: {"SM114", "SM108"} & set(case.rules)),
        ({"verdict": "doubtful"}, lambda case: case.verdict == "doubtful"),
        ({"verdict": "valid"}, lambda case: not case.rules),
        ({"text": False}, lambda case: is_json(case.case)),
        ({"rule": "SM117", "verdict": "invalid"}, lambda case: "SM117" in case.rules),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else "",
)
def test_a_test_gets_all_the_cases_that_it_asks_for(wanted: dict[str, Any], holds: Any) -> None:
    found = list_contract_cases(CONTRACT, **wanted)
    assert all(holds(case) for case in found)
    verdict = wanted.get("verdict")
    assert len(found) == sum(
        bool(holds(case)) and verdict in (None, case.verdict) for case in suite()
    )


def test_a_count_takes_the_first_and_they_have_every_rule() -> None:
    first = list_contract_cases(CONTRACT, count=400)
    assert first == suite()[:400]
    assert {rule for case in first for rule in case.rules} == {
        rule for case in suite() for rule in case.rules
    }


def test_the_suite_is_that_of_the_tenant() -> None:
    plain = {case.id for case in suite()}
    assert {case.id for case in list_contract_cases(TENANT, count=300)} - plain


@pytest.mark.parametrize(
    ("wanted", "error", "words"),
    [
        ({"message": "reply"}, UnknownNameError, "unknown message 'reply'"),
        ({"rule": "SM1144"}, UnknownNameError, "unknown rule 'SM1144': did you mean"),
        ({"rule": "SM304"}, UnfitRuleError, "rule SM304: no case of a request breaks it"),
        ({"verdict": "bad"}, ContractkitError, "unknown verdict 'bad': known are invalid"),
        ({"rule": "SM114", "verdict": "valid"}, ContractkitError, "no case of a request is left"),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else "",
)
def test_what_gives_no_cases_is_an_error(
    wanted: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        list_contract_cases(CONTRACT, **wanted)
