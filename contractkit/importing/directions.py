"""`readOnly` and `writeOnly`: not mandatory where they do not belong, and doubtful there."""

from collections.abc import Iterator
from typing import Any

from contractkit.importing.message_schemas import list_inner, read_name

Schema = dict[str, Any]
WORDS = {"request": "readOnly", "answer": "writeOnly"}
_COMBINING = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("then", "else")


def split_by_direction(whole: Schema, role: str) -> tuple[Schema, Schema | None]:
    """The normative schema of a message, in place, and its advice if there is any."""
    word = WORDS[role]
    definitions = whole.get("$defs", {})
    has_any = any(word in schema for schema in _list_all(whole))
    if has_any:
        for root in (whole, *definitions.values()):
            _relax(root, word, definitions, frozenset())
    advice = _write_advice(whole, word, definitions) if has_any else None
    for schema in _list_all(whole):
        _forget_rules(schema)
    return whole, advice


def _list_all(whole: Schema) -> Iterator[Schema]:
    pending = [whole, *whole.get("$defs", {}).values()]
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


def _resolve(schema: Schema, definitions: dict[str, Schema]) -> Iterator[Schema]:
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


def _find_marked(schema: Schema, word: str, definitions: dict[str, Schema]) -> str | None:
    """The rule of a property that has the word itself, or where its reference leads."""
    for _ in range(len(definitions) + 1):
        if schema.get(word) is True:
            rule: str | None = schema.get("x-rules", {}).get(word)
            return rule
        if "$ref" not in schema:
            break
        schema = definitions[read_name(schema["$ref"])]
    return None


def _relax(
    schema: Schema, word: str, definitions: dict[str, Schema], above: frozenset[str]
) -> None:
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


def _write_advice(whole: Schema, word: str, definitions: dict[str, Schema]) -> Schema | None:
    """A schema that nothing breaks but a property with the word."""
    useful: set[str] = set()
    while True:
        found = {
            name
            for name, schema in definitions.items()
            if _outline(schema, word, definitions, useful)
        }
        if found == useful:
            break
        useful = found
    outline = _outline(whole, word, definitions, useful)
    if not outline:
        return None
    parts = {
        name: _outline(definitions[name], word, definitions, useful) for name in sorted(useful)
    }
    return {"$schema": whole["$schema"], **outline, **({"$defs": parts} if parts else {})}


def _outline(schema: Schema, word: str, definitions: dict[str, Schema], useful: set[str]) -> Schema:
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
