"""Which members and items of a value its schema has judged: what is left is `unevaluated`."""

from collections.abc import Iterator
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.validation.known_names import list_unknown_names

MOST_STEPS = 100  # from one schema to one that applies at the same place


def list_unevaluated_names(validator: Any, instance: object, schema: Schema) -> list[str]:
    """The names of an object's members that no keyword but `unevaluatedProperties` judges."""
    if not isinstance(instance, dict):
        return []
    rest = {key: inner for key, inner in schema.items() if key != "unevaluatedProperties"}
    known = _gather_names(validator, instance, rest, MOST_STEPS)
    return [name for name in instance if name not in known]


def _gather_names(
    validator: Any, instance: dict[str, Any], schema: Any, steps: int
) -> frozenset[str]:
    if not isinstance(schema, dict) or not steps:
        return frozenset()
    if {"additionalProperties", "unevaluatedProperties"} & schema.keys():
        return frozenset(instance)
    known = set(instance).difference(list_unknown_names(schema, instance))
    for inner_validator, inner in _list_applied(validator, instance, schema):
        known |= _gather_names(inner_validator, instance, inner, steps - 1)
    return frozenset(known)


def list_unevaluated_items(validator: Any, instance: object, schema: Schema) -> list[int]:
    """The indices of an array's items that no keyword but `unevaluatedItems` judges."""
    if not isinstance(instance, list):
        return []
    rest = {key: inner for key, inner in schema.items() if key != "unevaluatedItems"}
    known = _gather_items(validator, instance, rest, MOST_STEPS)
    return [index for index in range(len(instance)) if index not in known]


def _gather_items(validator: Any, instance: list[Any], schema: Any, steps: int) -> frozenset[int]:
    if not isinstance(schema, dict) or not steps:
        return frozenset()
    if {"items", "unevaluatedItems"} & schema.keys():
        return frozenset(range(len(instance)))
    known = set(range(min(len(schema.get("prefixItems", ())), len(instance))))
    if "contains" in schema:
        fits = validator.evolve(schema=schema["contains"]).is_valid
        known |= {index for index, item in enumerate(instance) if fits(item)}
    for inner_validator, inner in _list_applied(validator, instance, schema):
        known |= _gather_items(inner_validator, instance, inner, steps - 1)
    return frozenset(known)


def _list_applied(validator: Any, instance: Any, schema: Schema) -> Iterator[tuple[Any, Any]]:
    """The schemas that apply at the same place and that the instance fits, with a validator."""
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in schema:
            found = validator._resolver.lookup(schema[keyword])  # noqa: SLF001 - its only way
            evolved = validator.evolve(schema=found.contents, _resolver=found.resolver)
            if evolved.is_valid(instance):
                yield evolved, found.contents
    choices = [one for key in ("allOf", "anyOf") for one in schema.get(key, ())]
    fitting = [one for one in schema.get("oneOf", ()) if _fits(validator, instance, one)]
    choices += fitting if len(fitting) == 1 else []
    choices += [
        inner
        for name, inner in schema.get("dependentSchemas", {}).items()
        if isinstance(instance, dict) and name in instance
    ]
    if "if" in schema:
        met = _fits(validator, instance, schema["if"])
        choices += [schema["if"], schema.get("then")] if met else [schema.get("else")]
    for inner in choices:
        if isinstance(inner, dict) and _fits(validator, instance, inner):
            yield validator, inner


def _fits(validator: Any, instance: Any, schema: Any) -> bool:
    fits: bool = validator.evolve(schema=schema).is_valid(instance)
    return fits
