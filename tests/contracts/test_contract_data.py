"""What contract.json says agrees with the schemas and the rules."""

import os
from typing import Any

import pytest

from contractkit.contracts.codes import find_answer_code, load_codes
from contractkit.contracts.examples import load_examples
from contractkit.contracts.fields import list_fields, list_keyword_rules, walk_subschemas
from contractkit.contracts.loading import Contract, load_schema, read_json
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.operations import list_operations
from contractkit.contracts.rules import load_rules
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.views import View, load_view
from contractkit.findings import Verdict
from contractkit.pointers import select_values
from contractkit.validation.ecma_patterns import compile_pattern
from contractkit.validation.reference_validator import compile_validator
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
    forms = list_notification_forms(contract)
    pairs = [("request", callback["url"]), *((form.message, form.status or "") for form in forms)]
    pairs += [("response", pointer) for pointer in answers["id"] + answers["code"]]
    pairs += [("request", callback["destinations"])]
    pairs += [("request", one["request"]) for one in data["safe"]]
    view = load_view(contract) or View()
    pairs += [("request", one) for one in (*view.recipients, *view.sender, *view.text)]
    queries = [(one.form.message, one.form.equal) for one in list_operations(contract) if one.form]
    for message, equal in [*((form.message, form.equal) for form in forms), *queries]:
        pairs += [(message, pair.place) for pair in equal]
        pairs += [(pair.message, source) for pair in equal for source in pair.sources]
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
    layers = load_message_schemas(contract, "request")[:1]
    named = {
        rule
        for layer in layers
        for _, schema, _ in walk_subschemas(layer.schema)
        for rule in list_keyword_rules(schema)
    }
    others = contract.data["lookalikes"]
    named |= {one["rule"] for one in others if one["message"] == "request"}
    named |= {
        rule
        for setting in contract.data["tenant"]
        for rule in rules_of(contract, "tenant", setting)
    }
    shared = contract.rule_folders[1] + os.sep
    named |= {one.id for one in load_rules(contract).values() if one.path.startswith(shared)}
    assert [rule for rule in sorted(named) if find_answer_code(contract, rule) is None] == []


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_codes_of_answers_exist(contract: Contract) -> None:
    known = {
        one.code
        for one in load_codes(contract)
        if one.context == contract.data["answers"]["context"]
    }
    answers = contract.data["answers"]
    assert set(answers["codes"]) | set(answers["unauthenticated"].values()) <= known
    named = {answers[key] for key in ("accepted", "tooLarge", "otherwise") if key in answers}
    assert named <= known
    assert set(answers["descriptions"]) <= set(answers["codes"])


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_late_refusals_are_of_invalid_requests(contract: Contract) -> None:
    for rule in contract.data["answers"]["lateRefusal"]:
        assert load_rules(contract)[rule].verdict is Verdict.INVALID


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_failed_statuses_are_statuses(contract: Contract) -> None:
    for form in list_notification_forms(contract):
        field = list_fields(contract, form.message)[form.status or ""]
        enums = [schema["enum"] for schema in field.schemas if "enum" in schema]
        assert {*form.failed, *form.statuses.values()} <= set(enums[0])


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_acceptance_and_refusal_tell_all_good_answers_apart(contract: Contract) -> None:
    answers = contract.data["answers"]
    accepts = compile_validator(answers["acceptance"])
    refuses = compile_validator(answers["refusal"])
    accepted = []
    for example in load_examples(contract):
        if example.suite == "response" and example.verdict != "invalid":
            value = read_json(example.path)
            accepted.append(accepts.is_valid(value))
            assert accepts.is_valid(value) is not refuses.is_valid(value), example.path
            for key in ("id", "code"):
                found = [
                    one for pointer in answers[key] for _, one in select_values(value, pointer)
                ]
                assert found or not has_value(contract, key, accepted=accepted[-1])
                assert all(isinstance(one, str) for one in found)
    assert set(accepted) == {True, False}


def has_value(contract: Contract, key: str, *, accepted: bool) -> bool:
    """Whether an answer has an id, or a code: all have both where an acceptance has a code."""
    return "accepted" in contract.data["answers"] or accepted is (key == "id")


def rules_of(contract: Contract, group: str, key: str) -> list[str]:
    """The rules that a schema of a tenant's setting or an optional schema names."""
    schema = load_schema(contract, contract.data[group][key]["schema"])
    return [rule for one in walk_schema(schema) for rule in list_keyword_rules(one.schema)]


@pytest.mark.parametrize(("contract", "group", "key"), TRIGGERS)
def test_extra_schema_speaks_of_documented_places(contract: Contract, group: str, key: str) -> None:
    entry = contract.data[group][key]
    schema = load_schema(contract, entry["schema"])
    fields = list_fields(contract, entry["message"])
    assert {pattern for pattern, _, _ in walk_subschemas(schema)} <= set(fields)
    assert rules_of(contract, group, key)


@pytest.mark.parametrize(("contract", "group", "key"), TRIGGERS)
def test_filled_place_is_an_example_in_its_schema(contract: Contract, group: str, key: str) -> None:
    entry = contract.data[group][key]
    if "fill" in entry:
        schema = load_schema(contract, entry["schema"])
        assert [one for _, one in select_values(schema, entry["fill"])] == [entry["example"]]


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_rules_off_by_default_are_the_optional_ones(contract: Contract) -> None:
    off = {one.id for one in load_rules(contract).values() if not one.on}
    assert off == set(contract.data["optional"])
    for rule in off:
        assert set(rules_of(contract, "optional", rule)) == {rule}


@pytest.mark.parametrize(("contract", "lookalike"), LOOKALIKES)
def test_lookalike_matches_no_good_message(contract: Contract, lookalike: dict[str, Any]) -> None:
    matches = compile_validator(lookalike["schema"])
    matched = [
        example
        for example in load_examples(contract)
        if example.suite == lookalike["message"] and matches.is_valid(read_json(example.path))
    ]
    assert matched
    assert {example.verdict for example in matched} == {"invalid"}
    assert lookalike["rule"] in {rule for example in matched for rule, _ in example.findings}


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_every_key_is_documented(contract: Contract) -> None:
    with open(os.path.join(contract.home, "README.md"), encoding="utf-8") as file:
        table = file.read().partition("## The keys of contract.json")[2].partition("\n## ")[0]
    nested = ("answers", "callback")
    named = [f"{group}.{key}" for group in nested for key in contract.data[group]] + [
        key for key in contract.data if key not in nested
    ]
    for name in named:
        group, _, key = name.rpartition(".")
        assert f"`{name}`" in table or (f"`{group}." in table and f"`.{key}`" in table), name


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_steering_speaks_of_delivery_codes(contract: Contract) -> None:
    callback = contract.data["callback"]
    codes = {
        one.code: one
        for one in load_codes(contract)
        if one.context == callback["context"] and one.status
    }
    steering, late = callback["steering"], callback["lateCodes"]
    assert {steering["first"], steering["otherwise"], *late.values()} <= set(codes)
    assert set(late) == set(contract.data["answers"]["lateRefusal"])
    for form in list_notification_forms(contract):
        assert {form.name_status(codes[code].status[0]) for code in late.values()} <= {*form.failed}
    steered = [code for code, one in codes.items() if one.status]
    endings = {code[-steering["digits"] :] for code in steered}
    assert len(endings) == len(steered), "two codes have the same ending"


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_templates_are_told_apart_and_have_the_places_that_are_equal(contract: Contract) -> None:
    answers = contract.data["answers"]
    for name in ("acceptance", "refusal"):
        template = answers["templates"][name]
        assert compile_validator(answers[name]).is_valid(template)
        for key in ("id", "code"):
            found = any(list(select_values(template, pointer)) for pointer in answers[key])
            assert found or not has_value(contract, key, accepted=name == "acceptance")
    for form in list_notification_forms(contract):
        for pointer in [form.status or "", *(pair.place for pair in form.equal)]:
            assert len(list(select_values(form.template, pointer))) == 1, pointer


def is_safe(value: str) -> bool:
    [safe] = VERSIONS[-1].data["safe"]
    return bool(compile_pattern(safe["pattern"]).search(value))


@pytest.mark.parametrize(
    "value",
    [
        *("+447700900000", "+447700900999", "447700900123", "00447700900123", "+44 7700 900-123"),
        *("(+44) 7700/900.123", "+447700900123\n", "\t+447700900123", "tel:+447700900123"),
        *("+000447700900123", "0x447700900123x"),
        *("+12125550100", "+1 (989) 555-0199", "001 212 555 0123"),
        *("", "+", "123456", "+44 77", "sms", "\u0664\u0664\u0667", "0", "000000"),
    ],
)  # fmt: skip
def test_safe_values_reach_nobody(value: str) -> None:
    assert is_safe(value)


@pytest.mark.parametrize(
    "value",
    [
        *("+447700901000", "+447700899999", "+4477009001234", "+44770090012", "07700900123"),
        *("7700900123", "+12125550200", "+12125550099", "+11125550100", "2125550123", "1234567"),
        *("+447700900123,+447700900124", "+44 (0)7700 900123", "9447700900123", "+49301234567"),
        *("\uff14\uff14\uff17\uff17\uff10\uff10\uff19\uff10", "\U0001d7d7" * 7, "1" * 40),
        *("+447700900123\u0664", "\u06611234567", "123\u0664567"),
    ],
)  # fmt: skip
def test_values_that_may_reach_somebody_are_not_safe(value: str) -> None:
    assert not is_safe(value)


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_numbers_of_the_valid_examples_are_mostly_safe(contract: Contract) -> None:
    [safe] = contract.data["safe"]
    numbers = [
        str(number)
        for example in load_examples(contract)
        if example.suite == "request" and example.verdict == "valid"
        for _, number in select_values(read_json(example.path), safe["request"])
    ]
    assert sum(map(is_safe, numbers)) > 0.9 * len(numbers)
