"""Which changes of verdict no payload can show, by the constraints of both versions alone.

A payload whose verdict is worse in one version breaks a constraint of that verdict there. Where the
other version has the same constraint, or a tighter one, or does not know the place at all and says
so, the payload cannot be better off there than that.
"""

from collections.abc import Collection, Iterator
from typing import Any

from contractkit.compare.changes import find_guard
from contractkit.compare.constraints import Constraint, Pair
from contractkit.compare.limits import compare_constraints, compare_limits
from contractkit.compare.records import CELLS, WORST_FIRST, Cell, Kind
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.validation.violations import SUPPRESSING_KEYWORDS

Floor = tuple[Verdict, Verdict | None]


def prove_empty(
    before: Contract, after: Contract, message: str, pairs: list[Pair]
) -> frozenset[Cell]:
    """The changes of verdict that no payload of a message can show."""
    changed = [cell for cell in CELLS if cell[0] is not cell[1]]
    lookalikes = [_list_lookalikes(one, message) for one in (before, after)]
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


def _is_worse(one: Verdict, other: Verdict | None) -> bool:
    return other is None or WORST_FIRST.index(one) < WORST_FIRST.index(other)


def _is_ruled_out(floors: list[Floor], worse: Verdict, better: Verdict) -> bool:
    """Whether no payload has the worse verdict by its constraints, the better in the other."""
    return all(
        floor is not None and _is_worse(floor, better)
        for verdict, floor in floors
        if verdict is worse
    )


def _list_floors(
    pairs: list[Pair], others: list[Constraint], fields: Collection[str], *, backwards: bool = False
) -> Iterator[Floor]:
    """The verdict of each constraint, with the best that breaking it leaves in the other version.

    The constraints are the second ones of the pairs; `backwards`: these are the older ones.
    """
    silent = {
        one.pattern
        for one in others
        if one.verdict is Verdict.VALID and one.keyword in SUPPRESSING_KEYWORDS
    }
    for other, one in pairs:
        if one is None:
            continue
        floors = []
        if other and _covers(other, one, backwards=backwards) and not _may_be_silent(other, silent):
            floors.append(other.verdict)
        guard = find_guard(others, fields, one.pattern)
        if guard:
            floors.append(guard.verdict)
        yield one.verdict, min(floors, key=WORST_FIRST.index, default=None)


def _covers(other: Constraint, one: Constraint, *, backwards: bool) -> bool:
    """Whether what breaks one constraint breaks the other too."""
    kind = compare_limits(one, other) if backwards else compare_limits(other, one)
    return kind in (None, Kind.NARROWED if backwards else Kind.WIDENED)


def _may_be_silent(one: Constraint, silent: Collection[str]) -> bool:
    """Whether a mere note at the same place may keep the linter from saying what is broken."""
    return one.level == "advice" and (
        one.pattern in silent or (bool(silent) and one.keyword.startswith("x-"))
    )


def _is_same(old: Constraint | None, new: Constraint | None) -> bool:
    return bool(old and new and old.level == new.level and compare_constraints(old, new) is None)


def _list_lookalikes(contract: Contract, message: str) -> list[tuple[Any, Verdict]]:
    rules = load_rules(contract)
    return [
        (one, rules[one["rule"]].verdict)
        for one in contract.data.get("lookalikes", ())
        if one["message"] == message
    ]


def _is_regular(contract: Contract, message: str, constraints: list[Constraint]) -> bool:
    """Whether a payload is invalid exactly if it breaks a normative constraint.

    The linter leaves out what follows from another violation; errors that are not those of the
    normative schemas, or warnings among those, would be lost with it.
    """
    lookalikes = _list_lookalikes(contract, message)
    return all(
        (one.verdict is Verdict.INVALID) == (one.level != "advice") for one in constraints
    ) and all(verdict is Verdict.INVALID for _, verdict in lookalikes)
