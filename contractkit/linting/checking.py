"""Each input through the check; what is no message of the contract is said to be unreadable."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.linting.file_options import Choose, options_for
from contractkit.linting.inputs import Input
from contractkit.linting.records import Linted, PassedOver, Result
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

if TYPE_CHECKING:
    from contractkit.linting.inputs.lines import LineInput
    from contractkit.linting.lines import Part

AnyInput: TypeAlias = "Input | LineInput | UnreadableInputError"
Task: TypeAlias = "Result | tuple[Input, CheckOptions] | Part"
LEAST, PART = 512, 64 * 1024
HINTS = (b'"entries"', b"schema.getpostman.com/json/collection/")


def lint_inputs(
    inputs: Iterable[AnyInput],
    contract: Contract,
    choose: Choose,
    jobs: int = 1,
) -> Iterator[Result]:
    """Judge each input, in several processes where there are more jobs than one.

    One that is no message of the contract comes as an UnreadableInputError, or is passed over where
    nobody named it.
    """
    tasks = _list_tasks(inputs, contract, choose)
    if jobs == 1:
        for task in tasks:
            yield from judge_task(task, contract)
    else:
        from contractkit.linting.jobs import share_out

        yield from share_out(tasks, partial(judge_task, contract=contract), _weigh, jobs)


def _list_tasks(inputs: Iterable[AnyInput], contract: Contract, choose: Choose) -> "Iterator[Task]":
    for one in inputs:
        if isinstance(one, UnreadableInputError):
            yield one
        elif isinstance(one, Input):
            yield one, options_for(one, choose)
        else:
            from contractkit.linting.lines import split_lines

            yield from split_lines(one, contract, options_for(one, choose))


def _weigh(task: "Task") -> int:
    if isinstance(task, tuple):
        return len(task[0].data) + LEAST
    return LEAST if isinstance(task, (Linted, PassedOver, UnreadableInputError)) else PART


def judge_task(task: "Task", contract: Contract) -> Iterable[Result]:
    """The results of one task; what is a result already is its own."""
    if isinstance(task, tuple):
        return (lint_input(*task, contract),)
    if isinstance(task, (Linted, PassedOver, UnreadableInputError)):
        return (task,)
    from contractkit.linting.ndjson import lint_part

    return lint_part(task, contract)


def may_hold_requests(one: Input) -> bool:
    """Whether a text looks, by its name or at a glance, like a recording or a collection."""
    return one.recording or any(hint in one.data for hint in HINTS)


def lint_input(one: Input, options: CheckOptions, contract: Contract) -> Result:
    """Judge one text."""
    if may_hold_requests(one):
        from contractkit.linting.recording_files import lint_recording

        recorded = lint_recording(one, contract, options)
        if recorded:
            return recorded
    try:
        checked = check_document(one.data, contract, options)
    except UnrecognisedMessageError as error:
        if one.found:
            return PassedOver(one.name)
        return UnreadableInputError(one.name, f"{error}; say it with --kind")
    return Linted(one.name, checked.findings, checked.document)
