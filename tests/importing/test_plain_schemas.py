"""Schemas of every dialect become one plain form: what each of their words becomes."""

import math
from typing import Any

import jsonschema
import pytest

from contractkit.importing import import_schema

URI = "https://json-schema.org/draft/2020-12/schema"


def strip(value: Any) -> Any:
    """A schema without the ids of its rules."""
    if isinstance(value, dict):
        return {key: strip(inner) for key, inner in value.items() if key != "x-rules"}
    return [strip(inner) for inner in value] if isinstance(value, list) else value


def plain(schema: Any, dialect: str, **given: Any) -> Any:
    made = strip(import_schema(schema, dialect=dialect, **given))
    assert made.pop("$schema") == URI
    return made


@pytest.mark.parametrize(
    ("dialect", "schema", "expected"),
    [
        ("draft-04", {"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ("draft-04", {"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ("draft-04", {"exclusiveMinimum": True}, {}),
        ("draft-07", {"items": [{"type": "null"}], "additionalItems": False},
         {"prefixItems": [{"type": "null"}], "items": False}),
        ("draft-07", {"items": {}, "additionalItems": False}, {"items": {}}),
        ("2019-09", {"items": [True, False]}, {"prefixItems": [{}, {"not": {}}]}),
        ("draft-06", {"dependencies": {"a": ["b"], "c": {"type": "object"}}},
         {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"type": "object"}}}),
        ("draft-07", {"$ref": "#/definitions/a", "minLength": 3, "definitions": {"a": {}}}, {}),
        ("2019-09", {"$ref": "#/$defs/a", "minLength": 3, "$defs": {"a": {"type": "string"}}},
         {"$ref": "#/$defs/a", "minLength": 3, "$defs": {"a": {"type": "string"}}}),
        ("2019-09", {"dependentRequired": [], "dependencies": {"a": ["b"]}},
         {"dependentRequired": {"a": ["b"]}}),
        ("2019-09", {"dependentSchemas": 3, "dependencies": {"a": {}}},
         {"dependentSchemas": {"a": {}}}),
        ("2020-12", {"minimum": math.inf, "maxLength": math.inf, "multipleOf": math.nan}, {}),
        ("draft-07", False, {"not": {}}),
        ("2020-12", True, {}),
        ("2020-12", {"properties": {"a": False}, "additionalProperties": False},
         {"properties": {"a": {"not": {}}}, "additionalProperties": False}),
        ("2020-12", {"type": ["string"], "minLength": 2.0}, {"type": "string", "minLength": 2}),
        ("draft-04", {"id": "http://x.example/a", "$ref": "#/definitions/a",
                      "definitions": {"a": {"type": "null"}}}, {"type": "null"}),
    ],
)  # fmt: skip
def test_a_schema_in_its_plain_form(dialect: str, schema: Any, expected: Any) -> None:
    assert plain(schema, dialect) == expected


def test_a_reference_to_the_whole_becomes_a_definition() -> None:
    tree = {"properties": {"left": {"$ref": "#"}}, "type": "object"}
    made = plain(tree, "2020-12")
    assert made["properties"]["left"] == {"$ref": "#/$defs/schema"}
    assert made["$defs"]["schema"] == tree | {
        "properties": {"left": {"$ref": "#/$defs/schema"}},
    }


def test_identifiers_and_anchors_are_resolved() -> None:
    schema = {
        "$id": "https://x.example/root",
        "properties": {"a": {"$ref": "sub#name"}},
        "$defs": {"s": {"$id": "sub", "$defs": {"n": {"$anchor": "name", "type": "null"}}}},
    }
    made = plain(schema, "2020-12")
    assert made == {
        "properties": {"a": {"$ref": "#/$defs/n"}},
        "$defs": {"n": {"type": "null"}},
    }


def test_a_document_is_given_by_its_uri_and_nothing_is_fetched() -> None:
    schema = {"$ref": "https://x.example/a"}
    given = {"https://x.example/a": {"type": "string"}}
    assert plain(schema, "2020-12", retrieve=given) == {"type": "string"}
    assert plain(schema, "2020-12") == {}


@pytest.mark.parametrize(
    ("dialect", "name"), [("draft-04", "id"), ("2020-12", "$id"), ("2020-12", "$schema")]
)
def test_an_identifier_that_is_no_uri_names_nothing(dialect: str, name: str) -> None:
    schema = {name: "http://[x]/", "properties": {"a": {"$ref": "#"}}}
    made = plain(schema, dialect)
    assert made["properties"] == {"a": {"$ref": "#/$defs/schema"}}


def test_a_dynamic_reference_is_written_once_for_each_way() -> None:
    tree = {
        "$id": "https://x.example/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
    }
    strict = {
        "$id": "https://x.example/strict",
        "$dynamicAnchor": "node",
        "$ref": "tree",
        "unevaluatedProperties": False,
    }
    made = import_schema(strict, retrieve={"https://x.example/tree": tree})
    validator = jsonschema.Draft202012Validator(made)
    assert validator.is_valid({"children": [{"children": []}]})
    assert not validator.is_valid({"children": [{"childre": []}]})


def test_each_asserting_keyword_has_a_rule_and_what_only_decides_has_none() -> None:
    made = import_schema(
        {
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": {"enum": [1]}, "b": {"not": {"const": 2}}},
            "if": {"required": ["c"]},
            "then": {"minProperties": 3},
            "contains": {"type": "string"},
            "propertyNames": {"pattern": "a"},
            "oneOf": [{"maxProperties": 3}, False],
            "unevaluatedProperties": False,
        }
    )
    assert set(made["x-rules"]) == {
        "type", "required", "contains", "propertyNames", "oneOf", "unevaluatedProperties",
    }  # fmt: skip
    assert set(made["x-rules"]["required"]) == {"a", "b"}
    assert set(made["properties"]["a"]["x-rules"]) == {"enum"}
    assert set(made["properties"]["b"]["x-rules"]) == {"not"}
    assert set(made["then"]["x-rules"]) == {"minProperties"}
    assert [set(branch["x-rules"]) for branch in made["oneOf"]] == [{"maxProperties"}, {"not"}]
    for keyword in ("if", "contains", "propertyNames"):
        assert "x-rules" not in made[keyword]
    assert "x-rules" not in made["properties"]["b"]["not"]
