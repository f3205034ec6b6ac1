"""A file with a payload on each line, in parts that can be judged one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.linting.inputs.files import is_binary, word_reason
from contractkit.linting.inputs.lines import LONGEST, Block, LongLine, read_blocks
from contractkit.linting.records import Linted, PassedOver, Result
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

if TYPE_CHECKING:
    from contractkit.linting.inputs.lines import LineInput

BINARY = "is a binary file, not JSON text"
HEAD = 8192


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a file, and how they are judged."""

    name: str
    block: Block | LongLine
    options: CheckOptions


def split_lines(
    one: "LineInput", contract: Contract, options: CheckOptions
) -> Iterator[Part | Result]:
    """The parts of a file to judge, and among them what is known without; the last is the file.

    A file that nobody named is judged if its first line is a message. Where it cannot be read to
    its end, that is told after what could be.
    """
    try:
        with one.open() as stream:
            if _starts_binary(stream):
                yield UnreadableInputError(one.name, BINARY)
            elif one.found and _starts_foreign(stream, contract, options):
                yield PassedOver(one.name)
            else:
                options = replace(options, strict_recognition=False)
                yield from (Part(one.name, block, options) for block in read_blocks(stream))
                yield Linted(one.name)
    except OSError as error:
        yield UnreadableInputError(one.name, word_reason(error))


def _starts_binary(stream: BinaryIO) -> bool:
    """Whether a stream begins like a binary file; what it begins with is still to be read."""
    return isinstance(stream, BufferedReader) and is_binary(stream.peek(HEAD)[:HEAD])


def _starts_foreign(stream: BinaryIO, contract: Contract, options: CheckOptions) -> bool:
    """Whether the first line of a file that is not empty is certainly no message."""
    line = b"\n"
    while line and not line.strip():
        line = stream.readline(LONGEST)
    stream.seek(0)
    try:
        check_document(line or b"{}", contract, options)
    except UnrecognisedMessageError:
        return True
    return False
