"""Each input through the check; what is no message of the contract is said to be unreadable."""

from collections.abc import Iterable, Iterator

from contractkit.check import check_document
from contractkit.contract import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.inputs import Input
from contractkit.linting.choices import Choose
from contractkit.linting.records import Linted


def lint_inputs(
    inputs: Iterable[Input | UnreadableInputError], contract: Contract, choose: Choose
) -> Iterator[Linted | UnreadableInputError]:
    """Judge each input; one that is no message of the contract comes as an UnreadableInputError."""
    for one in inputs:
        yield one if isinstance(one, UnreadableInputError) else lint_input(one, contract, choose)


def lint_input(one: Input, contract: Contract, choose: Choose) -> Linted | UnreadableInputError:
    """Judge one text."""
    try:
        checked = check_document(one.data, contract, choose(one.name))
    except UnrecognisedMessageError as error:
        return UnreadableInputError(one.name, f"{error}; say it with --kind")
    return Linted(one.name, checked.findings, checked.document)
