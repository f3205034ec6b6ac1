"""Proves, by the constraints of both versions alone, which changes of verdict are impossible.

A payload whose verdict is worse in one version breaks a constraint of that verdict there. Where the
other version has the same constraint, or a tighter one, or one that counts more often, or asks for
another type, or does not know the place at all and says so, the payload cannot be better off there.
"""

from collections.abc import Collection, Iterator
from typing import Any

from contractkit.compare.changes import find_guard
from contractkit.compare.constraints import Constraint, Pair, counts_under
from contractkit.compare.limits import compare_constraints, compare_limits, list_types
from contractkit.compare.records import CELLS, WORST_FIRST, Cell, Kind, is_worse
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.validation.violation import CHOICES
from contractkit.validation.violations import SUPPRESSING_KEYWORDS

INTERTWINED = CHOICES | {"unevaluatedProperties", "unevaluatedItems"}
Floor = tuple[Verdict, Verdict | None]


def prove_empty(
    before: Contract, after: Contract, message: str, pairs: list[Pair]
) -> frozenset[Cell]:
    """The changes of verdict that no payload of a message can show."""
    changed = [cell for cell in CELLS if cell[0] is not cell[1]]
    lookalikes = [_list_lookalikes(version, message) for version in (before, after)]
    if lookalikes[0] == lookalikes[1] and all(_is_same(*pair) for pair in pairs):
        return frozenset(changed)
    older = [old for old, _ in pairs if old]
    newer = [new for _, new in pairs if new]
    if not (_is_regular(before, message, older) and _is_regular(after, message, newer)):
        return frozenset()
    worsening = list(_list_floors(pairs, older, list_fields(before, message)))
    swapped = [(new, old) for old, new in pairs]
    improving = list(_list_floors(swapped, newer, list_fields(after, message), backwards=True))
    return frozenset(
        cell
        for cell in changed
        if (
            _is_ruled_out(worsening, cell[1], cell[0])
            if _is_worse(cell[1], cell[0])
            else _is_ruled_out(improving, cell[0], cell[1])
        )
    )


def _is_worse(verdict: Verdict, other: Verdict | None) -> bool:
    return other is None or is_worse(verdict, other)


def _is_ruled_out(floors: list[Floor], worse: Verdict, better: Verdict) -> bool:
    """Whether no payload has the worse verdict by its constraints, the better in the other."""
    return all(
        floor is not None and _is_worse(floor, better)
        for verdict, floor in floors
        if verdict is worse
    )


def _list_floors(
    pairs: list[Pair],
    other_constraints: list[Constraint],
    fields: Collection[str],
    *,
    backwards: bool = False,
) -> Iterator[Floor]:
    """The verdict of each constraint, with the best that breaking it leaves in the other version.

    The constraints are the second ones of the pairs; `backwards`: these are the older ones.
    """
    silent = {
        constraint.pattern
        for constraint in other_constraints
        if constraint.verdict is Verdict.VALID and constraint.keyword in SUPPRESSING_KEYWORDS
    }
    others: dict[str, list[Constraint]] = {}
    for other in other_constraints:
        others.setdefault(other.pattern, []).append(other)
    for _, constraint in pairs:
        if constraint is None:
            continue
        floors = [
            other.verdict
            for other in others.get(constraint.pattern, ())
            if _covers(other, constraint, backwards=backwards) and not _may_be_silent(other, silent)
        ]
        floors += [
            other.verdict
            for place, test in constraint.conditions
            for other in others.get(place, ())
            if _rules_out(other, test) and counts_under(other, constraint.conditions)
        ]
        guard = find_guard(other_constraints, fields, constraint.pattern, constraint.conditions)
        if guard:
            floors.append(guard.verdict)
        yield constraint.verdict, min(floors, key=WORST_FIRST.index, default=None)


def _rules_out(other: Constraint, test: Any) -> bool:
    """Whether a constraint is broken by every value that meets a test."""
    if other.keyword != "type" or "type" not in test:
        return False
    return not set(list_types(test["type"])) & set(list_types(other.limit))


def _covers(counterpart: Constraint, constraint: Constraint, *, backwards: bool) -> bool:
    """Whether what breaks one constraint breaks the other too."""
    if (counterpart.kind, counterpart.name) != (constraint.kind, constraint.name):
        return False
    if not counts_under(counterpart, constraint.conditions):
        return False
    kind = (
        compare_limits(constraint, counterpart)
        if backwards
        else compare_limits(counterpart, constraint)
    )
    return kind in (None, Kind.NARROWED if backwards else Kind.WIDENED)


def _may_be_silent(constraint: Constraint, silent: Collection[str]) -> bool:
    """Whether a mere note at the same place may keep the linter from saying what is broken."""
    return constraint.level == "advice" and (
        constraint.pattern in silent or (bool(silent) and constraint.keyword.startswith("x-"))
    )


def _is_same(old: Constraint | None, new: Constraint | None) -> bool:
    return bool(old and new and old.level == new.level and compare_constraints(old, new) is None)


def _list_lookalikes(contract: Contract, message: str) -> list[tuple[Any, Verdict]]:
    rules = load_rules(contract)
    return [
        (lookalike, rules[lookalike["rule"]].verdict)
        for lookalike in contract.data.get("lookalikes", ())
        if lookalike["message"] == message
    ]


def _is_regular(contract: Contract, message: str, constraints: list[Constraint]) -> bool:
    """Whether a payload is invalid exactly if it breaks a normative constraint.

    The linter leaves out what follows from another violation; errors that are not those of the
    normative schemas, or warnings among those, would be lost with it. Of a choice what one branch
    asks for may be broken in a valid payload.
    """
    if any(constraint.keyword in INTERTWINED for constraint in constraints):
        return False
    lookalikes = _list_lookalikes(contract, message)
    return all(
        (constraint.verdict is Verdict.INVALID) == (constraint.level != "advice")
        for constraint in constraints
    ) and all(verdict is Verdict.INVALID for _, verdict in lookalikes)
