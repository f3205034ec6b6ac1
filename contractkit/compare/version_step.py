"""The step of the version number that follows from the verdicts: major, minor or patch."""

from collections.abc import Iterable

from contractkit.compare.records import CELLS, Cell, Kind, MessageDifference, Step
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict

BREAKING: Cell = (Verdict.VALID, Verdict.INVALID)
CHANGING = tuple(cell for cell in CELLS if cell[0] is not cell[1])


def find_step(messages: Iterable[MessageDifference]) -> tuple[Step, bool]:
    """The step that the messages make together, and whether it is certain to be no greater.

    A message that is no more leaves its payloads without a verdict, which breaks them all.
    """
    steps = [_find_step(message) for message in messages]
    step = min((greatest for greatest, _ in steps), key=list(Step).index, default=Step.PATCH)
    return step, step is Step.MAJOR or all(_is_certain(message, step) for message in messages)


def _find_step(message: MessageDifference) -> tuple[Step, bool]:
    if message.kind:
        return (Step.MAJOR if message.kind is Kind.REMOVED else Step.MINOR), True
    if message.table[BREAKING].count:
        return Step.MAJOR, True
    return (
        Step.MINOR if any(message.table[cell].count for cell in CHANGING) else Step.PATCH
    ), False


def _is_certain(message: MessageDifference, step: Step) -> bool:
    """Whether no payload of a message can make the step greater."""
    if message.kind:
        return True
    greater = (BREAKING,) if step is Step.MINOR else CHANGING
    return all(message.table[cell].proved_empty for cell in greater)


def find_numbered(before: Contract, after: Contract) -> Step | None:
    """The step that the numbers of two versions make; None where the second is no higher one."""
    if before.name != after.name:
        return None
    numbers = [contract.version.split(".") for contract in (before, after)]
    if not all(part.isdecimal() for number in numbers for part in number):
        return None
    old, new = ([int(part) for part in number] for number in numbers)
    if len(old) != len(Step) or len(new) != len(Step) or new <= old:
        return None
    return list(Step)[next(index for index in range(len(Step)) if old[index] != new[index])]
