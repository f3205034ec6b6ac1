"""The records that reading a JSON text yields, and the lines and columns of its offsets."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class RelatedSpan:
    """Another place that explains a fault: code point offsets, the end exclusive."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the text itself.

    `start` and `end` are code point offsets into the text, the end exclusive; they are equal where
    something is missing. `pointer` is the JSON Pointer of the value or property the fault concerns,
    or None where it concerns the text between values. `advice` is how to put it right, where the
    rule's page cannot say it as well.
    """

    rule: str
    start: int
    end: int
    pointer: str | None
    message: str
    related: tuple[RelatedSpan, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Where a value stands, and its property name with the quotes (None for an array's item)."""

    value: tuple[int, int]
    key: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON text as far as it could be read.

    `nodes` maps the JSON Pointer of every value to its position ("" is the whole value); of a
    duplicate name it has the last occurrence. When `complete` is False the text could not be read
    to its end: `value` is then None and `nodes` is empty.
    """

    text: str
    value: JsonValue
    nodes: Mapping[str, Node]
    faults: tuple[Fault, ...]
    complete: bool


_LINE_END = re.compile(r"\r\n|\n|\r")
_BYTE_ORDER_MARK = "\ufeff"


class Lines:
    r"""The lines of a text; they end with \n, \r\n or a lone \r.

    Lines and columns count from 1, columns in code points. A byte order mark at the start of the
    text takes no column, as editors hide it: it and the first visible character are in column 1.
    """

    __slots__ = ("_ends", "_starts", "_text")

    def __init__(self, text: str) -> None:
        """Find the line ends of `text`."""
        self._text = text
        self._starts = [1 if text.startswith(_BYTE_ORDER_MARK) else 0]
        self._ends = [len(text)]
        if "\n" in text or "\r" in text:
            ends = list(_LINE_END.finditer(text))
            self._starts += [end.end() for end in ends]
            self._ends[:0] = [end.start() for end in ends]

    def __len__(self) -> int:
        """Return the number of lines, at least 1."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of a code point offset."""
        starts = self._starts
        index = max(bisect_right(starts, offset) - 1, 0) if len(starts) > 1 else 0
        return index + 1, max(offset - starts[index], 0) + 1

    def line(self, number: int) -> str:
        """Return the text of a line without its end (and without a byte order mark)."""
        return self._text[self._starts[number - 1] : self._ends[number - 1]]
