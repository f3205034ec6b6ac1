"""What became of each property and each constraint of a message, as far as the schemas tell."""

from collections.abc import Collection, Iterator

from contractkit.compare.constraints import Constraint
from contractkit.compare.limits import compare_constraints
from contractkit.compare.matching import Pair
from contractkit.compare.properties import find_top, list_only, list_properties
from contractkit.compare.records import Basis, Change, Kind
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.pointers import escape


def list_changes(
    before: Contract, after: Contract, message: str, pairs: list[Pair]
) -> list[Change]:
    """The changes of a message, by place: properties first, each with what is asked of it."""
    older, newer = [old for old, _ in pairs if old], [new for _, new in pairs if new]
    fields = [list_fields(one, message) for one in (before, after)]
    only = [*list_only(fields[1], fields[0]), *list_only(fields[0], fields[1])]
    found = list(list_properties(before, after, message, older, newer))
    found += _list_constraints(pairs, only)
    places = [*fields[1], *fields[0]]
    return sorted(
        found, key=lambda one: (places.index(one.part_of or one.pattern), bool(one.part_of))
    )


def _list_constraints(pairs: list[Pair], only: Collection[str]) -> Iterator[Change]:
    for old, new in pairs:
        kind = _find_kind(old, new, only)
        one = new or old
        if kind and one:
            top = find_top(one.pattern, only) if None in (old, new) else None
            yield Change(kind, Basis.STRUCTURE, one.pattern, old, new, part_of=top)


def _find_kind(
    old: Constraint | None, new: Constraint | None, only: Collection[str]
) -> Kind | None:
    """What became of a constraint; None where nothing did that is not told of a property."""
    if old and new:
        kind = compare_constraints(old, new)
        return None if kind and _is_told(old, new, only) else kind
    one = new or old
    if one and one.verdict is Verdict.VALID:
        return Kind.ADDED if new else Kind.REMOVED
    return Kind.NARROWED if new else Kind.WIDENED


def _is_told(old: Constraint, new: Constraint, only: Collection[str]) -> bool:
    """Whether all that differs is which properties are known, and each of these has a change."""
    if new.keyword != "additionalProperties" or old.rule != new.rule or old.verdict != new.verdict:
        return False
    names = set(old.limit) ^ set(new.limit)
    return all(f"{new.pattern}/{escape(name)}" in only for name in names)
