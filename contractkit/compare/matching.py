"""Which constraint of one version is which of the other."""

from collections.abc import Callable

from contractkit.compare.constraints import Constraint, list_constraints, write
from contractkit.contracts.loading import Contract

Pair = tuple[Constraint | None, Constraint | None]


def match_constraints(before: Contract, after: Contract, message: str) -> list[Pair]:
    """The constraints of both versions in pairs, None beside one that has no counterpart.

    First those that are the same, then those with another limit, then those that moved from one
    schema of the message to another.
    """
    older, newer = list_constraints(before, message), list_constraints(after, message)
    found: dict[int, Constraint] = {}
    for name in (_name_exactly, _name_place, _name_content):
        _match(older, newer, name, found)
    matched = {id(one) for one in found.values()}
    pairs: list[Pair] = [(found.get(id(one)), one) for one in newer]
    return pairs + [(one, None) for one in older if id(one) not in matched]


def _match(
    older: list[Constraint],
    newer: list[Constraint],
    name: Callable[[Constraint], str],
    found: dict[int, Constraint],
) -> None:
    """Add to the pairs found (by the newer's identity) those that have the same name."""
    taken = {id(one) for one in found.values()}
    free: dict[str, list[Constraint]] = {}
    for one in older:
        if id(one) not in taken:
            free.setdefault(name(one), []).append(one)
    for one in newer:
        if id(one) not in found and free.get(name(one)):
            found[id(one)] = free[name(one)].pop(0)


def _name_exactly(one: Constraint) -> str:
    return write((one.level, one.rule, one.key, one.limit))


def _name_place(one: Constraint) -> str:
    return write((one.level, one.key))


def _name_content(one: Constraint) -> str:
    return write((one.key, one.limit))
