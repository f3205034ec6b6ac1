"""The constraints that keep out of a place what a version does not know."""

from collections.abc import Collection, Iterator

from contractkit.compare.constraints import Constraint
from contractkit.compare.records import WORST_FIRST
from contractkit.pointers import parent_of, to_tokens


def find_guard(
    constraints: list[Constraint], fields: Collection[str], pattern: str
) -> Constraint | None:
    """The constraint that every payload with something at a place breaks, as it is unknown there.

    `constraints` and `fields` (patterns) are those of the version that may not know the place. Of
    several the one with the worst verdict; None where there is none.
    """
    found = [
        one
        for place in _list_properties(pattern)
        if place not in fields
        for one in constraints
        if one.keyword == "additionalProperties"
        and not one.conditions
        and one.pattern == parent_of(place)
        and to_tokens(place)[-1] not in one.limit
    ]
    return min(found, key=lambda one: WORST_FIRST.index(one.verdict), default=None)


def _list_properties(pattern: str) -> Iterator[str]:
    """A place and the places around it, items of arrays left out."""
    while pattern:
        if not pattern.endswith("/*"):
            yield pattern
        pattern = parent_of(pattern)
