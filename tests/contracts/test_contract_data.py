"""What contract.json says agrees with the schemas and the rules."""

import os
from typing import Any

import pytest

from contractkit.codes import answer_to, load_codes
from contractkit.contract import Contract, load_schema, read_json
from contractkit.examples import load_examples
from contractkit.fields import list_fields, named_rules, walk
from contractkit.finding import Verdict
from contractkit.judging.validators import compile_explaining
from contractkit.layers import load_layers
from contractkit.pointer import select
from contractkit.rules import load_rules
from tests.contracts.subschemas import walk_schema
from tests.contracts.traceability import all_versions

VERSIONS = all_versions()
TRIGGERS = [
    pytest.param(contract, "tenant", key, id=f"{contract}-tenant-{key}")
    for contract in VERSIONS
    for key in contract.data["tenant"]
] + [
    pytest.param(contract, "optional", key, id=f"{contract}-optional-{key}")
    for contract in VERSIONS
    for key in contract.data["optional"]
]
LOOKALIKES = [
    pytest.param(contract, one, id=f"{contract}-{one['says']}")
    for contract in VERSIONS
    for one in contract.data["lookalikes"]
]


def list_pointers(contract: Contract) -> list[tuple[str, str]]:
    """Every pointer in contract.json with the message that it points into."""
    data = contract.data
    callback, answers = data["callback"], data["answers"]
    pairs = [("request", callback["url"]), (callback["message"], callback["status"])]
    pairs += [("response", pointer) for pointer in answers["id"] + answers["code"]]
    pairs += [
        (message, pointer)
        for equal in callback["equal"]
        for message, pointer in equal.items()
        if message != "absent"
    ]
    return pairs + [(one["message"], one["pointer"]) for one in data["lookalikes"]]


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_pointers_lead_to_documented_places(contract: Contract) -> None:
    for message, pointer in list_pointers(contract):
        assert pointer in list_fields(contract, message), f"{message} {pointer}"


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_rules_and_prefixes_exist(contract: Contract) -> None:
    answers = contract.data["answers"]
    prefixes = [one for found in answers["codes"].values() for one in found]
    assert len(set(prefixes)) == len(prefixes)
    for prefix in prefixes:
        assert any(rule.startswith(prefix) for rule in load_rules(contract)), prefix
    exact = answers["lateRefusal"] + list(contract.data["optional"])
    assert set(exact) <= set(load_rules(contract))


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_every_reason_to_refuse_a_request_has_a_code(contract: Contract) -> None:
    layers = load_layers(contract, "request")[:1]
    named = {
        rule
        for layer in layers
        for _, schema, _ in walk(layer.schema)
        for rule in named_rules(schema)
    }
    named |= {one["rule"] for one in contract.data["lookalikes"]}
    named |= {
        rule
        for setting in contract.data["tenant"]
        for rule in rules_of(contract, "tenant", setting)
    }
    shared = contract.rule_folders[1] + os.sep
    named |= {one.id for one in load_rules(contract).values() if one.path.startswith(shared)}
    assert [rule for rule in sorted(named) if answer_to(contract, rule) is None] == []


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_codes_of_answers_exist(contract: Contract) -> None:
    known = {one.code for one in load_codes(contract) if one.context == "answer"}
    answers = contract.data["answers"]
    assert set(answers["codes"]) | set(answers["unauthenticated"].values()) <= known


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_late_refusals_are_of_invalid_requests(contract: Contract) -> None:
    for rule in contract.data["answers"]["lateRefusal"]:
        assert load_rules(contract)[rule].verdict is Verdict.INVALID


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_failed_statuses_are_statuses(contract: Contract) -> None:
    callback = contract.data["callback"]
    field = list_fields(contract, callback["message"])[callback["status"]]
    enums = [schema["enum"] for schema in field.schemas if "enum" in schema]
    assert set(callback["failed"]) <= set(enums[0])


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_acceptance_and_refusal_tell_all_good_answers_apart(contract: Contract) -> None:
    answers = contract.data["answers"]
    accepts = compile_explaining(answers["acceptance"])
    refuses = compile_explaining(answers["refusal"])
    told = []
    for example in load_examples(contract):
        if example.suite == "response" and example.verdict != "invalid":
            value = read_json(example.path)
            told.append(accepts.is_valid(value))
            assert accepts.is_valid(value) is not refuses.is_valid(value), example.path
            for pointers in (answers["id"], answers["code"]):
                found = [one for pointer in pointers for _, one in select(value, pointer)]
                assert found
                assert all(isinstance(one, str) for one in found)
    assert set(told) == {True, False}


def rules_of(contract: Contract, group: str, key: str) -> list[str]:
    """The rules that a schema of a tenant's setting or an optional schema names."""
    schema = load_schema(contract, contract.data[group][key]["schema"])
    return [rule for one in walk_schema(schema) for rule in named_rules(one.schema)]


@pytest.mark.parametrize(("contract", "group", "key"), TRIGGERS)
def test_extra_schema_speaks_of_documented_places(contract: Contract, group: str, key: str) -> None:
    entry = contract.data[group][key]
    schema = load_schema(contract, entry["schema"])
    fields = list_fields(contract, entry["message"])
    assert {pattern for pattern, _, _ in walk(schema)} <= set(fields)
    assert rules_of(contract, group, key)


@pytest.mark.parametrize(("contract", "group", "key"), TRIGGERS)
def test_filled_place_is_an_example_in_its_schema(contract: Contract, group: str, key: str) -> None:
    entry = contract.data[group][key]
    if "fill" in entry:
        schema = load_schema(contract, entry["schema"])
        assert [one for _, one in select(schema, entry["fill"])] == [entry["example"]]


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_rules_off_by_default_are_the_optional_ones(contract: Contract) -> None:
    off = {one.id for one in load_rules(contract).values() if not one.on}
    assert off == set(contract.data["optional"])
    for rule in off:
        assert rules_of(contract, "optional", rule) == [rule]


@pytest.mark.parametrize(("contract", "lookalike"), LOOKALIKES)
def test_lookalike_matches_no_good_message(contract: Contract, lookalike: dict[str, Any]) -> None:
    matches = compile_explaining(lookalike["schema"])
    matched = [
        example
        for example in load_examples(contract)
        if example.suite == lookalike["message"] and matches.is_valid(read_json(example.path))
    ]
    assert matched
    assert {example.verdict for example in matched} == {"invalid"}
    assert lookalike["rule"] in {rule for example in matched for rule, _ in example.findings}
