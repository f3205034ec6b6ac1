"""Options that several commands take, and how their values are read."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from contractkit.contracts.loading import Contract, read_json
from contractkit.errors import BrokenContractError, ContractkitError, UnreadableInputError

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class Session:
    """The settings of one run of the program, whatever the command."""

    debug: bool = False


def _set_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    session = context.find_object(Session)
    if session and value:
        session.debug = True


def group_options(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """A decorator that gives a command these options; they keep their order in the help."""

    def add_options(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add_options


class WholeNumber(click.IntRange):
    """A whole number between two bounds; click would call it an “integer range”."""

    name = "whole number"


class Number(click.FloatRange):
    """A number between two bounds."""

    name = "number"


take_session = group_options(
    click.option("--schemas", metavar="DIR", help="Another folder of contracts."),
    click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_set_debug,
        help="Show a traceback for an internal error.",
    ),
)
take_contract = group_options(
    click.option("--contract", metavar="NAME[@VERSION]", help="The contract, if not the default."),
    take_session,
)
take_operation = click.option(
    "--operation",
    metavar='"METHOD /PATH"',
    help="One of the operations of the contract, if not all.",
)
take_contracts = group_options(
    click.option(
        "--contract",
        "contracts",
        multiple=True,
        metavar="NAME[@VERSION]",
        help="A contract, if not the default; repeatable.",
    ),
    take_session,
)


def choose_message(contract: Contract) -> str:
    """The message that is meant where none is named: the request, or else its parameters."""
    from contractkit.contracts.requests import list_request_messages

    messages = list_request_messages(contract)
    if not messages:
        raise ContractkitError(f"{contract.label} has no body and no parameters; use --message")
    return messages[0]


def split_list(values: tuple[str, ...]) -> list[str]:
    """The words of an option that may be repeated and takes a list with commas."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def read_shard(part: str | None) -> tuple[int, int] | None:
    """The numbers of `I/N`; None where nothing is given."""
    if part is None:
        return None
    number, _, count = part.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise click.UsageError(f"--shard takes I/N with I from 1 to N, not {part!r}")
    return int(number), int(count)


def need_extra(command: str, *packages: str) -> None:
    """Raise ContractkitError where a package of the extra `fuzz` is not installed."""
    from importlib.util import find_spec

    for package in packages:
        if find_spec(package) is None:
            wanted = "pip install 'contractkit[fuzz]'"
            raise ContractkitError(f"{command} needs the package {package}: {wanted}")


def read_tenant(path: str | None) -> dict[str, Any]:
    """The settings in a tenant's profile; none without a file. Raises UnreadableInputError."""
    if path is None:
        return {}
    if not os.path.isfile(path):
        raise UnreadableInputError(path, "no such file")
    try:
        profile = read_json(path)
    except BrokenContractError as error:
        raise UnreadableInputError(path, error.reason) from error
    if not isinstance(profile, dict):
        raise UnreadableInputError(path, "is not a JSON object of settings")
    return profile


def read_report_files(
    values: Iterable[str], formats: Iterable[str], option: str
) -> Iterator[tuple[str, str]]:
    """The format and the file of each `FORMAT=FILE`; raises UsageError where a file comes twice."""
    taken: set[str] = set()
    for value in values:
        style, path = read_report_file(value, formats, option)
        _refuse(path, taken, f"{option} names the file {path!r} twice")
        taken.add(os.path.realpath(path))
        yield style, path


def read_report_file(
    value: str, formats: Iterable[str], option: str = "--report"
) -> tuple[str, str]:
    """The format and the file of `FORMAT=FILE`. Raises UsageError, UnreadableInputError."""
    style, equals, path = value.partition("=")
    if style not in formats or not equals or not path:
        known = ", ".join(formats)
        raise click.UsageError(f"{option} takes FORMAT=FILE with {known}, not {value!r}")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder) or os.path.isdir(path):
        raise UnreadableInputError(path, "no file can be written there")
    return style, path


def refuse_overwriting(
    outputs: Iterable[tuple[str, str]], inputs: Iterable[str], option: str
) -> None:
    """Raise UsageError where a report would take the place of a file that the run reads."""
    taken = {os.path.realpath(path) for path in inputs}
    for _, path in outputs:
        _refuse(path, taken, f"{option} would overwrite {path}, which this run reads")


def _refuse(path: str, taken: set[str], reason: str) -> None:
    """Raise UsageError for a file that is taken, unless it is a pipe or a device."""
    from contractkit.reporting.files import is_special

    if os.path.realpath(path) in taken and not is_special(path):
        raise click.UsageError(reason)
