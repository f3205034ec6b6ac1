"""Two limits of one keyword: does the newer let through more, less, or neither."""

from collections.abc import Callable, Mapping
from typing import Any

from contractkit.compare.constraints import Constraint, write
from contractkit.compare.records import WORST_FIRST, Kind

Compare = Callable[[Any, Any], Kind | None]
FLIPPED = {Kind.WIDENED: Kind.NARROWED, Kind.NARROWED: Kind.WIDENED}


def compare_limits(before: Constraint, after: Constraint) -> Kind | None:
    """What became of a constraint's limit; None for the same limit, whatever the rules say."""
    old, new = _set_of(before), _set_of(after)
    return (
        None if write(old) == write(new) else COMPARE.get(after.keyword, _compare_nothing)(old, new)
    )


def compare_constraints(before: Constraint, after: Constraint) -> Kind | None:
    """What became of a constraint: its limit, and the verdict on what breaks it, together."""
    limit = compare_limits(before, after)
    verdict = None
    if before.verdict is not after.verdict:
        worse = WORST_FIRST.index(after.verdict) < WORST_FIRST.index(before.verdict)
        verdict = Kind.NARROWED if worse else Kind.WIDENED
    if limit is None and verdict is None:
        return None if before.rule == after.rule else Kind.CHANGED
    if limit is None or verdict is None or limit is verdict:
        return limit or verdict
    return Kind.CHANGED


def _set_of(constraint: Constraint) -> Any:
    return [constraint.limit] if constraint.keyword == "const" else constraint.limit


def _compare_most(old: Any, new: Any) -> Kind:
    return Kind.WIDENED if new > old else Kind.NARROWED


def _compare_least(old: Any, new: Any) -> Kind:
    return FLIPPED[_compare_most(old, new)]


def _compare_sets(old: Any, new: Any) -> Kind | None:
    before, after = {write(one) for one in old}, {write(one) for one in new}
    if before == after:
        return None
    if before < after:
        return Kind.WIDENED
    return Kind.NARROWED if after < before else Kind.CHANGED


def _compare_types(old: Any, new: Any) -> Kind | None:
    return _compare_sets(_list_types(old), _list_types(new))


def _list_types(types: Any) -> list[str]:
    listed = [types] if isinstance(types, str) else list(types)
    return [*listed, "integer"] if "number" in listed else listed


def _compare_count(old: Any, new: Any) -> Kind:
    """`x-maxCount`: of the same values, by their number."""
    if write({**old, "max": 0}) != write({**new, "max": 0}):
        return Kind.CHANGED
    return _compare_most(old["max"], new["max"])


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


def _compare_nothing(_: Any, __: Any) -> Kind:
    return Kind.CHANGED


COMPARE: Mapping[str, Compare] = {
    **dict.fromkeys(("maxLength", "maxItems", "maximum", "maxProperties"), _compare_most),
    **dict.fromkeys(("minLength", "minItems", "minimum", "minProperties"), _compare_least),
    **dict.fromkeys(("enum", "const", "additionalProperties"), _compare_sets),
    "type": _compare_types,
    "x-maxCount": _compare_count,
    "not": _compare_excluded,
}
