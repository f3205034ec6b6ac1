"""All messages of a contract in one JSON Schema 2020-12, and how another schema becomes one."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract, Schema, find_message, load_schema
from contractkit.contracts.subschemas import (
    LATEST,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    SINGLE_SCHEMAS,
    is_latest,
)
from contractkit.export.naming import name_root

ANNOTATIONS = ("title", "description", "examples", "default")
SCHEMA_KEYWORDS = SINGLE_SCHEMAS - {"additionalItems"}
SCHEMA_LIST_KEYWORDS = SCHEMA_LISTS - {"items"}
SCHEMA_MAP_KEYWORDS = SCHEMA_MAPS - {"dependencies"}
DROPPED = frozenset({"$schema", "$id", "additionalItems"})
RENAMED = {"additionalItems": "items", "definitions": "$defs", "dependencies": "dependentSchemas"}
Member = tuple[str, Any]


def export(contract: Contract) -> str:
    """The document: a payload fits if it fits the first message, the request.

    Each message stands under `$defs` and has the `$id` of its own schema, for a reference to it.
    """
    return json.dumps(bundle(contract), indent=2, ensure_ascii=False) + "\n"


def bundle(contract: Contract) -> dict[str, Any]:
    """The document of `export` as a value."""
    members = {message: _embed(contract, message) for message in contract.messages}
    first = next(iter(members), None)
    return {
        "$schema": LATEST,
        "$id": f"urn:contractkit:{contract.name}:{contract.version}",
        "title": name_root(contract),
        "description": f"The messages of {contract}; by itself this schema judges the first.",
        **({"$ref": members[first]["$id"]} if first else {}),
        "$defs": members,
    }


def _embed(contract: Contract, message: str) -> dict[str, Any]:
    schema = load_schema(contract, find_message(contract, message)["schema"])
    modern = modernise(schema)
    usual = f"urn:contractkit:{contract.name}:{contract.version}:{message}"
    inner = {"$defs": dict(modern.definitions)} if modern.definitions else {}
    return {"$id": schema.get("$id", usual), **modern.schema, **inner}


@dataclass(frozen=True, slots=True)
class Modern:
    """A schema in 2020-12 without its definitions, and these by name."""

    schema: Schema
    definitions: Mapping[str, Schema]


def modernise(schema: Schema, root: str = "#", definitions: str = "#/$defs/") -> Modern:
    """Convert a whole schema, without the `x-…` members that are ours alone.

    `root` is what a reference to the schema itself becomes, `definitions` how references to its
    definitions begin.
    """

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if "$ref" in value and not later:
            # Draft-07 reads nothing beside a reference; what only describes may stay.
            value = {key: value[key] for key in ("$ref", *ANNOTATIONS) if key in value}
        moved = {"$ref": _move(value["$ref"], root, definitions)} if "$ref" in value else {}
        rest = {key: inner for key, inner in value.items() if key != "$ref"}
        members = (member for key in rest for member in _convert_member(rest, key, convert))
        return moved | dict(members)

    later = is_latest(schema)
    whole = convert(schema)
    return Modern(whole, whole.pop("$defs", {}))


def _convert_member(schema: Schema, key: str, convert: Callable[[Any], Any]) -> Iterator[Member]:
    value = schema[key]
    if key.startswith("x-") or key in DROPPED:
        return
    if key == "items" and isinstance(value, list):
        yield "prefixItems", [convert(subschema) for subschema in value]
        if "additionalItems" in schema:
            yield "items", convert(schema["additionalItems"])
    elif key == "dependencies":
        yield from _split_dependencies(value, convert)
    elif key in SCHEMA_KEYWORDS:
        yield key, convert(value)
    elif key in SCHEMA_LIST_KEYWORDS:
        yield key, [convert(subschema) for subschema in value]
    elif key in SCHEMA_MAP_KEYWORDS:
        yield RENAMED.get(key, key), {name: convert(subschema) for name, subschema in value.items()}
    else:
        yield key, value


def _split_dependencies(value: Schema, convert: Callable[[Any], Any]) -> Iterator[Member]:
    required = {
        name: dependency for name, dependency in value.items() if isinstance(dependency, list)
    }
    schemas = {
        name: convert(dependency) for name, dependency in value.items() if name not in required
    }
    if required:
        yield "dependentRequired", required
    if schemas:
        yield "dependentSchemas", schemas


def _move(reference: str, root: str, definitions: str) -> str:
    """A reference inside a schema, as the place that the schema gets has it."""
    if reference == "#":
        return root
    tokens = reference.removeprefix("#/").split("/")
    if tokens[0] in ("definitions", "$defs"):
        return definitions + "/".join([tokens[1], *_rename(tokens[2:])])
    return "/".join([root, *_rename(tokens)])


def _rename(tokens: list[str]) -> Iterator[str]:
    """The tokens of a pointer from one schema to another inside it, under their new names."""
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        if token == "items" and rest and rest[0].isdecimal():
            yield "prefixItems"
            yield rest.pop(0)
            continue
        yield RENAMED.get(token, token)
        if rest and token in SCHEMA_MAP_KEYWORDS | SCHEMA_LIST_KEYWORDS | {"dependencies"}:
            yield rest.pop(0)
