"""Lists how the properties and constraints of a message changed, as far as schemas can tell."""

from collections.abc import Collection, Iterator

from contractkit.compare.constraints import Conditions, Constraint, Pair, counts_under
from contractkit.compare.limits import compare_constraints
from contractkit.compare.records import WORST_FIRST, Basis, Change, Kind
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.pointers import escape, parent_of, to_tokens

ITEM = "/*"


def list_changes(
    before: Contract, after: Contract, message: str, pairs: list[Pair]
) -> list[Change]:
    """The changes of a message, by place: properties first, each with what is asked of it."""
    older, newer = [old for old, _ in pairs if old], [new for _, new in pairs if new]
    fields = [list_fields(version, message) for version in (before, after)]
    only = [*list_only(fields[1], fields[0]), *list_only(fields[0], fields[1])]
    found = list(list_properties(before, after, message, older, newer))
    found += _list_constraints(pairs, only)
    places = [*fields[1], *fields[0]]
    return sorted(
        found,
        key=lambda change: (places.index(change.part_of or change.pattern), bool(change.part_of)),
    )


def _list_constraints(pairs: list[Pair], only: Collection[str]) -> Iterator[Change]:
    for old, new in pairs:
        kind = _find_kind(old, new, only)
        present = new or old
        if kind and present:
            top = find_top(present.pattern, only) if None in (old, new) else None
            yield Change(kind, Basis.STRUCTURE, present.pattern, old, new, part_of=top)


def _find_kind(
    old: Constraint | None, new: Constraint | None, only: Collection[str]
) -> Kind | None:
    """What became of a constraint; None where nothing did that is not said of a property."""
    if old and new:
        kind = compare_constraints(old, new)
        return None if kind and _is_only_about_properties(old, new, only) else kind
    present = new or old
    if present and present.verdict is Verdict.VALID:
        return Kind.ADDED if new else Kind.REMOVED
    return Kind.NARROWED if new else Kind.WIDENED


def _is_only_about_properties(old: Constraint, new: Constraint, only: Collection[str]) -> bool:
    """Whether all that differs is which properties are known, and each of these has a change."""
    if new.keyword != "additionalProperties" or old.rule != new.rule or old.verdict != new.verdict:
        return False
    names = set(old.limit) ^ set(new.limit)
    return all(f"{new.pattern}/{escape(name)}" in only for name in names)


def list_properties(
    before: Contract,
    after: Contract,
    message: str,
    older: list[Constraint],
    newer: list[Constraint],
) -> Iterator[Change]:
    """A change for each property that was added or removed, in the order of its schema."""
    old, new = list_fields(before, message), list_fields(after, message)
    for kind, here, there, others in (
        (Kind.ADDED, new, old, older),
        (Kind.REMOVED, old, new, newer),
    ):
        only = list_only(here, there)
        for pattern in only:
            if not pattern.endswith(ITEM):
                guard = find_guard(others, there, pattern)
                part_of = find_top(parent_of(pattern), only)
                yield Change(kind, Basis.STRUCTURE, pattern, guard=guard, part_of=part_of)


def list_only(here: Collection[str], there: Collection[str]) -> list[str]:
    """The patterns of the places that one version knows and the other does not."""
    return [pattern for pattern in here if pattern and pattern not in there]


def find_top(pattern: str, only: Collection[str]) -> str | None:
    """The outermost of these properties that a place is, or is in."""
    top = None
    while pattern:
        if pattern in only and not pattern.endswith(ITEM):
            top = pattern
        pattern = parent_of(pattern)
    return top


def list_reworded(before: Contract, after: Contract, message: str) -> tuple[str, ...]:
    """The patterns of the places that both versions describe, in other words."""
    old, new = list_fields(before, message), list_fields(after, message)
    return tuple(
        pattern
        for pattern in new
        if pattern in old and old[pattern].description != new[pattern].description
    )


def find_guard(
    constraints: list[Constraint],
    fields: Collection[str],
    pattern: str,
    conditions: Conditions = (),
) -> Constraint | None:
    """The constraint that every payload with something at a place breaks, as it is unknown there.

    `constraints` and `fields` (patterns) are those of the version that may not know the place, and
    `conditions` are met by the payloads. Of several constraints the one with the worst verdict;
    None where there is none.
    """
    found = [
        constraint
        for place in _list_properties_around(pattern)
        if place not in fields
        for constraint in constraints
        if constraint.keyword == "additionalProperties"
        and constraint.pattern == parent_of(place)
        and counts_under(constraint, conditions)
        and to_tokens(place)[-1] not in constraint.limit
    ]
    return min(found, key=lambda guard: WORST_FIRST.index(guard.verdict), default=None)


def _list_properties_around(pattern: str) -> Iterator[str]:
    """A place and the places around it, items of arrays left out."""
    while pattern:
        if not pattern.endswith("/*"):
            yield pattern
        pattern = parent_of(pattern)
