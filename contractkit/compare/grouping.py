"""The changes of a message as they are read: by property, with the payloads numbered."""

from dataclasses import dataclass

from contractkit.compare.constraints import write
from contractkit.compare.effects import describe_effects
from contractkit.compare.records import CELLS, Change, MessageDifference, Witness


@dataclass(frozen=True, slots=True)
class Group:
    """A change, with those that are part of it."""

    head: Change
    parts: tuple[Change, ...]

    def list_effects(self, sent_by: str) -> dict[str, list[str]]:
        """What the changes of verdict that the group shows mean, by party."""
        found = {cell for one in (self.head, *self.parts) for cell in one.cells}
        return describe_effects(tuple(one for one in CELLS if one in found), sent_by)


def list_groups(one: MessageDifference) -> list[Group]:
    """The changes of a message, those in an added or removed property with that property."""
    heads = [change for change in one.changes if change.part_of is None]
    return [
        Group(head, tuple(part for part in one.changes if head.is_property and _is_in(part, head)))
        for head in heads
    ]


def _is_in(part: Change, head: Change) -> bool:
    return part.part_of == head.pattern


def number_witnesses(one: MessageDifference) -> dict[str, tuple[int, Witness]]:
    """The payloads that show a change of verdict, each once, with a number from 1, by name."""
    table = [tally.witness for cell, tally in one.table.items() if cell[0] is not cell[1]]
    changes = [witness for change in one.changes for witness in change.witnesses]
    found: dict[str, tuple[int, Witness]] = {}
    for witness in (*table, *changes):
        if witness and name_witness(witness) not in found:
            found[name_witness(witness)] = len(found) + 1, witness
    return found


def name_witness(witness: Witness) -> str:
    """What tells a witness from others: its payload, as it is written."""
    return write(witness.payload)


def list_own_rules(witness: Witness) -> tuple[list[str], list[str]]:
    """The rules that only the one version, and only the other, finds broken."""
    old, new = witness.rules_before, witness.rules_after
    return [one for one in old if one not in new], [one for one in new if one not in old]
