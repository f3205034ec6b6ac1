"""A schema in the form that payloads are built from: of 2020-12, references inlined.

References that lead back to themselves stay, as `#/$defs/KEY`; `find_kept` knows what they
refer to. What draft-07 says in other words (`dependencies`, `items` of several, `additionalItems`)
is said in those of 2020-12.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, cast

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import (
    LATEST,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    SINGLE_SCHEMAS,
    find_definition,
    is_latest,
)

REST = frozenset(
    {"items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"}
)  # where `false` closes, and is no schema of its own
COUNTS = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
     "minContains", "maxContains"}
)  # fmt: skip
ANNOTATIONS = frozenset(
    {"definitions", "$defs", "$schema", "$id", "$anchor", "$comment", "title", "description"}
)
REFERENCE = "#/$defs/"
NOTHING: Schema = {"not": {}}

_DEFINITIONS: dict[str, Schema] = {}


def inline(root: Schema) -> Schema:
    """The schema with what its references refer to in place of these.

    Parts that are not changed are the same objects wherever they are referred to.
    """
    return cast("Schema", _Inliner(root).inline(root))


def find_kept(reference: str) -> Schema:
    """The schema that a reference refers to which was left in an inlined one."""
    return _DEFINITIONS[reference.removeprefix(REFERENCE)]


def add_definitions(schema: Schema) -> Schema:
    """The inlined schema with all that it refers to, so that it can be compiled by itself."""
    pending, found = list(list_references(schema)) if _DEFINITIONS else [], dict[str, Schema]()
    while pending:
        key = pending.pop().removeprefix(REFERENCE)
        if key in _DEFINITIONS and key not in found:
            found[key] = _DEFINITIONS[key]
            pending += list_references(found[key])
    return {"$schema": LATEST, **schema, "$defs": found} if found else schema


def list_references(value: Any) -> Iterator[str]:
    """The references in a schema, without those in what they refer to."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            yield reference
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from list_references(inner)


class _Inliner:
    """Inlines one schema; each reference in it once."""

    def __init__(self, root: Schema) -> None:
        self.root, self.key = root, ""
        self.is_old = not is_latest(root)
        self.recursive = frozenset(_find_recursive(root))
        self.inlined: dict[str, Any] = {}
        if self.recursive:
            written = json.dumps(root, sort_keys=True).encode()
            self.key = sha256(written).hexdigest()[:12]
            self._register()

    def _register(self) -> None:
        for reference in self.recursive:
            if self._name(reference) not in _DEFINITIONS:
                found = self.inline(_resolve(self.root, reference))
                _DEFINITIONS[self._name(reference)] = found

    def _name(self, reference: str) -> str:
        return f"{self.key}{sha256(reference.encode()).hexdigest()[:8]}"

    def inline(self, schema: Any) -> Any:
        """One subschema, with its references inlined."""
        if isinstance(schema, bool):
            return {} if schema else NOTHING
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return self._inline_here(schema)
        target = self._follow(reference)
        rest = {} if self.is_old else self._inline_here(schema)
        return {**rest, "allOf": [target, *rest.get("allOf", ())]} if rest else target

    def _follow(self, reference: str) -> Any:
        if reference in self.recursive:
            return {"$ref": REFERENCE + self._name(self._pass_aliases(reference))}
        if reference not in self.inlined:
            self.inlined[reference] = self.inline(_resolve(self.root, reference))
        return self.inlined[reference]

    def _pass_aliases(self, reference: str) -> str:
        """The reference that another one stands for which refers to nothing but it."""
        passed = {reference}
        while True:
            target = _resolve(self.root, reference)
            following = target.get("$ref") if isinstance(target, dict) else None
            if following in passed or following not in self.recursive:
                return reference
            if not self.is_old and target.keys() - ANNOTATIONS != {"$ref"}:
                return reference
            reference = str(following)
            passed.add(reference)

    def _inline_here(self, schema: Any) -> Schema:
        """The keywords of a schema but its reference."""
        if isinstance(schema, bool):
            return {} if schema else NOTHING
        if self.is_old:
            schema = _modernise(schema)
        return {
            key: self._inline_keyword(key, inner)
            for key, inner in schema.items()
            if key not in ANNOTATIONS
            and key != "$ref"
            and not (key in ("then", "else") and "if" not in schema)
        }

    def _inline_keyword(self, key: str, inner: Any) -> Any:
        if key in SCHEMA_MAPS and isinstance(inner, dict):
            return {name: self.inline(one) for name, one in inner.items()}
        if key in SCHEMA_LISTS and isinstance(inner, list):
            return [self.inline(one) for one in inner]
        if key in SINGLE_SCHEMAS and not (key in REST and isinstance(inner, bool)):
            return self.inline(inner)
        if key in COUNTS and isinstance(inner, float):
            return int(inner)
        return inner


def _modernise(schema: Schema) -> Schema:
    """A schema of draft-07 in the words of 2020-12, what is inside it as it was."""
    if not schema.keys() & {"items", "additionalItems", "dependencies"}:
        return schema
    new = dict(schema)
    rules = dict(new.get("x-rules", {}))
    rest = new.pop("additionalItems", True)
    if isinstance(new.get("items"), list):
        new["prefixItems"] = new.pop("items")
        new["items"] = rest
        if "additionalItems" in rules:
            rules["items"] = rules.pop("additionalItems")
    dependencies = new.pop("dependencies", {})
    lists = {name: one for name, one in dependencies.items() if isinstance(one, list)}
    schemas = {name: one for name, one in dependencies.items() if name not in lists}
    if "dependencies" in rules:
        rules["dependentRequired"] = rules.pop("dependencies")
    parts = {"dependentRequired": lists, "dependentSchemas": schemas, "x-rules": rules}
    return {**new, **{key: part for key, part in parts.items() if part}}


def _resolve(root: Schema, reference: str) -> Any:
    found = find_definition(root, reference)
    return {} if found is None else found


def _find_recursive(root: Schema) -> Iterator[str]:
    """The references of a schema from which one comes back to them."""
    nearest: dict[str, frozenset[str]] = {}
    pending = list(list_references(root))
    while pending:
        reference = pending.pop()
        if reference not in nearest:
            target = _resolve(root, reference)
            found = list_references(target) if isinstance(target, dict) else ()
            nearest[reference] = frozenset(found)
            pending += nearest[reference]
    for reference in nearest:
        if reference in _reach(nearest, reference):
            yield reference


def _reach(nearest: dict[str, frozenset[str]], start: str) -> set[str]:
    """All references that one comes to from those of a reference's target."""
    reached: set[str] = set()
    pending = list(nearest[start])
    while pending:
        reference = pending.pop()
        if reference not in reached:
            reached.add(reference)
            pending += nearest[reference]
    return reached
