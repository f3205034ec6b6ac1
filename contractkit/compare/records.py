"""The records of a difference: changes, the payloads that show them, and tables of verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contractkit.compare.constraints import Constraint
from contractkit.findings import Severity, Verdict

CLIENT, IMPLEMENTATION = "client", "implementation"
Cell = tuple[Verdict, Verdict]
WORST_FIRST = tuple(Verdict)
BEST_FIRST = WORST_FIRST[::-1]
CELLS: tuple[Cell, ...] = tuple((old, new) for old in BEST_FIRST for new in BEST_FIRST)


def is_worse(verdict: Verdict, other: Verdict) -> bool:
    """Whether a verdict is stricter than another."""
    return WORST_FIRST.index(verdict) < WORST_FIRST.index(other)


class Kind(StrEnum):
    """What became of something: `changed` is neither wider nor narrower."""

    ADDED = "added"
    REMOVED = "removed"
    NARROWED = "narrowed"
    WIDENED = "widened"
    CHANGED = "changed"


class Basis(StrEnum):
    """What a kind was decided by; `undecided` where no payload tried showed a difference."""

    STRUCTURE = "structure"
    PAYLOADS = "payloads"
    UNDECIDED = "undecided"


class Step(StrEnum):
    """The part of a version number that goes up; the greatest first."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


@dataclass(frozen=True, slots=True)
class Witness:
    """A payload on which the verdict changes, with the rules that each version finds broken."""

    payload: Any
    cell: Cell
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A property, or a constraint of one, that differs.

    `pattern` is the property's place; `before` and `after` the constraint, None where there is
    none (both for a property as such). `guard` is the constraint of the other version that keeps
    unknown properties out of the place; `part_of` the pattern of an added or removed property that
    the change stands in.
    """

    kind: Kind
    basis: Basis
    pattern: str
    before: Constraint | None = None
    after: Constraint | None = None
    guard: Constraint | None = None
    part_of: str | None = None
    witnesses: tuple[Witness, ...] = ()

    @property
    def is_property(self) -> bool:
        """Whether the change is that of a property as such."""
        return self.before is None and self.after is None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The changes of verdict that its witnesses show, in the order of the table."""
        shown = {witness.cell for witness in self.witnesses}
        return tuple(cell for cell in CELLS if cell in shown)


@dataclass(frozen=True, slots=True)
class Tally:
    """One cell of a table: how many payloads, whether there can be none, and the plainest."""

    count: int = 0
    proved_empty: bool = False
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class MessageDifference:
    """What differs in one message. `kind` is None for a message that both versions have.

    `sent_by` is `client` or `implementation`; `reworded` lists the patterns of properties that are
    only described in other words, `overlays` what differs of the schemas that are off by default
    and so not in the table.
    """

    message: str
    sent_by: str
    kind: Kind | None
    table: Mapping[Cell, Tally]
    changes: tuple[Change, ...] = ()
    reworded: tuple[str, ...] = ()
    overlays: tuple[tuple[str, Kind], ...] = ()

    @property
    def tried(self) -> int:
        """How many payloads were judged by both versions."""
        return sum(tally.count for tally in self.table.values())


@dataclass(frozen=True, slots=True)
class RuleState:
    """What of a rule differs from version to version."""

    severity: Severity
    verdict: Verdict
    on: bool


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that only one of the versions has, or that means something else in each."""

    kind: Kind
    rule: str
    title: str
    before: RuleState | None
    after: RuleState | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; `before` and `after` are `NAME@VERSION`.

    `proved`: the step follows for certain, not only from the payloads that were tried. `numbered`
    is the step that the two numbers make, None where the second is not the higher one. `settings`
    are the keys of contract.json that differ, beside the messages.
    """

    before: str
    after: str
    step: Step
    proved: bool
    numbered: Step | None
    messages: tuple[MessageDifference, ...]
    rules: tuple[RuleChange, ...]
    settings: tuple[str, ...]
