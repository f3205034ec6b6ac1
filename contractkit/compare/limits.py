"""Compares two limits of one keyword: whether the newer one allows more, less or neither."""

from collections.abc import Callable, Mapping
from typing import Any

from contractkit.compare.constraints import Constraint, canonical_json
from contractkit.compare.records import Kind, is_worse
from contractkit.validation.exact_numbers import is_multiple

Compare = Callable[[Any, Any], Kind | None]
OPPOSITE = {Kind.WIDENED: Kind.NARROWED, Kind.NARROWED: Kind.WIDENED}


def compare_limits(before: Constraint, after: Constraint) -> Kind | None:
    """What became of a constraint's limit; None for the same limit, whatever the rules say."""
    old, new = _set_of(before), _set_of(after)
    if canonical_json(old) == canonical_json(new):
        return None
    return COMPARE.get(after.keyword, _compare_unknown)(old, new)


def compare_constraints(before: Constraint, after: Constraint) -> Kind | None:
    """What became of a constraint: its limit, and the verdict on what breaks it, together."""
    limit = compare_limits(before, after)
    verdict = None
    if before.verdict is not after.verdict:
        verdict = Kind.NARROWED if is_worse(after.verdict, before.verdict) else Kind.WIDENED
    if limit is None and verdict is None:
        return None if before.rule == after.rule else Kind.CHANGED
    if limit is None or verdict is None or limit is verdict:
        return limit or verdict
    return Kind.CHANGED


def _set_of(constraint: Constraint) -> Any:
    return [constraint.limit] if constraint.keyword == "const" else constraint.limit


def _compare_maximum(old: Any, new: Any) -> Kind:
    return Kind.WIDENED if new > old else Kind.NARROWED


def _compare_minimum(old: Any, new: Any) -> Kind:
    return OPPOSITE[_compare_maximum(old, new)]


def _compare_sets(old: Any, new: Any) -> Kind | None:
    before, after = {canonical_json(item) for item in old}, {canonical_json(item) for item in new}
    if before == after:
        return None
    if before < after:
        return Kind.WIDENED
    return Kind.NARROWED if after < before else Kind.CHANGED


def _compare_types(old: Any, new: Any) -> Kind | None:
    return _compare_sets(list_types(old), list_types(new))


def list_types(types: Any) -> list[str]:
    """The types that a `type` allows; an integer is a number too."""
    listed = [types] if isinstance(types, str) else list(types)
    return [*listed, "integer"] if "number" in listed else listed


def _compare_count(old: Any, new: Any) -> Kind:
    """`x-maxCount`: of the same values, by their number."""
    if canonical_json({**old, "max": 0}) != canonical_json({**new, "max": 0}):
        return Kind.CHANGED
    return _compare_maximum(old["max"], new["max"])


def _compare_excluded(old: Any, new: Any) -> Kind | None:
    """`not`: values that are excluded can be compared, all else only tried."""
    before, after = _list_excluded(old), _list_excluded(new)
    if before is None or after is None:
        return Kind.CHANGED
    return _compare_sets(after, before)


def _list_excluded(schema: Mapping[str, Any]) -> list[Any] | None:
    if set(schema) == {"const"}:
        return [schema["const"]]
    return list(schema["enum"]) if set(schema) == {"enum"} else None


def _compare_multiples(old: Any, new: Any) -> Kind:
    """`multipleOf`: what is a multiple of a number is one of its divisors too."""
    if is_multiple(old, new):
        return Kind.WIDENED
    return Kind.NARROWED if is_multiple(new, old) else Kind.CHANGED


def _compare_names(old: Any, new: Any) -> Kind | None:
    """`dependentRequired`: by the names that ask for others, and by those that they ask for."""
    pairs = [
        [(trigger, name) for trigger, names in limit.items() for name in names]
        for limit in (old, new)
    ]
    return _compare_sets(pairs[1], pairs[0])


def _compare_unknown(_: Any, __: Any) -> Kind:
    return Kind.CHANGED


MAXIMA = (
    "maxLength", "maxItems", "maximum", "exclusiveMaximum", "maxProperties", "maxContains",
    "x-maxBytes",
)  # fmt: skip
MINIMA = (
    "minLength", "minItems", "minimum", "exclusiveMinimum", "minProperties", "minContains",
)  # fmt: skip
SETS = ("enum", "const", "additionalProperties", "unevaluatedProperties")
COMPARE: Mapping[str, Compare] = {
    **dict.fromkeys(MAXIMA, _compare_maximum),
    **dict.fromkeys(MINIMA, _compare_minimum),
    **dict.fromkeys(SETS, _compare_sets),
    "anyOf": _compare_sets,
    "dependentRequired": _compare_names,
    "multipleOf": _compare_multiples,
    "type": _compare_types,
    "x-maxCount": _compare_count,
    "not": _compare_excluded,
}
