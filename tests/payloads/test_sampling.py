"""Streams of cases come to a case of every rule: none is looked for without end."""

from pathlib import Path

import pytest

from contractkit import load
from contractkit.contracts.loading import Contract, read_catalog
from contractkit.errors import UnbuildableError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads import sampling
from contractkit.payloads.bases import find_breakable_points
from contractkit.payloads.sampling import generate_cases
from tests.validation.ruled_contracts import write_contract

BROKEN = (Verdict.INVALID, Verdict.DOUBTFUL)
CONTRACTS = [load(name) for name in read_catalog()["contracts"]]
STREAMS = [
    pytest.param(contract, message, verdict, id=f"{contract}-{message}-{verdict}")
    for contract in CONTRACTS
    for message in contract.messages
    for verdict in BROKEN
]


@pytest.mark.parametrize(("contract", "message", "verdict"), STREAMS)
def test_every_rule_is_broken_soon(contract: Contract, message: str, verdict: Verdict) -> None:
    rules = {points[0].rule for points in find_breakable_points(contract, message, None, verdict)}
    for rule in rules:
        case = next(generate_cases(contract, message, verdict, rule, "soon"))
        assert (case.verdict, rule in case.rules) == (verdict, True)


def test_of_a_rule_that_comes_with_another_the_cases_with_fewest_are_given() -> None:
    [contract] = (one for one in CONTRACTS if one.name == "send-message-v1")
    stream = generate_cases(contract, "request", Verdict.DOUBTFUL, "SM207", "fewest")
    assert {next(stream).rules for _ in range(3)} == {("SM207", "SM208")}


def test_a_rule_that_nothing_breaks_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "draw_broken", lambda *_: None)
    monkeypatch.setattr(sampling, "MOST_DRAWS", 3)
    stream = generate_cases(CONTRACTS[0], "request", Verdict.INVALID, "SM114", "never")
    with pytest.raises(UnfitRuleError, match="no payload was found"):
        next(stream)


def test_a_schema_that_nothing_meets_is_an_error_and_no_endless_search(tmp_path: Path) -> None:
    never = {"allOf": [{"type": "string", "minLength": 3}, {"enum": ["x"]}]}
    schema = {"type": "object", "required": ["a"], "properties": {"a": never}}
    contract = write_contract(tmp_path, schema)
    with pytest.raises(UnbuildableError, match="no value was found that /a may have"):
        next(generate_cases(contract, "request", Verdict.VALID, None, "0"))
