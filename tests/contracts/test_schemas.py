"""Every schema file keeps to the part of draft-07 that all readers of it understand alike."""

import os
from typing import Any

import pytest
from jsonschema import Draft7Validator

from contractkit.contracts.fields import list_keyword_rules, walk_subschemas
from contractkit.contracts.loading import Contract, Schema, load_schema
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.rules import (
    list_rule_pages,
    load_migration_rules,
    load_rules,
    read_rule_id,
)
from contractkit.validation.reference_validator import compile_validator
from tests.contracts.subschemas import SchemaFile, Subschema, all_schema_files, walk_schema
from tests.contracts.traceability import all_versions, traced_contracts

FILES = all_schema_files()
DRAFT = "http://json-schema.org/draft-07/schema#"
ASSERTING = {
    *("type", "required", "additionalProperties", "minItems", "maxItems", "minLength"),
    *("maxLength", "pattern", "enum", "const", "not"),
    *("x-distinct", "x-maxBytes", "x-maxCount", "x-maxParts", "x-mentions"),
    "x-sameCount",
}
STRUCTURAL = {"properties", "items", "allOf", "if", "then", "else", "$ref", "definitions"}
DESCRIBING = {"title", "description", "examples", "$schema", "$id", "x-rules"}
SUBSCHEMAS = [
    pytest.param(file, one, id=f"{file}#{one.pointer}")
    for file in FILES
    for one in walk_schema(file.read())
]
NORMATIVE = [
    (contract, message) for contract in all_versions() for message in contract.data["messages"]
]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_schema_is_valid_and_names_itself(file: SchemaFile) -> None:
    schema = file.read()
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    name, version = file.contract.name, file.contract.version
    assert schema["$id"].startswith(f"urn:contractkit:{name}:{version}:")
    assert schema["title"]
    assert schema["description"]


def test_schema_ids_are_unique() -> None:
    ids = [file.read()["$id"] for file in FILES]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("file", "one"), SUBSCHEMAS)
def test_subschema_uses_known_keywords_only(file: SchemaFile, one: Subschema) -> None:
    if one.pointer.endswith("/additionalProperties") and one.schema is False:
        return
    assert isinstance(one.schema, dict)
    assert one.schema.keys() <= ASSERTING | STRUCTURAL | DESCRIBING
    assert isinstance(one.schema.get("type", ""), str)
    if "$ref" in one.schema:
        assert one.schema.keys() == {"$ref"}
        _, group, name = one.schema["$ref"].split("/")
        assert group in ("definitions", "properties")
        assert name in file.read()[group]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_definitions_are_used(file: SchemaFile) -> None:
    schema = file.read()
    used = {
        reference.rpartition("/")[2]
        for one in walk_schema(schema)
        if isinstance(one.schema, dict)
        and (reference := one.schema.get("$ref", "")).startswith("#/definitions/")
    }
    assert set(schema.get("definitions", ())) == used


@pytest.mark.parametrize(("file", "one"), SUBSCHEMAS)
def test_asserting_keyword_names_its_rule(file: SchemaFile, one: Subschema) -> None:
    if not isinstance(one.schema, dict):
        return
    named = one.schema.get("x-rules", {})
    asserting = set() if one.condition else ASSERTING & one.schema.keys()
    if isinstance(one.schema.get("additionalProperties"), dict):
        asserting -= {"additionalProperties"}  # what stands in it names its own
    assert set(named) == asserting
    if "required" in named:
        assert list(named["required"]) == one.schema["required"]
    assert set(list_keyword_rules(one.schema)) <= set(load_rules(file.contract))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_rule_is_named_by_a_schema_of_its_own_level(file: SchemaFile) -> None:
    """Normative and tenant schemas name errors, advisory ones warnings and notes.

    A tenant's schema may also make the limit of an advisory rule narrower.
    """
    advisory = ".advice." in file.name or file.name.startswith("optional")
    narrowed = advised_in(file.contract) if file.name.startswith("tenant") else set()
    for one in walk_schema(file.read()):
        for rule in list_keyword_rules(one.schema) if isinstance(one.schema, dict) else ():
            severe = load_rules(file.contract)[rule].severity == "error"
            assert severe is not advisory or rule in narrowed, rule


def advised_in(contract: Contract) -> set[str]:
    """The rules that the advice of one version names."""
    return {
        rule
        for file in FILES
        if str(file.contract) == str(contract) and ".advice." in file.name
        for one in walk_schema(file.read())
        if isinstance(one.schema, dict)
        for rule in list_keyword_rules(one.schema)
    }


def named_in(contract: Contract) -> set[str]:
    """The rules that the files of one version name."""
    named = {
        rule
        for file in FILES
        if str(file.contract) == str(contract)
        for one in walk_schema(file.read())
        if isinstance(one.schema, dict)
        for rule in list_keyword_rules(one.schema)
    }
    named |= {one["rule"] for one in contract.data.get("lookalikes", ())}
    named |= {header.rule for header in list_request_headers(contract)}
    return named | set(contract.data.get("operation", {}).get("rules", {}).values())


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_rules_of_a_version_are_those_that_its_files_name(contract: Contract) -> None:
    own = contract.rule_folders[0] + os.sep
    rules = {one.id for one in load_rules(contract).values() if one.path.startswith(own)}
    assert rules == named_in(contract)


@pytest.mark.parametrize("contract", traced_contracts(), ids=str)
def test_page_of_a_rule_is_of_some_version(contract: Contract) -> None:
    versions = [one for one in all_versions() if one.name == contract.name]
    named = [rule for one in versions for rule in (*named_in(one), *load_migration_rules(one))]
    pages = [read_rule_id(path) for path in list_rule_pages(contract.rule_folders[0])]
    assert sorted(pages) == sorted(set(named))


@pytest.mark.parametrize(("contract", "message"), NORMATIVE, ids=str)
def test_every_property_of_a_normative_schema_is_described(contract: Any, message: str) -> None:
    schema = load_schema(contract, contract.data["messages"][message]["schema"])
    described: dict[str, bool] = {}
    for pattern, inner, _ in walk_subschemas(schema):
        described[pattern] = described.get(pattern, False) or bool(inner.get("description"))
    assert [pattern for pattern, has_one in described.items() if not has_one] == []


@pytest.mark.parametrize(("contract", "message"), NORMATIVE, ids=str)
def test_advice_knows_the_same_properties_as_the_normative_schema(
    contract: Any, message: str
) -> None:
    """Otherwise a documented property is reported as unknown, or an unknown one is not."""
    entry = contract.data["messages"][message]
    assert list_patterns(load_schema(contract, entry["advice"])) == list_patterns(
        load_schema(contract, entry["schema"])
    )


def list_patterns(schema: Schema) -> set[str]:
    """The places of the properties that a schema names, as pointer patterns."""
    return {pattern for pattern, _, _ in walk_subschemas(schema) if not pattern.endswith("*")}


@pytest.mark.parametrize(("contract", "message"), NORMATIVE, ids=str)
def test_an_example_in_a_schema_is_valid_in_its_place(contract: Any, message: str) -> None:
    schema = load_schema(contract, contract.data["messages"][message]["schema"])
    examples = [
        (inner, one) for _, inner, _ in walk_subschemas(schema) for one in inner.get("examples", ())
    ]
    assert examples
    assert [one for inner, one in examples if not compile_validator(inner).is_valid(one)] == []
