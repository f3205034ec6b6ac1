"""Every value that a schema allows is of the type that is made of it, whatever its keywords."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import map_subschemas
from contractkit.export import export
from contractkit.export.naming import name_message
from contractkit.export.shapes import (
    ANYTHING,
    ListOf,
    Literals,
    MapOf,
    Named,
    OneOf,
    Plain,
    Shape,
    Type,
)
from contractkit.export.types import list_types
from contractkit.validation.dialects import compile_native_schema
from contractkit.validation.equal_values import key_of
from contractkit.validation.value_types import is_of_type
from tests.validation.random_schemas import make_schemas, values
from tests.validation.ruled_contracts import latest, write_contract


def fits(value: Any, shape: Shape, types: dict[str, Type]) -> bool:
    match shape:
        case Literals(allowed):
            return key_of(value) in map(key_of, allowed)
        case ListOf(items):
            return isinstance(value, list) and all(fits(one, items, types) for one in value)
        case MapOf(inner):
            return isinstance(value, dict) and all(
                fits(one, inner, types) for one in value.values()
            )
        case OneOf(options):
            return any(fits(value, option, types) for option in options)
        case Plain(kind):
            return shape == ANYTHING or is_of_type(value, kind)
        case Named(name):
            return fits_type(value, types[name], types)


def fits_type(value: Any, found: Type, types: dict[str, Type]) -> bool:
    if found.members is None:
        return fits(value, found.shape, types)
    return isinstance(value, dict) and all(
        fits(value[one.name], one.shape, types) if one.name in value else not one.mandatory
        for one in found.members
    )


def mean_objects(schema: Any) -> Any:
    """The schema with the type said that who writes `properties` means."""
    if not isinstance(schema, dict):
        return schema
    meant = {"type": "object"} if "properties" in schema else {}
    return map_subschemas(schema | meant, mean_objects)


@pytest.mark.parametrize("later", [False, True], ids=["draft-07", "2020-12"])
@given(data=st.data())
@settings(max_examples=100)
def test_a_valid_value_is_of_the_type(later: bool, data: st.DataObject) -> None:
    schema = mean_objects(data.draw(make_schemas(later=later)))
    check_types(schema, data.draw(st.lists(values, max_size=5)))


def check_types(schema: Schema, some: list[Any]) -> int:
    """Hold the type of a schema to values; how many of these are valid."""
    is_valid = compile_native_schema(schema).is_valid
    with tempfile.TemporaryDirectory() as folder:
        contract = write_contract(Path(folder), schema)
        types = {one.name: one for one in list_types(contract)}
        for form in ("typescript", "python", "jsonschema"):
            assert export(contract, form)
        whole = Named(name_message(contract, "request"))
    valid = [value for value in some if is_valid(value)]
    assert [value for value in valid if not fits(value, whole, types)] == []
    return len(valid)


CASES: list[tuple[Schema, list[Any]]] = [
    (latest(type="object", oneOf=[{"required": ["a"], "properties": {"a": {"type": "string"}}},
                                  {"required": ["b"]}]), [{"a": "x"}, {"b": 1}]),
    (latest(prefixItems=[{"type": "string"}], items={"type": "integer"}), [["a", 1], ["a"]]),
    (latest(prefixItems=[{"type": "string"}], items=False, type="array"), [["a"], []]),
    ({"items": [{"type": "string"}], "type": "array"}, [["a", 1], ["a", None]]),
    (latest(patternProperties={"^x": {"type": "string"}}, additionalProperties={"type": "null"},
            type="object"), [{"xa": "1", "n": None}]),
    (latest(properties={"a": {"$ref": "#/$defs/n", "minProperties": 1}}, type="object",
            **{"$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}}}}),
     [{"a": {"n": {"n": {}}}}]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "some"), CASES)
def test_types_of_the_keywords(schema: Schema, some: list[Any]) -> None:
    assert check_types(schema, some) == len(some)
