"""Judges payloads by both versions: counts the changes of verdict, and shrinks one of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from contractkit.compare.constraints import canonical_json
from contractkit.compare.payloads import Share, are_alike, list_payloads
from contractkit.compare.records import (
    CELLS,
    WORST_FIRST,
    Basis,
    Cell,
    Change,
    Kind,
    Tally,
    Witness,
    is_worse,
)
from contractkit.compare.shrinking import measure, shrink
from contractkit.compare.verdicts import (
    Judgement,
    count_differences,
    is_shown,
    judge_fully,
    judge_quickly,
)
from contractkit.contracts.loading import Contract

Judgements = tuple[Judgement, Judgement]
Judged = dict[str, tuple[Any, Judgements]]
Judge = Callable[[Any], Judgements]
Rank = tuple[int, tuple[int, str]]
PART = 500


@dataclass(slots=True)
class Trial:
    """What the payloads of a message have shown: counts, and the best payload for each thing.

    A candidate's key is a cell and the place of a change in the list, or None for the table.
    """

    counts: dict[Cell, int] = field(default_factory=lambda: dict.fromkeys(CELLS, 0))
    best: dict[tuple[Cell, int | None], tuple[Rank, Any]] = field(default_factory=dict)

    def keep_better(self, key: tuple[Cell, int | None], rank: Rank, payload: Any) -> None:
        """Keep a payload if it is the best so far."""
        if key not in self.best or rank < self.best[key][0]:
            self.best[key] = rank, payload


def try_payloads(
    contracts: tuple[Contract, Contract],
    message: str,
    changes: list[Change],
    empty: frozenset[Cell],
    known: Judged,
) -> tuple[dict[Cell, Tally], tuple[Change, ...]]:
    """The table of a message, and its changes with those of the judged payloads that show them."""
    trial = _run(changes, known)
    judge = _remember(partial(_judge_by_both, contracts, message), known)
    witnesses = {
        key: _shrink_witness(contracts, message, changes, judge, key, payload)
        for key, (_, payload) in trial.best.items()
        if not _is_incidental(key, trial)
    }
    table = {
        cell: Tally(trial.counts[cell], cell in empty, witnesses.get((cell, None)))
        for cell in CELLS
    }
    shown = tuple(
        _decide(change, [witnesses.get((cell, place)) for cell in CELLS])
        for place, change in enumerate(changes)
    )
    return table, shown


def judge_all(
    contracts: tuple[Contract, Contract], messages: Iterable[str], share: Share
) -> dict[str, Judged]:
    """The payloads of each message with the judgements on each, by how it is written."""
    payloads = list_payloads(contracts, messages, share)
    parts = [
        (message, part) for message, found in payloads.items() for part in _split(found.values())
    ]
    judgements = iter(share(parts, partial(_judge_part, contracts)))
    return {
        message: {written: (payload, next(judgements)) for written, payload in found.items()}
        for message, found in payloads.items()
    }


def _split(payloads: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(payloads)
    return (listed[start : start + PART] for start in range(0, len(listed), PART))


def _judge_part(
    contracts: tuple[Contract, Contract], part: tuple[str, list[Any]]
) -> Iterator[Judgements]:
    message, payloads = part
    return (_judge_by_both(contracts, message, payload) for payload in payloads)


def _run(changes: list[Change], judged: Judged) -> Trial:
    trial = Trial()
    for payload, judgements in judged.values():
        cell, size = _cell_of(judgements), measure(payload)
        trial.counts[cell] += 1
        others = count_differences(*judgements)
        trial.keep_better((cell, None), (0, size), payload)
        for place, change in enumerate(changes if cell[0] is not cell[1] else ()):
            if is_shown(change, *judgements):
                trial.keep_better((cell, place), (others, size), payload)
    return trial


def _is_incidental(key: tuple[Cell, int | None], trial: Trial) -> bool:
    """Whether the same change alone moves a verdict further: then this payload has more to it."""
    cell, place = key
    moved = WORST_FIRST.index(cell[1]) - WORST_FIRST.index(cell[0])
    cells = (
        shown
        for shown, shown_place in trial.best
        if shown_place == place and shown[0] is not shown[1]
    )
    moves = [WORST_FIRST.index(new) - WORST_FIRST.index(old) for old, new in cells]
    return place is not None and any(move * moved > 0 and abs(move) > abs(moved) for move in moves)


def _judge_by_both(contracts: tuple[Contract, Contract], message: str, payload: Any) -> Judgements:
    before = judge_quickly(contracts[0], message, payload)
    if are_alike(contracts, message):
        return before, before
    return before, judge_quickly(contracts[1], message, payload)


def _remember(judge: Judge, judged: Judged) -> Judge:
    known = {written: judgements for written, (_, judgements) in judged.items()}

    def recall(payload: Any) -> Judgements:
        key = canonical_json(payload)
        if key not in known:
            known[key] = judge(payload)
        return known[key]

    return recall


def _cell_of(judgements: Judgements) -> Cell:
    return judgements[0].verdict, judgements[1].verdict


def _shrink_witness(
    contracts: tuple[Contract, Contract],
    message: str,
    changes: list[Change],
    judge: Judge,
    key: tuple[Cell, int | None],
    payload: Any,
) -> Witness | None:
    """The plainest payload like this one; None if the linter itself judges it otherwise."""
    cell, place = key
    most = count_differences(*judge(payload))

    def keeps(plainer: Any) -> bool:
        judgements = judge(plainer)
        if _cell_of(judgements) != cell:
            return False
        return place is None or (
            is_shown(changes[place], *judgements) and count_differences(*judgements) <= most
        )

    plainest = shrink(payload, keeps)
    verdicts, rules = zip(
        *(judge_fully(contract, message, plainest) for contract in contracts), strict=True
    )
    return Witness(plainest, cell, *rules) if verdicts == cell else None


def _decide(change: Change, found: list[Witness | None]) -> Change:
    """The change with its witnesses, and the kind that they decide where the schemas do not."""
    witnesses = tuple(witness for witness in found if witness)
    change = replace(change, witnesses=witnesses)
    if change.kind is not Kind.CHANGED or not (change.before and change.after):
        return change
    kinds = {_kind_of(witness.cell) for witness in witnesses}
    if not kinds:
        return replace(change, basis=Basis.UNDECIDED)
    return replace(
        change, kind=kinds.pop() if len(kinds) == 1 else change.kind, basis=Basis.PAYLOADS
    )


def _kind_of(cell: Cell) -> Kind:
    return Kind.NARROWED if is_worse(cell[1], cell[0]) else Kind.WIDENED
