"""Reads files with a payload on each line (NDJSON), in blocks of whole lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 64 * 1024
LONGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineInput:
    """A text with a payload on each line (NDJSON): the name to show, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]
    found: bool = False
    from_stdin: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines, without the end of the last; `first` is the number of the first, from 1."""

    first: int
    data: bytes


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line of more than LONGEST bytes, which is not kept."""

    number: int


def read_blocks(stream: BinaryIO) -> Iterator[Block | LongLine]:
    """The lines of a stream in blocks of about BLOCK bytes. Raises OSError in the middle."""
    number, rest = 1, b""
    while data := stream.read(BLOCK):
        whole, end, left = data.rpartition(b"\n")
        if end:
            whole = rest + whole
            yield Block(number, whole)
            number += whole.count(b"\n") + 1
            rest = left
        else:
            rest += left
        if len(rest) > LONGEST:
            yield LongLine(number)
            rest = _skip_line(stream)
            number += 1
    if rest:
        yield Block(number, rest)


def _skip_line(stream: BinaryIO) -> bytes:
    """Read on to the end of the line, and return what was read of the next ones."""
    while data := stream.read(BLOCK):
        _, end, after = data.partition(b"\n")
        if end:
            return after
    return b""
