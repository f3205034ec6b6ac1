"""The fields that a message's schemas describe: their places, descriptions and rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.pointers import escape, resolve

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
        return next(
            (schema["description"] for schema in self.schemas if "description" in schema), ""
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that concern the field, sorted."""
        return tuple(
            sorted({rule for schema in self.schemas for rule in list_keyword_rules(schema)})
        )


def list_keyword_rules(schema: Schema) -> Iterator[str]:
    """The ids of the rules that the keywords of one schema stand for, without those inside it."""
    for rule in schema.get("x-rules", {}).values():
        yield from rule.values() if isinstance(rule, dict) else [rule]


@lru_cache(maxsize=64)
def list_fields(contract: Contract, message: str) -> Mapping[str, Field]:
    """The fields of a message by pattern, the root first, in the order of the schema."""
    schemas: dict[str, list[Schema]] = {}
    required: set[str] = set()
    for entry in load_message_schemas(contract, message):
        for pattern, schema, always in walk_subschemas(entry.schema):
            schemas.setdefault(pattern, []).append(schema)
            if always:
                required |= {f"{pattern}/{escape(name)}" for name in schema.get("required", ())}
    return {
        pattern: Field(pattern, tuple(found), pattern in required)
        for pattern, found in schemas.items()
    }


def walk_subschemas(root: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Every subschema that applies to a place: (the pattern, the subschema, whether always).

    Conditions (`if`, `not`) only decide what applies, and are left out.
    """
    pending: list[tuple[str, Schema, bool]] = [("", root, True)]
    while pending:
        pattern, schema, always = pending.pop(0)
        if "$ref" in schema:
            definition = cast("Schema", resolve(root, schema["$ref"].removeprefix("#")))
            pending.insert(0, (pattern, definition, always))
            continue
        yield pattern, schema, always
        pending[:0] = list(_list_inner(pattern, schema, always))


def _list_inner(pattern: str, schema: Schema, always: bool) -> Iterator[tuple[str, Schema, bool]]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{pattern}/{escape(name)}", inner, always
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield f"{pattern}/*", schema[keyword], always
    for inner in schema.get("allOf", ()):
        yield pattern, inner, always
    for branch in BRANCHES:
        if branch in schema:
            yield pattern, schema[branch], False
