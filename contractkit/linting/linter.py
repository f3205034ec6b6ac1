"""Lints inputs one by one: each is a payload, a recording of requests, or lines of payloads."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.linting.file_options import ChooseOptions, options_for
from contractkit.linting.inputs import AnyInput, Input
from contractkit.linting.results import Linted, PassedOver, Result, name_other
from contractkit.validation.check import check_document
from contractkit.validation.options import AUTO, CheckOptions

if TYPE_CHECKING:
    from contractkit.linting.ndjson import Part
    from contractkit.linting.recordings import Environment

Task: TypeAlias = "Result | tuple[Input, CheckOptions] | Part"
Outcome = TypeVar("Outcome")
TASK_SIZE, PART_SIZE = 512, 64 * 1024
ALONE, MOST_JOBS = 2 * 1024 * 1024, 4
HINTS = (b'"entries"', b"schema.getpostman.com/json/collection/")
NO_RECORDING = "is neither a HAR recording nor a Postman collection"
ENVIRONMENT = "gives values to the variables of the collections beside it"
NO_REQUEST = "no request to this API in it"


def lint_inputs(
    inputs: Iterable[AnyInput],
    contract: Contract,
    choose: ChooseOptions,
    jobs: int | str = 1,
    *,
    finish: Callable[[Iterable[Result]], Iterable[Outcome]],
    environment: "Environment | None" = None,
) -> Iterator[Outcome]:
    """Judge each input, in several processes where there are more jobs than one.

    With AUTO there is one job a processor, MOST_JOBS at most, from where ALONE bytes were judged.

    One that is no message of the contract comes as an UnreadableInputError, or is passed over where
    nobody named it. `finish` makes of the results of a task what is needed of them, in the process
    that has them: to send documents and findings from one process to another takes time.
    """
    tasks = _list_tasks(inputs, contract, choose)
    run = partial(_run_task, contract=contract, environment=environment, finish=finish)
    if jobs == AUTO:
        yield from _run_first(tasks, run)
    if jobs == 1:
        for task in tasks:
            yield from run(task)
        return
    first = next(tasks, None)
    if first is None:
        return
    from contractkit.linting.jobs import count_processors, run_in_processes

    number = min(count_processors(), MOST_JOBS) if jobs == AUTO else int(jobs)
    yield from run_in_processes(chain([first], tasks), run, _estimate_size, number)


def _run_first(
    tasks: "Iterator[Task]", run: "Callable[[Task], Iterable[Outcome]]"
) -> Iterator[Outcome]:
    """The results of the first ALONE bytes, for which no other process pays."""
    size = 0
    for task in tasks:
        yield from run(task)
        size += _estimate_size(task)
        if size >= ALONE:
            return


def _list_tasks(
    inputs: Iterable[AnyInput], contract: Contract, choose: ChooseOptions
) -> "Iterator[Task]":
    for source in inputs:
        if isinstance(source, UnreadableInputError):
            yield source
        elif isinstance(source, Input):
            yield source, options_for(source, choose)
        else:
            from contractkit.linting.ndjson import split_lines

            yield from split_lines(source, contract, options_for(source, choose))


def _estimate_size(task: "Task") -> int:
    """About how many bytes there are to judge."""
    if isinstance(task, Result):
        return TASK_SIZE
    return len(task[0].data) + TASK_SIZE if isinstance(task, tuple) else PART_SIZE


def drop_documents(results: Iterable[Result]) -> Iterator[Result]:
    """The results without their documents."""
    for result in results:
        yield result._replace(document=None) if isinstance(result, Linted) else result


def _run_task(
    task: "Task",
    contract: Contract,
    environment: "Environment | None",
    finish: Callable[[Iterable[Result]], Iterable[Outcome]],
) -> Iterable[Outcome]:
    return finish(_judge_task(task, contract, environment))


def _judge_task(
    task: "Task", contract: Contract, environment: "Environment | None"
) -> Iterable[Result]:
    """The results of one task; a task may be a result already."""
    if isinstance(task, Result):
        return (task,)
    if isinstance(task, tuple):
        return (lint_input(*task, contract, environment),)
    from contractkit.linting.ndjson import lint_part

    return lint_part(task, contract)


def lint_input(
    source: Input,
    options: CheckOptions,
    contract: Contract,
    environment: "Environment | None" = None,
) -> Result:
    """Judge one text: a payload, or a file that holds requests."""
    if may_hold_requests(source):
        result = _lint_recording(source, contract, options, environment)
        if result:
            return result
    if source.has_environment_name and _is_environment(source):
        return PassedOver(source.name, "" if source.found else ENVIRONMENT)
    try:
        checked = check_document(source.data, contract, options)
    except UnrecognisedMessageError as error:
        if source.found:
            return PassedOver(source.name)
        return UnreadableInputError(source.name, f"{error}; say it with --kind")
    return Linted(
        source.name,
        checked.findings,
        checked.document,
        contract=name_other(checked.contract, contract),
    )


def may_hold_requests(source: Input) -> bool:
    """Whether a text looks, by its name or at a glance, like a recording or a collection."""
    return source.has_recording_name or any(hint in source.data for hint in HINTS)


def _is_environment(source: Input) -> bool:
    from contractkit.linting.recordings import is_environment

    return is_environment(source.data)


def _lint_recording(
    source: Input, contract: Contract, options: CheckOptions, environment: "Environment | None"
) -> Result | None:
    """Judge the requests in a file; None where it is something else and may be a payload."""
    from contractkit.linting.recordings import check_recording, find_environments

    def list_environments() -> "list[Environment]":
        return [environment] if environment else find_environments(source.name)

    recorded = check_recording(source.data, contract, options, list_environments)
    if recorded is None:
        if not source.has_recording_name:
            return None
        if source.found:
            return PassedOver(source.name)
        return UnreadableInputError(source.name, NO_RECORDING)
    if not recorded.requests and not recorded.findings:
        return PassedOver(source.name, "" if source.found else NO_REQUEST)
    judges = {each if each is contract else each.whole or each for each in recorded.contracts}
    others = sorted(str(each) for each in judges if each is not contract)
    return Linted(source.name, recorded.findings, recorded.document, contract=" and ".join(others))
