"""Which members and items of a value its schema has judged: what is left is `unevaluated`."""

from collections.abc import Iterator
from typing import Any, Protocol, Self

from contractkit.contracts.loading import Schema
from contractkit.validation.known_names import list_unknown_names

MOST_STEPS = 100  # from one schema to one that applies at the same place


class Scope(Protocol):
    """A validator where a schema stands."""

    def fits(self, instance: Any, schema: Any) -> bool:
        """Whether an instance fits a schema that stands there."""

    def enter(self, reference: str) -> tuple[Self, Any]:
        """What a reference leads to, with its own scope."""


def list_unevaluated_names(scope: Scope, instance: object, schema: Schema) -> list[str]:
    """The names of an object's members that no keyword but `unevaluatedProperties` judges."""
    if not isinstance(instance, dict):
        return []
    rest = {key: inner for key, inner in schema.items() if key != "unevaluatedProperties"}
    known = _gather_names(scope, instance, rest, MOST_STEPS)
    return [name for name in instance if name not in known]


def _gather_names(
    scope: Scope, instance: dict[str, Any], schema: Schema, steps: int
) -> frozenset[str]:
    if {"additionalProperties", "unevaluatedProperties"} & schema.keys():
        return frozenset(instance)
    known = set(instance).difference(list_unknown_names(schema, instance))
    for inner_scope, inner in _list_applied(scope, instance, schema) if steps else ():
        known |= _gather_names(inner_scope, instance, inner, steps - 1)
    return frozenset(known)


def list_unevaluated_items(scope: Scope, instance: object, schema: Schema) -> list[int]:
    """The indices of an array's items that no keyword but `unevaluatedItems` judges."""
    if not isinstance(instance, list):
        return []
    rest = {key: inner for key, inner in schema.items() if key != "unevaluatedItems"}
    known = _gather_items(scope, instance, rest, MOST_STEPS)
    return [index for index in range(len(instance)) if index not in known]


def _gather_items(scope: Scope, instance: list[Any], schema: Schema, steps: int) -> frozenset[int]:
    if {"items", "unevaluatedItems"} & schema.keys():
        return frozenset(range(len(instance)))
    known = set(range(min(len(schema.get("prefixItems", ())), len(instance))))
    if "contains" in schema:
        wanted = schema["contains"]
        known |= {index for index, item in enumerate(instance) if scope.fits(item, wanted)}
    for inner_scope, inner in _list_applied(scope, instance, schema) if steps else ():
        known |= _gather_items(inner_scope, instance, inner, steps - 1)
    return frozenset(known)


def _list_applied(scope: Scope, instance: Any, schema: Schema) -> Iterator[tuple[Scope, Schema]]:
    """The schemas that apply at the same place and that the instance fits, with a scope."""
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in schema:
            inner_scope, found = scope.enter(schema[keyword])
            if isinstance(found, dict) and inner_scope.fits(instance, found):
                yield inner_scope, found
    choices = [one for key in ("allOf", "anyOf") for one in schema.get(key, ())]
    fitting = [one for one in schema.get("oneOf", ()) if scope.fits(instance, one)]
    choices += fitting if len(fitting) == 1 else []
    choices += [
        inner
        for name, inner in schema.get("dependentSchemas", {}).items()
        if isinstance(instance, dict) and name in instance
    ]
    if "if" in schema:
        met = scope.fits(instance, schema["if"])
        choices += [schema["if"], schema.get("then")] if met else [schema.get("else")]
    for inner in choices:
        if isinstance(inner, dict) and scope.fits(instance, inner):
            yield scope, inner
