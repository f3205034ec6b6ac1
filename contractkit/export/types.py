"""The types of a contract's messages, read from their normative schemas."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from contractkit.contracts.fields import list_keyword_rules
from contractkit.contracts.loading import Contract, Schema, find_message, load_schema
from contractkit.contracts.rules import load_rules
from contractkit.contracts.subschemas import is_latest
from contractkit.export.jsonschema import ANNOTATIONS
from contractkit.export.naming import name_message, pick_name
from contractkit.export.shapes import (
    ANYTHING,
    KINDS,
    ListOf,
    MapOf,
    Member,
    Named,
    Plain,
    Shape,
    Type,
    read_values,
    unite,
)
from contractkit.pointers import resolve

# What a type expresses by itself: the rules of these keywords need no comment beside it.
EXPRESSED = ("type", "const", "enum", "required")
WIDTH = 96
BATCH = "A batch: several payloads in one request. It may be open whether that is accepted."


def list_types(contract: Contract) -> list[Type]:
    """Every type, what it is made of before it (unless it is made of itself)."""
    taken = {name_message(contract, message) for message in contract.messages}
    readers = (Reader(contract, message, taken) for message in contract.messages)
    found = [one for reader in readers for one in reader.read()]
    return [*found, *_list_batches(contract, taken)]


def _list_batches(contract: Contract, taken: set[str]) -> Iterator[Type]:
    """The type of several requests in one, where `answers.batch` says how these are answered."""
    if "batch" in contract.data.get("answers", {}):
        name = name_message(contract, contract.messages[0])
        batch = pick_name(f"{name} batch", "", taken)
        yield Type(batch, (BATCH,), None, ListOf(Named(name)))


class Reader:
    """Reads one message's schema; a definition is a type once, wherever it is referred to."""

    def __init__(self, contract: Contract, message: str, taken: set[str]) -> None:
        """`taken` are the names that other types have; those found here are added."""
        self._root = load_schema(contract, find_message(contract, message)["schema"])
        self._message, self._taken = message, taken
        self._rules = load_rules(contract)
        self._name = name_message(contract, message)
        self._named: dict[str, Shape] = {"#": Named(self._name)}
        self._reading: dict[int, Shape] = {}
        self._found: list[Type] = []

    def read(self) -> list[Type]:
        """The types of the message, its own last."""
        shape = self._read(self._root, self._message, self._name)
        if shape != Named(self._name):
            words = tuple(self._describe(self._root))
            self._found.append(Type(self._name, words, None, shape))
        return self._found

    def _read(self, schema: Any, words: str, name: str = "") -> Shape:
        key = id(schema)
        if not isinstance(schema, dict) or key in self._reading:  # which holds itself
            return self._reading.get(key, ANYTHING)
        if "$ref" in schema:
            siblings = self._list_siblings(schema)
            if not siblings:
                return self._follow(schema["$ref"])
            words = schema["$ref"].rpartition("/")[2] or words
            schema = siblings | {"allOf": [*schema.get("allOf", ()), {"$ref": schema["$ref"]}]}
        schema = self._gather(schema)
        if "const" in schema:
            return read_values([schema["const"]])
        if "enum" in schema:
            return read_values(schema["enum"])
        options = _list_options(schema)
        closed = {"properties"} if {"oneOf", "anyOf"} & set(schema) else {"type", "properties"}
        if options and not closed & set(schema):
            return unite([self._read(option, words) for option in options])
        kinds = schema.get("type", _guess_kind(schema))
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "object" in kinds and "properties" in schema:
            name = name or pick_name(words, self._message, self._taken)
            self._reading[key] = ANYTHING if len(kinds) > 1 else Named(name)
        found = unite([self._read_kind(schema, kind, words, name) for kind in kinds])
        self._reading.pop(key, None)
        return found

    def _read_kind(self, schema: Schema, kind: str, words: str, name: str) -> Shape:
        if kind in KINDS:
            return Plain(kind)
        if kind == "array":
            listed = list(_list_items(schema))
            return ListOf(unite([self._read(item, f"{words} item") for item in listed]))
        if kind != "object":
            return ANYTHING
        if "properties" not in schema:
            values = [*schema.get("patternProperties", {}).values()]
            if schema.get("additionalProperties", True) is not False or not values:
                values.append(schema.get("additionalProperties", True))
            return MapOf(unite([self._read(value, f"{words} value") for value in values]))
        return self._read_object(schema, name)

    def _list_siblings(self, schema: Schema) -> Schema:
        """What is judged beside a reference, with what describes it, if anything is."""
        rest = {key: inner for key, inner in schema.items() if key != "$ref"}
        judging = {key for key in rest if key not in ANNOTATIONS and not key.startswith("x-")}
        return rest if is_latest(self._root) and judging else {}

    def _read_object(self, schema: Schema, name: str) -> Shape:
        required = schema.get("required", ())
        properties = dict.fromkeys(required, True) | schema["properties"]
        ordered = dict.fromkeys([*schema["properties"], *required])
        members = tuple(
            Member(
                prop,
                self._read(properties[prop], prop),
                prop in required,
                tuple(self._describe(properties[prop])),
            )
            for prop in ordered
        )
        self._found.append(Type(name, tuple(self._describe(schema)), members))
        return Named(name)

    def _follow(self, reference: str) -> Shape:
        if reference not in self._named:
            target, words = self._find(reference), reference.rpartition("/")[2]
            plain = self._gather(target)
            # An object has its name before it is read, since it may hold itself.
            if "properties" in plain and plain.get("type", "object") == "object":
                name = pick_name(words, self._message, self._taken)
                self._named[reference] = Named(name)
                self._read(target, words, name)
            else:
                self._named[reference] = ANYTHING
                self._named[reference] = self._read(target, words)
        return self._named[reference]

    def _find(self, reference: str) -> Schema:
        found = resolve(self._root, reference.removeprefix("#"))
        return found if isinstance(found, dict) else {}

    def _gather(self, schema: Schema) -> Schema:
        """The schema with what its `allOf` asks for, and the properties that its branches have."""
        whole: Schema = {}
        for part in [*map(self._gather, map(self._resolve, schema.get("allOf", ()))), schema]:
            joined = {
                "properties": {**whole.get("properties", {}), **part.get("properties", {})},
                "required": [*whole.get("required", ()), *part.get("required", ())],
            }
            whole = {**whole, **part, **{key: value for key, value in joined.items() if value}}
        branches = map(
            self._resolve, [branch for branch in _list_branches(whole) if isinstance(branch, dict)]
        )
        extra: dict[str, list[Any]] = {}
        for branch in branches if "properties" in whole else ():
            for name, inner in branch.get("properties", {}).items():
                if name not in whole["properties"]:
                    extra.setdefault(name, []).append(inner)
        added = {name: {"anyOf": found} for name, found in extra.items()}
        return {**whole, "properties": {**whole["properties"], **added}} if added else whole

    def _resolve(self, schema: Schema) -> Schema:
        return self._find(schema["$ref"]) if "$ref" in schema else schema

    def _describe(self, schema: Any) -> Iterator[str]:
        """What documents a schema: its description, and the rules that a type cannot express."""
        schema = self._resolve(schema) if isinstance(schema, dict) else {}
        if "description" in schema:
            yield schema["description"]
        for rule in dict.fromkeys(self._list_rules(schema)):
            if rule in self._rules:
                yield f"{rule}: {self._rules[rule].title}."

    def _list_rules(self, schema: Schema) -> Iterator[str]:
        yield from _list_inexpressible(schema)
        for branch in _list_branches(schema) if {"type", "properties"} & set(schema) else ():
            yield from _list_conditional(branch)
        items = schema.get("items")
        if isinstance(items, dict) and "properties" not in (inner := self._resolve(items)):
            yield from self._list_rules(inner)


def _list_items(schema: Schema) -> Iterator[Any]:
    """The schemas of an array's items: of the first ones, and of those after them."""
    items = schema.get("items", True)
    first = items if isinstance(items, list) else schema.get("prefixItems", [])
    rest = schema.get("additionalItems", True) if isinstance(items, list) else items
    yield from first
    if rest is not False or not first:
        yield rest


def _list_inexpressible(schema: Schema, *expressed: str) -> list[str]:
    """The rules of a schema's keywords that a type with mandatory members does not express."""
    rules = schema.get("x-rules", {})
    inexpressible = {key: rules[key] for key in rules if key not in (expressed or EXPRESSED)}
    return list(list_keyword_rules({"x-rules": inexpressible}))


def _list_conditional(branch: Any) -> Iterator[str]:
    """The rules that hold in one branch of a condition, those of properties too."""
    if isinstance(branch, dict):
        yield from _list_inexpressible(branch, "type")
        for inner in branch.get("properties", {}).values():
            yield from _list_conditional(inner)
        yield from _list_conditional(branch.get("items"))


def _list_options(schema: Schema) -> list[Schema]:
    """The alternatives of a schema: those of a choice, or the two ends of a condition."""
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return list(schema[key])
    return [schema["then"], schema["else"]] if {"then", "else"} <= set(schema) else []


def _list_branches(schema: Schema) -> list[Any]:
    """Every subschema that holds for some values only."""
    choices = [choice for key in ("oneOf", "anyOf") for choice in schema.get(key, ())]
    return [*choices, *(schema[key] for key in ("then", "else") if key in schema)]


def _guess_kind(schema: Schema) -> str:
    """The kind that a schema without `type` speaks of: an object if it has properties."""
    return "object" if "properties" in schema else "anything"


def wrap_comment(words: Iterable[str], indent: str) -> list[str]:
    """Texts as lines that fit behind the indent; each text begins a new line."""
    return [
        line
        for text in words
        for line in textwrap.wrap(
            text, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
        )
    ]
