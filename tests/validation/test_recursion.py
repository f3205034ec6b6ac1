"""Nothing is endless, whatever the schema leads back to and however deep a value is."""

import json
from pathlib import Path
from typing import Any

import pytest

from contractkit import check, check_text, explain
from contractkit.contracts.fields import MOST_SUBSCHEMAS, list_fields, walk_subschemas
from contractkit.contracts.loading import Contract
from contractkit.validation import reference_validator
from contractkit.validation.nesting import is_recursive
from contractkit.validation.reference_validator import list_broken_keywords
from tests.validation.ruled_contracts import latest, write_contract

NODE = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "description": "What is said."},
        "below": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        "next": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/node"}]},
    },
    "additionalProperties": False,
}
TREE = latest(**{"$ref": "#/$defs/node", "$defs": {"node": NODE}})
LOOPS: list[dict[str, Any]] = [
    latest(**{"$ref": "#"}),
    latest(allOf=[{"$ref": "#"}]),
    latest(anyOf=[{"$ref": "#/$defs/a"}, {"type": "object"}],
           **{"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}),
    {"definitions": {"a": {"$ref": "#/definitions/a"}}, "properties": {"x": {
        "$ref": "#/definitions/a"}}},
]  # fmt: skip


def nest(depth: int, last: object) -> Any:
    value = last
    for _ in range(depth):
        value = {"text": "a", "below": [value]}
    return value


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_contract(tmp_path_factory.mktemp("tree"), TREE)


@pytest.mark.parametrize("depth", [1, 20, 49])
def test_what_is_wrong_far_inside_is_found(tree: Contract, depth: int) -> None:
    [finding] = check(nest(depth, {"text": 1}), "request", contract=tree)
    assert finding.pointer == "/below/0" * depth + "/text"
    assert check_text(json.dumps(nest(depth, {"text": 1})), "request", contract=tree) != ()


@pytest.mark.parametrize("depth", [51, 1000, 20_000])
def test_a_value_that_is_too_deep_is_told(tree: Contract, depth: int) -> None:
    [finding] = check(nest(depth, {"text": 1}), "request", contract=tree)
    assert (finding.rule, finding.pointer) == ("JT013", "/below/0" * 50)


def test_a_text_without_a_readable_value_is_judged_as_deep(tree: Contract) -> None:
    value = nest(49, {"text": "\ud800", "more": 1})
    found = {finding.pointer for finding in check(value, "request", contract=tree)}
    assert found == {"/below/0" * 49 + "/more"}


def test_a_text_without_a_readable_value_needs_no_jsonschema(
    tree: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_validator, "list_broken_keywords", None)
    [finding] = check({"text": "\udfff", "below": [{"text": 1}]}, "request", contract=tree)
    assert finding.pointer == "/below/0/text"


EXPRESSION = {"$ref": "#/$defs/expression"}
BRANCHES = [
    {"type": "object", "required": ["all", name], "additionalProperties": False,
     "properties": {"all": {"type": "array", "items": EXPRESSION}, name: {"const": True}}}
    for name in ("and", "or", "xor")
]  # fmt: skip


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_choices_inside_one_another_take_no_time_that_doubles(tmp_path: Path, keyword: str) -> None:
    choice = {keyword: [{"type": "string"}, *BRANCHES]}
    contract = write_contract(tmp_path, latest(**EXPRESSION, **{"$defs": {"expression": choice}}))
    value: Any = 1
    for _ in range(40):
        value = {"all": ["a", value], "or": True}
    [finding] = check(value, "request", contract=contract)
    assert finding.pointer == "/all/1" * 40


def test_the_reference_validator_goes_as_deep() -> None:
    [broken] = list_broken_keywords(TREE, nest(49, {"text": 1}))
    assert broken.path == ("below", 0) * 49 + ("text",)


@pytest.mark.parametrize("schema", LOOPS)
def test_a_schema_that_refers_to_itself_at_one_place(tmp_path: Path, schema: Any) -> None:
    contract = write_contract(tmp_path, schema)
    assert list_fields(contract, "request")
    assert check({"x": 1}, "request", contract=contract) == ()


def test_fields_in_recursive_places_are_explained(tree: Contract) -> None:
    fields = list_fields(tree, "request")
    assert list(fields) == ["", "/text", "/below", "/below/*", "/next"]
    assert "What is said." in explain("/below/0/next/below/3/text", tree)
    assert "mandatory" in explain("/below/0/below/1/text", tree)
    assert "One of: null, “node”" in explain("/next", tree)


def test_as_many_fields_as_can_be_read() -> None:
    wide = {f"p{index}": {"$ref": f"#/$defs/d{index}"} for index in range(30)}
    definitions = {f"d{index}": {"properties": wide} for index in range(30)}
    schema = latest(**{"properties": wide, "$defs": definitions})
    assert 100 < len(list(walk_subschemas(schema))) <= MOST_SUBSCHEMAS


@pytest.mark.parametrize(("schema", "recursive"), [
    (TREE, True), (LOOPS[0], True), (LOOPS[2], True), (LOOPS[3], True),
    (latest(properties={"a": {"$ref": "#"}}), True),
    (latest(properties={"a": {"$ref": "#/$defs/a"}}, **{"$defs": {"a": {}}}), False),
    (latest(properties={"a": {"type": "string"}}), False),
])  # fmt: skip
def test_which_schemas_come_back_to_themselves(schema: Any, recursive: bool) -> None:
    assert is_recursive(schema) is recursive
