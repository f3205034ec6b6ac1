"""Inputs through the check, one after the other, with what could not be read among them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contractkit.check import check_document
from contractkit.contract import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.inputs import Input
from contractkit.judging.options import Checked, Options

if TYPE_CHECKING:
    from contractkit.finding import Finding


@dataclass(frozen=True, slots=True)
class Linted:
    """One judged file: the name to show, and what was found in it."""

    name: str
    checked: Checked

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """The findings of the file, in the order in which they are shown."""
        return self.checked.findings


def lint_inputs(
    inputs: Iterable[Input | UnreadableInputError], contract: Contract, options: Options
) -> Iterator[Linted | UnreadableInputError]:
    """Judge each input; one that is no message of the contract comes as an UnreadableInputError."""
    for one in inputs:
        if isinstance(one, UnreadableInputError):
            yield one
            continue
        try:
            yield Linted(one.name, check_document(one.data, contract, options))
        except UnrecognisedMessageError as error:
            yield UnreadableInputError(one.name, f"{error}; say it with --kind")
