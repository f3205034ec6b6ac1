"""The properties that only one version knows, and those that are only described otherwise."""

from collections.abc import Collection, Iterator

from contractkit.compare.constraints import Constraint
from contractkit.compare.guards import find_guard
from contractkit.compare.records import Basis, Change, Kind
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.pointers import parent_of

ITEM = "/*"


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
