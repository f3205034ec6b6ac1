"""The bundled JSON Schema 2020-12 judges as the schemas that it is made of."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contractkit.contracts.loading import Contract
from contractkit.contracts.subschemas import LATEST
from contractkit.export import export
from contractkit.export.jsonschema import modernise
from contractkit.validation.dialects import compile_native_schema
from tests.contracts.test_interoperability import VALIDATORS, Validator
from tests.export.payloads import judge_by_original, list_payloads
from tests.validation.random_schemas import make_schemas, values


def read_bundle(contract: Contract, message: str | None = None) -> dict[str, Any]:
    """The document; with another message than the first, if one is named."""
    document: dict[str, Any] = json.loads(export(contract, "jsonschema"))
    chosen = document["$defs"][message]["$id"] if message else document["$ref"]
    return {**document, "$ref": chosen}


def test_it_fits_the_metaschema(contract: Contract) -> None:
    document = read_bundle(contract)
    assert document["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(document)
    assert '"x-rules"' not in json.dumps(document)
    assert '"definitions"' not in json.dumps(document)


def test_each_message_has_an_id_of_its_own(contract: Contract) -> None:
    document = read_bundle(contract)
    assert list(document["$defs"]) == list(contract.messages)
    ids = [one["$id"] for one in document["$defs"].values()]
    assert len({document["$id"], *ids}) == len(ids) + 1
    assert document["$ref"] == ids[0]


def test_every_message_is_judged_as_by_its_own_schema(contract: Contract) -> None:
    for message in contract.messages:
        payloads = list_payloads(contract, message)
        validator = jsonschema_rs.Draft202012Validator(read_bundle(contract, message))
        verdicts = [validator.is_valid(one) for one in payloads]
        assert verdicts == judge_by_original(contract, message, payloads)


@pytest.mark.parametrize("refuse", VALIDATORS)
def test_other_validators_judge_so_too(
    contract: Contract, refuse: Validator, tmp_path: Path
) -> None:
    if contract.name == "kettle" and "ajv" in refuse.__name__:
        pytest.skip("its tuples and unions are more than ajv's strict mode lets through")
    message = contract.messages[0]
    payloads = list_payloads(contract, message)[:400]
    schema = tmp_path / "schema.json"
    schema.write_text(export(contract, "jsonschema"), encoding="utf-8")
    files = {str(tmp_path / f"{number}.json"): one for number, one in enumerate(payloads)}
    for path, value in files.items():
        Path(path).write_text(json.dumps(value), encoding="utf-8")
    verdicts = zip(files, judge_by_original(contract, message, payloads), strict=True)
    assert refuse(str(schema), list(files)) == {path for path, valid in verdicts if not valid}


MODERN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"items": [{}, True], "additionalItems": False}, {"prefixItems": [{}, True], "items": False}),
    ({"items": {"x-own": 1}, "additionalItems": False}, {"items": {}}),
    ({"properties": {"x-a": {"x-b": 1}}}, {"properties": {"x-a": {}}}),
    ({"properties": {"definitions": {}, "items": {"$ref": "#"}}}, {}),
    ({"const": {"x-a": 1}, "enum": [{"items": []}]}, {}),
    ({"items": {"definitions": {"a": {}}}}, {"items": {"$defs": {"a": {}}}}),
    (
        {"dependencies": {"a": ["b"], "c": {"required": ["d"]}, "e": False}},
        {
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"c": {"required": ["d"]}, "e": False},
        },
    ),
    (
        {"items": {"$ref": "#/a", "minimum": 1, "title": "kept"}},
        {"items": {"$ref": "#/a", "title": "kept"}},
    ),
    (
        {"not": {"$ref": "#/items/0/properties/items"}},
        {"not": {"$ref": "#/prefixItems/0/properties/items"}},
    ),
    ({"not": {"$ref": "#/dependencies/items"}}, {"not": {"$ref": "#/dependentSchemas/items"}}),
]


@pytest.mark.parametrize(("old", "new"), MODERN)
def test_a_keyword_is_converted(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert modernise(old).schema == (new or old)


def test_references_go_where_the_schema_stands() -> None:
    pointers = ["#", "#/definitions/a", "#/definitions/a/items/1", "#/properties/definitions"]
    old = {"definitions": {"a": {}}, "anyOf": [{"$ref": one} for one in pointers]}
    modern = modernise(old, "#/c/m", "#/c/m.")
    new = ["#/c/m", "#/c/m.a", "#/c/m.a/prefixItems/1", "#/c/m/properties/definitions"]
    assert modern.schema == {"anyOf": [{"$ref": one} for one in new]}
    assert modern.definitions == {"a": {}}


@pytest.mark.parametrize("later", [False, True], ids=["draft-07", "2020-12"])
@given(data=st.data())
@settings(max_examples=200)
def test_any_schema_judges_as_before(later: bool, data: st.DataObject) -> None:
    schema, value = data.draw(make_schemas(later=later)), data.draw(values)
    modern = modernise(schema)
    document = {"$schema": LATEST, **modern.schema, "$defs": dict(modern.definitions)}
    as_before = compile_native_schema(schema).is_valid(value)
    assert jsonschema_rs.Draft202012Validator(document).is_valid(value) is as_before
