"""Which keywords of draft-07 and 2020-12 hold schemas, and where a reference leads."""

from collections.abc import Callable, Iterator
from typing import Any

from contractkit.contracts.contract import Schema
from contractkit.pointers import Path, resolve

SCHEMA_MAPS = frozenset(
    {"properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"}
)
SCHEMA_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems", "items"})
SINGLE_SCHEMAS = frozenset(
    {"not", "if", "then", "else", "items", "additionalItems", "additionalProperties", "contains",
     "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"}
)  # fmt: skip
DEFINITIONS = ("#/$defs/", "#/definitions/")
MOST_STEPS = 10  # from one schema to one that applies at the same place
LATEST = "https://json-schema.org/draft/2020-12/schema"


def is_latest(root: Schema) -> bool:
    """Whether a whole schema is one of 2020-12; any other is taken for one of draft-07."""
    return str(root.get("$schema", "")).removesuffix("#") == LATEST


def map_subschemas(schema: Schema, change: Callable[[Any], Any]) -> Schema:
    """A copy of a schema in which each schema right inside it is changed."""
    return {
        key: {name: change(one) for name, one in inner.items()}
        if key in SCHEMA_MAPS and isinstance(inner, dict)
        else [change(one) for one in inner]
        if key in SCHEMA_LISTS and isinstance(inner, list)
        else change(inner)
        if key in SINGLE_SCHEMAS
        else inner
        for key, inner in schema.items()
    }


def list_subschemas(schema: Schema) -> Iterator[tuple[Path, Any]]:
    """The schemas right inside a schema, `true` and `false` too, with the way to each."""
    for key, inner in schema.items():
        if key in SCHEMA_MAPS and isinstance(inner, dict):
            yield from (((key, name), one) for name, one in inner.items())
        elif key in SCHEMA_LISTS and isinstance(inner, list):
            yield from (((key, index), one) for index, one in enumerate(inner))
        elif key in SINGLE_SCHEMAS and isinstance(inner, dict | bool):
            yield (key,), inner


def find_definition(root: Schema, reference: str) -> Any:
    """What a reference leads to; None where that is nothing."""
    pointer = reference.removeprefix("#")
    if "%" in pointer:
        from urllib.parse import unquote

        pointer = unquote(pointer)
    return resolve(root, pointer)


def list_applied(root: Schema, schema: Any, depth: int = MOST_STEPS) -> Iterator[Schema]:
    """The schemas that hold at the same place whatever the value is, the given one first."""
    if not isinstance(schema, dict) or not depth:
        return
    yield schema
    if "$ref" in schema:
        yield from list_applied(root, find_definition(root, schema["$ref"]), depth - 1)
    for inner in schema.get("allOf", ()):
        yield from list_applied(root, inner, depth - 1)


def drop_keywords(value: Any, keywords: frozenset[str], *, names: bool = False) -> Any:
    """A schema without these keywords, however deep; `names`: its own keys are no keywords."""
    if isinstance(value, list):
        return [drop_keywords(item, keywords) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: drop_keywords(inner, keywords, names=key in SCHEMA_MAPS and not names)
        for key, inner in value.items()
        if names or key not in keywords
    }
