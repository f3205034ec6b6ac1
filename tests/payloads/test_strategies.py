"""The Hypothesis strategies: what they promise of every draw, of edges, of shrinking, of misuse."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given, settings

from contractkit import (
    Contract,
    Severity,
    UnfitRuleError,
    UnknownNameError,
    Verdict,
    check,
    judge,
    load,
)
from contractkit.contracts.rules import load_rules
from contractkit.payloads.bases import group_breakable_points, load_base_node
from contractkit.payloads.cases import Case
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.strategies import doubtful, invalid, valid
from tests.sample_payloads import plain

CONTRACT = load()
TENANT = load(
    tenant={
        "plus_e164": True,
        "sender_ids": ["ACME", "72404"],
        "contact_policy": False,
        "smartlinks": ["5", "spring"],
        "max_destinations": 3,
    }
)
CONTRACTS = [CONTRACT, TENANT]
RULES = [
    (message, rule, verdict)
    for message in CONTRACT.messages
    for verdict in (Verdict.INVALID, Verdict.DOUBTFUL)
    for rule in group_breakable_points(CONTRACT, message, verdict)
]


def for_each(strategy: Any, check_one: Callable[[Any], None], **options: Any) -> None:
    """Run a check on what a strategy draws (drawing in the test itself would print every draw)."""

    @settings(**{"max_examples": 150, "deadline": None, "database": None, **options})
    @given(strategy)
    def run(drawn: Any) -> None:
        check_one(drawn)

    run()


@pytest.mark.parametrize("contract", CONTRACTS, ids=["plain", "tenant"])
@pytest.mark.parametrize("message", CONTRACT.messages)
def test_a_valid_payload_is_valid(contract: Contract, message: str) -> None:
    def see(payload: Any) -> None:
        findings = check(payload, message, contract=contract)
        assert all(finding.severity is Severity.NOTE for finding in findings)

    for_each(valid(message, contract=contract), see)


@pytest.mark.parametrize("contract", CONTRACTS, ids=["plain", "tenant"])
@pytest.mark.parametrize("message", CONTRACT.messages)
@pytest.mark.parametrize(
    ("strategy", "verdict"), [(invalid, Verdict.INVALID), (doubtful, Verdict.DOUBTFUL)]
)
def test_a_case_breaks_what_it_says(
    contract: Contract, message: str, strategy: Any, verdict: Verdict
) -> None:
    def see(case: Case) -> None:
        assert_judged(case, check(case.payload, message, contract=contract), verdict)

    for_each(strategy(message, contract=contract), see)


def assert_judged(case: Case, findings: Any, verdict: Verdict) -> None:
    assert case.verdict is judge(findings) is verdict
    told = [one for one in findings if one.severity is not Severity.NOTE]
    assert set(case.rules) == {one.rule for one in told}
    assert case.pointer in {one.pointer for one in told}


@pytest.mark.parametrize(("message", "rule", "verdict"), RULES)
def test_each_rule_can_be_asked_for(message: str, rule: str, verdict: Verdict) -> None:
    def see(case: Case) -> None:
        assert case.verdict is verdict
        assert rule in case.rules

    strategy = {Verdict.INVALID: invalid, Verdict.DOUBTFUL: doubtful}[verdict]
    for_each(strategy(message, rule), see, max_examples=5)


def test_every_normative_rule_has_a_way_to_be_broken() -> None:
    broken = {rule for _, rule, verdict in RULES if verdict is Verdict.INVALID}
    tenant = {"SM113", "SM125", "SM126", "SM129"}
    elsewhere = {"SM127"}  # another API's payload: in the boundary suite
    sending = set(CONTRACT.data["operation"]["rules"].values())  # of no payload at all
    rules = load_rules(CONTRACT).values()
    own = {one.id for one in rules if one.severity == "error" and one.id.startswith("SM")}
    assert own - broken - sending == tenant | elsewhere
    assert tenant <= set(group_breakable_points(TENANT, "request", Verdict.INVALID))


def test_nearly_every_invalid_case_breaks_one_rule_only() -> None:
    """Where only doubtful payloads can break a rule, what makes them doubtful does not count.

    Nor does a list that was as long as another before that was broken.
    """
    rules = load_rules(CONTRACT)
    points_by_rule = group_breakable_points(CONTRACT, "request", Verdict.INVALID)
    in_doubtful = {
        rule
        for rule, points in points_by_rule.items()
        if all(base.doubtful for base in map(load_base_node, points) if base)
    }
    points = list_mutation_points(CONTRACT, "request")
    compared = {point.rule for point in points if point.keyword == "x-sameCount"}
    counts: Counter[bool] = Counter()

    def see(case: Case) -> None:
        others = {*case.rules} - compared
        told = [one for one in case.rules if rules[one].verdict is Verdict.INVALID]
        counts[len(told if in_doubtful & {*told} else others) == 1] += 1

    for_each(invalid("request"), see, max_examples=300)
    assert len(in_doubtful) < 0.2 * len(points_by_rule)
    assert counts[True] >= 0.95 * counts.total()


@pytest.mark.parametrize(
    "edge",
    [
        lambda sms, _: len(sms["text"]) == 1024,
        lambda sms, _: sms.get("type") == "3",
        lambda _, payload: len(payload.get("callbackData", "")) == 2000,
        lambda _, payload: any(len(one.lstrip("+")) == 15 for one in numbers(payload)),
        lambda _, payload: len(payload["destination"]) > 1 and len(numbers(payload)) > 2,
        lambda sms, _: any(ord(char) > 0xFFFF for char in sms["text"]),
        lambda _, payload: payload["channels"].get("smartlinks") == [],
    ],
)
def test_edges_are_reached_within_two_hundred_examples(edge: Any) -> None:
    reached = []

    def see(payload: Any) -> None:
        reached.append(edge(payload["channels"]["sms"], payload))

    for_each(valid("request"), see, max_examples=200, derandomize=True)
    assert any(reached)


def numbers(payload: Any) -> list[str]:
    return [number for group in payload["destination"] for number in group["msisdn"]]


def test_shrinking_ends_at_the_plain_payload() -> None:
    assert find(valid("request"), lambda _: True) == plain()
    case = find(invalid("request", "SM114"), lambda _: True)
    assert case.payload["destination"] == plain()["destination"]
    assert len(case.payload["channels"]["sms"]["text"]) == 1025
    region = find(valid("request"), lambda one: "storeRegion" in one["channels"]["sms"])
    assert set(region) == set(plain())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: valid("requst"), "did you mean 'request'?"),
        (lambda: invalid("request", "SM999"), "unknown rule 'SM999'"),
        (
            lambda: invalid("request", "SM309"),
            "SM309: it is a rule of the response, not of the request",
        ),
        (lambda: invalid("request", "SM201"), "makes a payload doubtful, not invalid"),
        (lambda: doubtful("request", "SM114"), "makes a payload invalid, not doubtful"),
        (lambda: invalid("request", "SM113"), "a tenant's settings"),
    ],
)
def test_misuse_is_told_at_once(make: Any, words: str) -> None:
    with pytest.raises((UnknownNameError, UnfitRuleError), match=words.replace("?", r"\?")):
        make()
