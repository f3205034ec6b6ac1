"""The native validator lists what jsonschema finds: keyword, place, order and what is broken.

`python -m tests.validation.test_native_validator 200000` compares so many payloads: all those of
the boundary suites, and for the rest valid, invalid and damaged ones of every contract.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, Schema, load, read_catalog
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.cases import is_json
from contractkit.strategies import doubtful, invalid, valid
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.native_errors import NotNativeError
from contractkit.validation.native_validator import NativeValidator
from contractkit.validation.options import CheckOptions, Selection, select_optional_rules
from contractkit.validation.reference_validator import list_broken_keywords
from contractkit.validation.violations import (
    compile_native,
    find_broken_keywords,
    find_violations,
)
from tests.sample_payloads import near_examples
from tests.validation.test_fast_keywords import CASES, INSTANCES

CONTRACTS = [
    load(f"{name}@{version}")
    for name, entry in read_catalog()["contracts"].items()
    for version in entry["versions"]
]
MESSAGES = [(contract, message) for contract in CONTRACTS for message in contract.messages]
EVERY = 9


def list_schemas(contract: Contract, message: str) -> list[Schema]:
    """All schemas of a message, those of rules that are off by default too."""
    optional = frozenset(contract.data.get("optional", {}))
    return [entry.schema for entry in load_message_schemas(contract, message, optional)]


def identify(broken: BrokenKeyword) -> str:
    rules = broken.schema.get("x-rules", {}).get(broken.keyword)
    return repr((broken.keyword, broken.path, broken.name, rules, broken.value, broken.breach))


def assert_same(
    validator: NativeValidator, schema: Schema, value: object, limit: int | None
) -> bool:
    """Hold the native validator to jsonschema; whether it could judge the value."""
    try:
        found = [identify(broken) for broken in validator.list_broken(value, limit)]
    except NotNativeError:
        return False
    expected = [identify(broken) for broken in list_broken_keywords(schema, value, limit)]
    assert found == expected
    return True


def list_payloads(contract: Contract, message: str, every: int = EVERY) -> Iterator[object]:
    for example in load_examples(contract):
        with open(example.path, "rb") as file:
            data = file.read()
        try:
            yield parse_plain(data)
        except NotPlainError:
            continue
    cases = (case for case in boundary_suite(contract, message) if is_json(case))
    yield from (case.payload for number, case in enumerate(cases) if number % every == 0)


@pytest.mark.parametrize(("contract", "message"), MESSAGES, ids=str)
@pytest.mark.parametrize("limit", [None, 2])
def test_examples_and_boundary_payloads(
    contract: Contract, message: str, limit: int | None
) -> None:
    judged = total = 0
    validators = [(NativeValidator(schema), schema) for schema in list_schemas(contract, message)]
    for payload in list_payloads(contract, message):
        for validator, schema in validators:
            total += 1
            judged += assert_same(validator, schema, payload, limit)
    assert judged > 0.99 * total > 0


REQUEST = [(NativeValidator(schema), schema) for schema in list_schemas(load(), "request")]


@given(value=near_examples("request"), limit=st.sampled_from([None, 1, 3]))
@settings(max_examples=300, deadline=None)
def test_damaged_payloads(value: object, limit: int | None) -> None:
    for validator, schema in REQUEST:
        assert_same(validator, schema, value, limit)


@pytest.mark.parametrize(("keyword", "rule"), CASES)
@pytest.mark.parametrize(
    "put",
    [
        lambda own: own,
        lambda own: {"properties": {"c": own, "a": {"type": "array"}}},
        lambda own: {"type": "object", **own, "allOf": [{"required": ["a"]}]},
        lambda own: {"items": own},
        lambda own: {"if": own, "then": {"maxProperties": 1}, "else": {"required": ["c"]}},
        lambda own: {"not": own},
        lambda own: {"if": {"required": ["b"]}, "then": own},
        lambda own: {"$ref": "#/definitions/own", "definitions": {"own": own}},
        lambda own: {"anyOf": [own, {"maxProperties": 1}]},
    ],
)
@given(instance=INSTANCES, wrap=st.sampled_from(["", "c", "[]"]), limit=st.sampled_from([None, 1]))
@settings(max_examples=30, deadline=None)
def test_custom_keywords_anywhere_in_a_schema(
    keyword: str, rule: Mapping[str, Any], put: Any, instance: object, wrap: str, limit: int | None
) -> None:
    schema = put({keyword: rule})
    value = {"c": instance} if wrap == "c" else [instance, instance] if wrap else instance
    assert assert_same(NativeValidator(schema), schema, value, limit)


def test_an_item_that_may_be_bad_is_not_counted_as_a_bad_one() -> None:
    schema: Schema = {"items": {"x-maxCount": {"values": ["/a/*", "/b"], "at": "/a", "max": 1}}}
    value = ["1", {"a": ["1", "2"], "b": "3"}, {"a": ["1"], "b": "2"}]
    assert assert_same(NativeValidator(schema), schema, value, 1)


SCHEMAS: list[Schema] = [
    {"items": {"type": "string", "maxLength": 1}, "maxItems": 2, "type": "array"},
    {"items": [{"type": "string"}, {"type": "integer"}], "additionalItems": {"const": 1}},
    {"properties": {"b": {"type": "string"}, "a": {"items": {"required": ["b", "c"]}}}},
    {"additionalProperties": False, "properties": {"a": {}}, "required": ["b", "c"]},
    {"dependencies": {"a": ["c"], "b": {"required": ["d"]}}, "minProperties": 3},
    {"oneOf": [{"type": "object"}, {"type": "array"}], "not": {"required": ["a"]}},
    {"required": ["q"], "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    {"definitions": {"x": {"items": {"$ref": "#/definitions/x"}, "maxItems": 1}},
     "$ref": "#/definitions/x"},
    {"properties": {"a": {}}, "additionalProperties": {"type": "string", "x-rules": {}}},
    {"contains": {"const": "1"}, "uniqueItems": True, "enum": [[], {}]},
    {"additionalProperties": {"type": "string", "maxLength": 2}},
    {"properties": {"a": {"patternProperties": {"^b": {"type": "null"}}}}},
    {"items": {"propertyNames": {"maxLength": 2}}},
    {"allOf": [{"format": "date"}]},
    {"if": {"multipleOf": 0.1}, "then": {"type": "string"}},
    {"dependencies": {"a": {"pattern": r"^\d+$"}}},
    {"not": {"pattern": r"^\w+$"}},
]  # fmt: skip


@pytest.mark.parametrize("schema", SCHEMAS)
@given(value=INSTANCES, limit=st.sampled_from([None, 1]))
@settings(max_examples=150, deadline=None)
def test_standard_keywords(schema: Schema, value: object, limit: int | None) -> None:
    assert assert_same(NativeValidator(schema), schema, value, limit)


LEFT_TO_JSONSCHEMA: list[Schema] = [
    {"properties": {"a": {"$id": "sub.json", "type": "string"}}},
    {"definitions": {"a": {"type": "string"}}, "items": {"$ref": "x.json#/definitions/a"}},
    {"properties": {"a": {"$ref": "#s"}, "b": {"$id": "#s", "type": "string"}}},
    {"items": {"$dynamicRef": "#s"}},
    {"pattern": "(?i)abc"},
    {"exclusiveMinimum": True},
]


@pytest.mark.parametrize("schema", LEFT_TO_JSONSCHEMA)
def test_what_the_two_read_differently_is_left_to_jsonschema(schema: Schema) -> None:
    assert compile_native(MessageSchema("normative", schema)) is None


@given(value=st.dictionaries(st.sampled_from("qwertzuiop"), st.sampled_from([None, "s", 1])))
def test_members_of_any_name_are_listed_in_their_order(value: object) -> None:
    schema: Schema = {"properties": {"q": {}}, "additionalProperties": {"type": "string"}}
    assert assert_same(NativeValidator(schema), schema, value, None)


@given(value=st.dictionaries(st.sampled_from(["q", "a", "x"]), st.sampled_from([None, "s"])))
def test_a_property_that_is_there_is_not_missing(value: object) -> None:
    schema = SCHEMAS[6]
    assert assert_same(NativeValidator(schema), schema, value, None)


@pytest.mark.parametrize("value", ["\ud800", {"a": "\udfff"}])
def test_what_native_code_cannot_read_is_said(value: object) -> None:
    with pytest.raises(NotNativeError):
        NativeValidator({"type": "string", "maxLength": 1}).list_broken(value)


@given(values=st.lists(near_examples("request"), max_size=4), limit=st.sampled_from([None, 1]))
@settings(max_examples=200, deadline=None)
def test_many_values_are_judged_as_each_is(values: list[object], limit: int | None) -> None:
    for validator, _ in REQUEST:
        try:
            found = validator.list_broken_of_many(values, limit)
        except NotNativeError:
            continue
        expected = enumerate(validator.list_broken(value, limit) for value in values)
        assert found == {index: broken for index, broken in expected if broken}


@given(
    values=st.lists(near_examples("request"), max_size=3),
    select=st.sampled_from([(), ("SM1",), ("SM201",), ("ALL",)]),
)
@settings(max_examples=100, deadline=None)
def test_broken_keywords_of_many_give_the_same_violations(
    values: list[Any], select: tuple[str, ...]
) -> None:
    contract = load()
    options = CheckOptions("request", selection=Selection(select))
    optional = select_optional_rules(contract, options.selection)
    found = find_broken_keywords(contract, "request", values, options)
    for index, value in enumerate(values):
        violations = find_violations(contract, "request", value, optional)
        if index in found:
            known = found[index]
            assert find_violations(contract, "request", value, optional, known=known) == violations
        else:
            assert not any(options.selection.includes(violation.rule) for violation in violations)


def compare_payloads(contract: Contract, message: str, count: int) -> int:
    """Compare so many payloads of a message, or all of its boundary suite; how many they were."""
    validators = [(NativeValidator(one), one) for one in list_schemas(contract, message)]
    compared = 0

    def compare(value: object) -> None:
        nonlocal compared
        compared += 1
        for validator, schema in validators:
            assert_same(validator, schema, value, None)

    for payload in list_payloads(contract, message, 1):
        compare(payload)
    broken = invalid(message, contract=contract) | doubtful(message, contract=contract)
    drawn = near_examples(message, contract) | valid(message, contract=contract)
    drawn |= broken.map(lambda case: case.payload)
    rest = settings(max_examples=max(count - compared, 1), deadline=None, database=None)
    given(drawn)(rest(compare))()
    return compared


def main(count: int) -> None:
    """Compare so many payloads, a share of each message; each with all schemas of its message."""
    for contract, message in MESSAGES:
        compared = compare_payloads(contract, message, count // len(MESSAGES))
        print(f"{contract} {message}: {compared} payloads, no difference")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
