"""What a report shows of one message: the table of verdicts, the changes and the payloads.

What the formats for people have in common; each only says how a line is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.compare.constraints import canonical_json
from contractkit.compare.records import (
    BEST_FIRST,
    CELLS,
    Change,
    Difference,
    MessageDifference,
    Tally,
    Witness,
)
from contractkit.compare.wording import describe_change, describe_effects, name_versions
from contractkit.findings import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One change: the pattern of its place, what of it differs, the numbers of its payloads.

    `words` is empty for a property inside another one that was added or removed with it.
    """

    kind: str
    pattern: str
    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A change, those that are part of it, and what they mean for each party."""

    head: Line
    parts: tuple[Line, ...]
    effects: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class NumberedPayload:
    """A payload whose verdict changes, and in words which version finds which rules broken."""

    number: int
    words: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Outline:
    """What is shown of a message: the table's rows by the verdict before, changes and payloads.

    An entry of the table is a tally with the number of its payload.
    """

    versions: tuple[str, str]
    table: Mapping[Verdict, tuple[tuple[Tally, int | None], ...]]
    groups: tuple[Group, ...]
    payloads: tuple[NumberedPayload, ...]


def outline(difference: Difference, message: MessageDifference) -> Outline:
    """The difference of one message; each payload that shows a change has a number from 1."""
    versions = name_versions(difference)
    witnesses = _list_witnesses(message)
    numbers = {payload: number for number, payload in enumerate(witnesses, start=1)}
    table = {
        before: tuple(_number_tally(message.table[before, after], numbers) for after in BEST_FIRST)
        for before in BEST_FIRST
    }
    payloads = tuple(
        NumberedPayload(number, _describe_witness(witness, versions), witness.payload)
        for number, witness in enumerate(witnesses.values(), start=1)
    )
    return Outline(versions, table, tuple(_list_groups(message, numbers)), payloads)


def _list_witnesses(message: MessageDifference) -> dict[str, Witness]:
    """The payloads that show a change of verdict, each once, by how they are written."""
    changed = (tally for cell, tally in message.table.items() if cell[0] is not cell[1])
    found: dict[str, Witness] = {}
    for witness in [
        *(tally.witness for tally in changed if tally.witness),
        *(witness for change in message.changes for witness in change.witnesses),
    ]:
        found.setdefault(canonical_json(witness.payload), witness)
    return found


def _number_tally(tally: Tally, numbers: Mapping[str, int]) -> tuple[Tally, int | None]:
    payload = canonical_json(tally.witness.payload) if tally.witness else None
    return tally, numbers.get(payload) if payload else None


def _list_groups(message: MessageDifference, numbers: Mapping[str, int]) -> Iterator[Group]:
    """The changes of a message, those in an added or removed property with that property."""
    for head in (change for change in message.changes if change.part_of is None):
        inside = head.is_property
        parts = [part for part in message.changes if inside and part.part_of == head.pattern]
        shown = {cell for change in (head, *parts) for cell in change.cells}
        yield Group(
            _write_line(head, numbers),
            tuple(_write_line(part, numbers) for part in parts),
            describe_effects(tuple(cell for cell in CELLS if cell in shown), message.sent_by),
        )


def _write_line(change: Change, numbers: Mapping[str, int]) -> Line:
    is_plain_part = change.is_property and change.part_of is not None
    return Line(
        change.kind,
        change.pattern,
        "" if is_plain_part else describe_change(change),
        tuple(numbers[canonical_json(witness.payload)] for witness in change.witnesses),
    )


def _describe_witness(witness: Witness, versions: tuple[str, str]) -> str:
    """The verdicts, and the rules that only the one version, and only the other, finds broken."""
    old, new = witness.rules_before, witness.rules_after
    own = ([rule for rule in old if rule not in new], [rule for rule in new if rule not in old])
    found = [
        f"{version} finds {', '.join(rules) or 'nothing'}"
        for version, rules in zip(versions, own, strict=True)
    ]
    return f"{' → '.join(witness.cell)}: {', '.join(found)}"
