"""The boundary suite: stable, complete, judged as promised, in a good order, easily shared out."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contractkit import Verdict, judge, load
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.payloads.boundary_suite import boundary_suite, shard
from contractkit.payloads.cases import Case, identify, to_bytes
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.payloads.text_mutations import TEXT_MUTATIONS
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.compare.made import order, write_contracts
from tests.contracts.traceability import all_versions
from tests.sample_payloads import plain

CONTRACT = load()
OLDER = [one for one in all_versions() if one.version != CONTRACT.version]
TENANT = load(tenant={"plus_e164": True, "sender_ids": ["ACME"], "contact_policy": False})
MESSAGES = CONTRACT.messages
EACH = [
    pytest.param(contract, message, id=f"{contract}-{message}")
    for contract in (CONTRACT, *OLDER)
    for message in contract.messages
]


@cache
def suite(message: str, contract: Contract = CONTRACT) -> tuple[Case, ...]:
    return tuple(boundary_suite(contract, message))


@pytest.mark.parametrize(("contract", "message"), EACH)
def test_every_case_is_judged_as_promised(contract: Contract, message: str) -> None:
    for case in suite(message, contract):
        found = check_document(to_bytes(case), contract, CheckOptions(message)).findings
        told = [one for one in found if one.verdict is not Verdict.VALID]
        assert judge(found) is case.verdict, case
        assert set(case.rules) <= {one.rule for one in told}, case


@pytest.mark.parametrize("message", MESSAGES)
def test_it_is_the_same_on_every_run_and_no_case_comes_twice(message: str) -> None:
    ids = [identify(case) for case in suite(message)]
    assert ids == [identify(case) for case in boundary_suite(load(), message)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("contract", "message"), EACH)
def test_the_first_hundreds_touch_every_rule(contract: Contract, message: str) -> None:
    early = {rule for case in suite(message, contract)[:300] for rule in case.rules}
    assert early == {rule for case in suite(message, contract) for rule in case.rules}


@pytest.mark.parametrize(("contract", "message"), [*EACH, (TENANT, "request")])
def test_every_rule_of_the_message_is_broken(contract: Contract, message: str) -> None:
    rules = load_rules(contract)
    breakable = {point.rule for point in list_mutation_points(contract, message)}
    wanted = {rule for rule in breakable if rules[rule].verdict is not Verdict.VALID}
    if contract is TENANT:
        wanted -= {"SM120", "SM121", "SM144", "SM145", "SM146", "SM147"}  # no policy at all
    wanted |= set(TEXT_MUTATIONS)
    broken = {rule for case in boundary_suite(contract, message) for rule in case.rules}
    assert wanted - broken == set()
    others = [one["rule"] for one in contract.data["lookalikes"] if one["message"] == message]
    assert broken.issuperset(others)


def test_it_begins_with_the_plain_payload_and_mixes_verdicts() -> None:
    first = suite("request")[0]
    assert (first.payload, first.verdict) == (plain(), Verdict.VALID)
    counts = Counter(case.verdict for case in suite("request"))
    assert min(counts[verdict] for verdict in Verdict) > 100


@pytest.mark.parametrize(
    ("verdict", "length"), [(Verdict.VALID, 1024), (Verdict.VALID, 1), (Verdict.INVALID, 1025)]
)
def test_both_sides_of_a_boundary_are_there_also_beside_a_condition(
    verdict: Verdict, length: int
) -> None:
    texts = [
        (sms["text"], "smartlinks" in case.payload["channels"])
        for case in suite("request")
        if case.verdict is verdict and (sms := find_sms(case)) and isinstance(sms.get("text"), str)
    ]
    assert any(len(text) == length for text, _ in texts)
    if length > 1:
        assert any(len(text) == length and linked for text, linked in texts)
    if verdict is Verdict.VALID and length > 1:
        assert any(len(text.encode("utf-16-le")) // 2 > length >= len(text) for text, _ in texts)


def find_sms(case: Case) -> dict[str, Any]:
    payload = case.payload if isinstance(case.payload, dict) else {}
    channels = payload.get("channels")
    sms = channels.get("sms") if isinstance(channels, dict) else None
    return sms if isinstance(sms, dict) else {}


def test_a_thousand_numbers_are_valid_and_one_more_doubtful() -> None:
    counts = {
        (case.verdict, len(json.dumps(case.payload).split('"+')) > 900)
        for case in suite("request")
        if "SM203" in case.rules or case.origin == "as many as allowed"
    }
    assert {verdict for verdict, _ in counts} == {Verdict.VALID, Verdict.DOUBTFUL}


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_shards_are_the_whole_suite(count: int) -> None:
    parts = [list(shard(suite("response"), number, count)) for number in range(1, count + 1)]
    assert sorted(map(identify, (case for part in parts for case in part))) == sorted(
        map(identify, suite("response"))
    )
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_condition_may_name_a_property_that_nothing_describes(tmp_path: Path) -> None:
    kind = {"enum": ["a", "b"]}
    schema = order(must=kind) | {
        "if": {"properties": {"must": {"const": "a"}}},
        "then": {"properties": {"other": {}}},
    }
    write_contracts(tmp_path, {"1.0.0": {"order": schema}})
    contract = load("kettle@1.0.0", schemas=str(tmp_path))
    payloads = [case.payload for case in boundary_suite(contract, "order") if not case.rules]
    assert {"must": "a"} in payloads
