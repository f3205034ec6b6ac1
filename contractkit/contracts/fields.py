"""The fields that a message's schemas describe: their places, descriptions and rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.pointers import escape

BRANCHES = ("then", "else")


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a message, as a pointer pattern such as `/items/*/name`.

    `schemas` are all the subschemas that describe it (those of conditionals too), `rules` the
    rules that their keywords name, `mandatory` whether the object around it always requires it.
    """

    pattern: str
    schemas: tuple[Schema, ...]
    mandatory: bool

    @property
    def description(self) -> str:
        """What the field is for, in the schema's words."""
        return next((one["description"] for one in self.schemas if "description" in one), "")

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that speak of the field, sorted."""
        return tuple(
            sorted({rule for schema in self.schemas for rule in list_keyword_rules(schema)})
        )


def list_keyword_rules(schema: Schema) -> Iterator[str]:
    """The ids in the `x-rules` of one schema object, not of those inside it."""
    for rule in schema.get("x-rules", {}).values():
        yield from rule.values() if isinstance(rule, dict) else [rule]


@lru_cache(maxsize=64)
def list_fields(contract: Contract, message: str) -> Mapping[str, Field]:
    """The fields of a message by pattern, the root first, in the order of the schema."""
    schemas: dict[str, list[Schema]] = {}
    required: set[str] = set()
    for layer in load_message_schemas(contract, message):
        for pattern, schema, certain in walk(layer.schema):
            schemas.setdefault(pattern, []).append(schema)
            if certain:
                required |= {f"{pattern}/{escape(name)}" for name in schema.get("required", ())}
    return {
        pattern: Field(pattern, tuple(found), pattern in required)
        for pattern, found in schemas.items()
    }


def walk(root: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Every subschema that judges a place: (pattern of the place, subschema, whether always).

    Conditions (`if`, `not`) judge nothing and are left out.
    """
    pending: list[tuple[str, Schema, bool]] = [("", root, True)]
    while pending:
        pattern, schema, certain = pending.pop(0)
        if "$ref" in schema:
            pending.insert(0, (pattern, _definition(root, schema["$ref"]), certain))
            continue
        yield pattern, schema, certain
        pending[:0] = list(_inner(pattern, schema, certain))


def _inner(pattern: str, schema: Schema, certain: bool) -> Iterator[tuple[str, Schema, bool]]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{pattern}/{escape(name)}", inner, certain
    if "items" in schema:
        yield f"{pattern}/*", schema["items"], certain
    for inner in schema.get("allOf", ()):
        yield pattern, inner, certain
    for branch in BRANCHES:
        if branch in schema:
            yield pattern, schema[branch], False


def _definition(root: Schema, reference: str) -> Schema:
    place: Any = root
    for token in reference.removeprefix("#/").split("/"):
        place = place[token]
    found: Schema = place
    return found
