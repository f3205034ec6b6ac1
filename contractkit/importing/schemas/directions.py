"""`readOnly` and `writeOnly`: not mandatory where they do not belong, and doubtful there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.importing.schemas.message_schemas import copy_schema, list_inner, read_name

Schema = dict[str, Any]
Definitions = dict[str, Schema]
WORDS = {"request": "readOnly", "answer": "writeOnly"}
_COMBINING = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("then", "else")


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """The definitions as messages of one role have them, and what is doubtful in each of these.

    `marked` are the definitions as the document has them.
    """

    word: str
    marked: Definitions
    normative: Definitions
    advice: Definitions


def turn(definitions: Definitions, role: str) -> Direction:
    """The definitions for the messages of a role: `request` or `answer`."""
    word = WORDS[role]
    normative = {
        name: _turn_schema(schema, word, definitions) for name, schema in definitions.items()
    }
    return Direction(word, definitions, normative, _outline_all(word, definitions))


def turn_root(direction: Direction, schema: Schema) -> tuple[Schema, Schema]:
    """The schema of a message in that direction, and what is doubtful in it; {} for nothing."""
    normative = _turn_schema(schema, direction.word, direction.marked)
    return normative, _outline(schema, direction.word, direction.marked, set(direction.advice))


def _turn_schema(schema: Schema, word: str, definitions: Definitions) -> Schema:
    turned: Schema = copy_schema(schema)
    _relax(turned, word, definitions, frozenset())
    for inner in _list_all(turned):
        _forget_rules(inner)
    return turned


def _outline_all(word: str, definitions: Definitions) -> Definitions:
    """What each definition says of properties with the word, if it says anything."""
    found: set[str] = set()
    while True:
        outlines = {
            name: outline
            for name, schema in definitions.items()
            if (outline := _outline(schema, word, definitions, found))
        }
        if set(outlines) == found:
            return outlines
        found = set(outlines)


def _list_all(whole: Schema) -> Iterator[Schema]:
    pending = [whole]
    while pending:
        schema = pending.pop()
        yield schema
        pending += list_inner(schema)


def _forget_rules(schema: Schema) -> None:
    """Leave only the rules of keywords that judge."""
    rules = schema.get("x-rules", {})
    for word in WORDS.values():
        rules.pop(word, None)
    if not rules:
        schema.pop("x-rules", None)


def _resolve(schema: Schema, definitions: Definitions) -> Iterator[Schema]:
    """A schema, and those that describe the same value, behind references."""
    seen: set[int] = set()
    pending = [schema]
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if "$ref" in current:
            pending.append(definitions[read_name(current["$ref"])])
        for keyword in _COMBINING:
            pending += current.get(keyword, ())
        pending += [current[branch] for branch in _BRANCHES if branch in current]


def _find_marked(schema: Schema, word: str, definitions: Definitions) -> str | None:
    """The rule of a property that has the word itself, or where its reference leads."""
    for _ in range(len(definitions) + 1):
        if schema.get(word) is True:
            rule: str | None = schema.get("x-rules", {}).get(word)
            return rule
        if "$ref" not in schema:
            break
        schema = definitions[read_name(schema["$ref"])]
    return None


def _relax(schema: Schema, word: str, definitions: Definitions, above: frozenset[str]) -> None:
    """Take the names of properties with the word out of `required`, here and below."""
    here = above | {
        name
        for part in _resolve(schema, definitions)
        for name, inner in part.get("properties", {}).items()
        if _find_marked(inner, word, definitions)
    }
    if here & set(schema.get("required", ())):
        schema["required"] = [name for name in schema["required"] if name not in here]
        rules = schema.get("x-rules", {}).get("required", {})
        for name in here & set(rules):
            del rules[name]
        if not schema["required"]:
            del schema["required"]
            schema.get("x-rules", {}).pop("required", None)
    same = [inner for keyword in _COMBINING for inner in schema.get(keyword, ())]
    same += [schema[branch] for branch in _BRANCHES if branch in schema]
    for inner in list_inner(schema):
        is_same = any(inner is one for one in same)
        _relax(inner, word, definitions, here if is_same else frozenset())


def _outline(schema: Schema, word: str, definitions: Definitions, useful: set[str]) -> Schema:
    """What a schema says of properties with the word; {} where it says nothing."""
    outline: Schema = {}
    if "$ref" in schema and read_name(schema["$ref"]) in useful:
        outline["$ref"] = schema["$ref"]
    properties = {}
    for name, inner in schema.get("properties", {}).items():
        rule = _find_marked(inner, word, definitions)
        part = _outline(inner, word, definitions, useful)
        if rule:
            properties[name] = {"not": {}, "x-rules": {"not": rule}}
        elif part:
            properties[name] = part
    if properties:
        outline["properties"] = properties
    if isinstance(schema.get("items"), dict) and "prefixItems" not in schema:
        part = _outline(schema["items"], word, definitions, useful)
        outline |= {"items": part} if part else {}
    parts = [_outline(inner, word, definitions, useful) for inner in schema.get("allOf", ())]
    kept = [part for part in parts if part]
    return outline | ({"allOf": kept} if kept else {})
