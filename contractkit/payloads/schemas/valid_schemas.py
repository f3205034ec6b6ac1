"""The schemas that a valid payload meets, with references inlined, and tests of values by them."""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, cast

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.rules import load_rules
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.contracts.subschemas import LATEST, map_subschemas
from contractkit.findings import Severity
from contractkit.payloads.schemas.inlining import add_definitions, inline
from contractkit.pointers import to_tokens
from contractkit.validation.fast_validator import compile_detached, compile_fast_validator
from contractkit.validation.reference_validator import compile_validator

INDEX = "n"  # the kind of a step to an item by its number
Test = Callable[[object], bool]


def compile_test(schema: Schema) -> Test:
    """Whether a value meets a schema; one that cannot be read (a lone surrogate) meets none.

    jsonschema judges where jsonschema-rs cannot read the schema, such as a pattern of old style.
    """
    return _compile_written(json.dumps(schema))


@lru_cache(maxsize=8192)
def _compile_written(schema: str) -> Test:
    """The test of a schema written as JSON: the same one stands at many places."""
    whole = add_definitions({"$schema": LATEST, **json.loads(schema)})
    # Few have references: most are inlined, and a search for some costs as much as compiling.
    compile_whole = compile_fast_validator if '"$ref"' in schema else compile_detached
    try:
        is_valid: Test = compile_whole(whole)
    except ValueError:
        is_valid = cast("Test", compile_validator(whole).is_valid)

    def test(value: object) -> bool:
        try:
            return is_valid(value)
        except ValueError:
            return False

    return test


def compile_all(schemas: Iterable[Schema]) -> Test:
    """Whether a value meets all of some schemas."""
    return compile_test({"allOf": [{}, *schemas]})


@lru_cache(maxsize=64)
def load_valid_schemas(contract: Contract, message: str) -> tuple[Schema, ...]:
    """The schemas that a valid payload meets: all of the message, but for what gives a note."""
    return drop_notes(contract, map(inline_schema, load_message_schemas(contract, message)))


def drop_notes(contract: Contract, schemas: Iterable[Schema]) -> tuple[Schema, ...]:
    """The schemas without what only gives a note."""
    notes = {rule.id for rule in load_rules(contract).values() if rule.severity is Severity.NOTE}
    return tuple(_without_rules(schema, notes) for schema in schemas)


@lru_cache(maxsize=64)
def load_binding_schemas(contract: Contract, message: str) -> tuple[Schema, ...]:
    """The schemas that a payload meets unless it is invalid."""
    layers = load_message_schemas(contract, message)
    return tuple(inline_schema(layer) for layer in layers if layer.level != "advice")


@lru_cache(maxsize=256)
def inline_schema(layer: MessageSchema) -> Schema:
    """The schema of a layer with its references replaced by what they refer to."""
    return inline(layer.schema)


def _without_rules(schema: Any, rules: Iterable[str]) -> Any:
    """The schema without the keywords that stand for these rules."""
    if not isinstance(schema, dict):
        return schema
    named = schema.get("x-rules", {})
    kept = {key: inner for key, inner in schema.items() if not _stands_for(named.get(key), rules)}
    return map_subschemas(kept, partial(_without_rules, rules=rules))


def _stands_for(named: object, rules: Iterable[str]) -> bool:
    names = set(named.values()) if isinstance(named, dict) else {named}
    return bool(names) and names <= set(rules)


def require_path(pattern: str, *extra: Schema, kinds: str = "") -> Schema:
    """A schema that asks for a place to exist (with an item in each array), and to meet `extra`.

    `kinds` are those of the steps of a route, where a number may be the index of an item.
    """
    schema: Schema = {"allOf": list(extra)} if extra else {}
    for number, token in reversed(list(enumerate(to_tokens(pattern)))):
        if token == "*":
            schema = {"type": "array", "minItems": 1, "items": schema}
        elif kinds[number : number + 1] == INDEX:
            before: list[Schema] = [{} for _ in range(int(token))]
            items = {"prefixItems": [*before, schema]}
            schema = {"type": "array", "minItems": int(token) + 1, **items}
        else:
            schema = {"type": "object", "required": [token], "properties": {token: schema}}
    return schema
