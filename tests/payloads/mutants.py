"""Schemas that differ from a schema by one step, looser or tighter: one mutant a change."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from contractkit.contracts.loading import Schema
from contractkit.pointers import resolve, to_pointer
from tests.payloads.pattern_mutants import list_pattern_mutants

Path = tuple[str | int, ...]
Change = tuple[str, Any]

ANNOTATIONS = frozenset({"$schema", "$id", "title", "description", "examples", "x-rules"})
BOUNDS = frozenset({"minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"})
SUBSCHEMAS = ("additionalProperties", "items", "not", "if", "then", "else")
BRANCHES = frozenset({"then", "else"})
TYPES = ("null", "boolean", "number", "string", "array", "object")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A schema changed at one keyword (`pointer`); `change` says how."""

    pointer: str
    change: str
    schema: Schema


def list_mutants(schema: Schema) -> Iterator[Mutant]:
    """Every mutant of a schema without references, in the order of the schema."""
    for path, inner in _walk(schema, ()):
        for keyword, change, changed in _change_schema(inner):
            pointer = to_pointer((*path, keyword))
            yield Mutant(pointer, change, _replace(schema, path, changed))


def list_repeated_places(root: Schema) -> Iterator[str]:
    """The pointers, with references followed, of what stands at another place of a message too.

    A reference to a definition is followed; one to a property leads to what stands there already.
    So does one to what a message alone is, where that is an item of an array of messages.
    """
    pending: list[tuple[Path, Schema]] = [((), root)]
    of_messages: dict[str, list[Path]] = {}
    while pending:
        path, schema = pending.pop()
        reference = str(schema.get("$ref", ""))
        if reference.startswith("#/properties/"):
            yield to_pointer(path)
        elif reference:
            if BRANCHES.issuperset(path[:-1]):
                of_messages.setdefault(reference, []).append(path)
            pending.append((path, cast("Schema", resolve(root, reference[1:]))))
        for name, inner in schema.get("properties", {}).items():
            pending.append(((*path, "properties", name), inner))
        inner_schemas = [key for key in SUBSCHEMAS if isinstance(schema.get(key), dict)]
        pending += [((*path, key), schema[key]) for key in inner_schemas]
        pending += [((*path, "allOf", at), one) for at, one in enumerate(schema.get("allOf", ()))]
    for paths in of_messages.values():
        if any(BRANCHES.issuperset(path) for path in paths):
            yield from (to_pointer(path) for path in paths if path[-1] == "items")


def _walk(schema: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _walk(inner, (*path, "properties", name))
    for keyword in SUBSCHEMAS:
        if isinstance(schema.get(keyword), dict):
            yield from _walk(schema[keyword], (*path, keyword))
    for number, inner in enumerate(schema.get("allOf", ())):
        yield from _walk(inner, (*path, "allOf", number))


def _change_schema(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    for keyword, value in schema.items():
        if keyword in ANNOTATIONS:
            continue
        gone = ("if", "then", "else") if keyword == "if" else (keyword,)
        yield keyword, "drop", {key: one for key, one in schema.items() if key not in gone}
        for change, other in _list_others(keyword, value):
            yield keyword, change, {**schema, keyword: other}
    if "properties" in schema:
        names = schema.get("required", [])
        for name in schema["properties"]:
            if name not in names:
                yield "required", f"add {name}", {**schema, "required": [*names, name]}
        if "additionalProperties" not in schema:
            yield "additionalProperties", "add", {**schema, "additionalProperties": False}


def _list_others(keyword: str, value: Any) -> Iterator[Change]:
    if keyword in BOUNDS:
        yield from ((f"{value} → {other}", other) for other in (value - 1, value + 1) if other >= 0)
    elif keyword in OTHERS:
        yield from OTHERS[keyword](value)


def _list_types(value: str) -> Iterator[Change]:
    return ((f"also {other}", [value, other]) for other in TYPES if other != value)


def _list_required(value: list[str]) -> Iterator[Change]:
    return ((f"drop {name}", [one for one in value if one != name]) for name in value)


def _list_enums(value: list[Any]) -> Iterator[Change]:
    for option in value:
        rest = [one for one in value if one != option]
        if rest:
            yield f"drop {option!r}", rest
        for other in _near(option):
            if other not in value:
                yield f"also {other!r}", [*value, other]


def _list_consts(value: Any) -> Iterator[Change]:
    return ((f"{value!r} → {other!r}", other) for other in _near(value))


def _near(value: Any) -> list[Any]:
    """Values that are nearly the value, of the same type."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str) and value.isdecimal():
        return [str(int(value) + 1)]
    near = [value.upper(), value.lower(), value[:-1]] if isinstance(value, str) else []
    return [one for one in near if one != value]


OTHERS: Mapping[str, Callable[[Any], Iterator[Change]]] = {
    "type": _list_types,
    "required": _list_required,
    "enum": _list_enums,
    "const": _list_consts,
    "pattern": list_pattern_mutants,
}


def _replace(value: Any, path: Path, new: Any) -> Any:
    """A copy of a schema with another one at a path; what is beside the path is shared."""
    if not path:
        return new
    copied = copy(value)
    copied[path[0]] = _replace(value[path[0]], path[1:], new)
    return copied
