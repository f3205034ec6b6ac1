"""Variables of a Postman collection: which values are known, and texts with these filled in."""

import json
import math
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from contractkit.findings import Span
from contractkit.linting.recordings.members import get_items, get_member

REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# As often as Postman does it, one value may name the next. A text may grow by so many characters,
# and have so many references.
MOST_ROUNDS = 19
MOST_GROWTH = 256 * 1024
MOST_PIECES = 10_000
LARGEST_WHOLE = 1e21  # from which on a number is written with an exponent


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable whose value is known, and where that stands.

    `pointer` is that of the value, None where Postman makes it up. `file` is the path of the
    environment that holds it, and `span` its place there; None where the collection holds it.
    """

    name: str
    value: str
    pointer: str | None = None
    file: str | None = None
    span: Span | None = None
    secret: bool = False


# By name; None where the value is not known, whatever an outer scope says.
Variables = Mapping[str, Variable | None]


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of the files beside a collection.

    The `inner` ones count more than those of the collection, the `outer` ones (globals) less.
    """

    inner: Variables = field(default_factory=dict)
    outer: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a filled text that stands in place of a reference, which was at `written`."""

    start: int
    end: int
    written: tuple[int, int]
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text with the values of the known variables; `pieces` are in order."""

    text: str
    pieces: tuple[Piece, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables whose values are in the text, each once."""
        return tuple(dict.fromkeys(one for piece in self.pieces for one in piece.variables))

    def find_written(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text is written: of a value, the whole reference is."""
        return self._find_offset(start, 0), self._find_offset(end, 1)

    def list_variables(self, start: int, end: int) -> Iterator[Variable]:
        """The variables that a stretch of the text comes from, in whole or in part."""
        for piece in self.list_pieces(start, max(end, start + 1)):
            yield from piece.variables

    def list_pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The values of variables that are in a stretch, in whole or in part."""
        first = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        return self.pieces[first : bisect_left(self.pieces, end, key=lambda piece: piece.start)]

    def find_piece(self, offset: int) -> Piece | None:
        """The value of a variable in which an offset is."""
        piece = self._find_last(offset)
        return piece if piece and offset < piece.end else None

    def _find_offset(self, offset: int, side: int) -> int:
        piece = self._find_last(offset - side)
        if piece is None:
            return offset
        if offset < piece.end:
            return piece.written[side]
        return piece.written[1] + offset - piece.end

    def _find_last(self, offset: int) -> Piece | None:
        """The last value that begins at an offset or before it."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.start)
        return self.pieces[index - 1] if index else None


def read_variables(entries: Any, pointer: str) -> dict[str, Variable | None]:
    """The variables of a list; of two with one name the last counts.

    One that is off is none. One without a value is in the list with None: it is filled in
    elsewhere.
    """
    variables: dict[str, Variable | None] = {}
    for number, entry in enumerate(get_items(entries)):
        name = get_member(entry, "key")
        if not name or entry.get("disabled") is True or entry.get("enabled") is False:
            continue
        value = _write_value(entry.get("value"))
        secret = entry.get("type") == "secret"
        place = f"{pointer}/{number}/value"
        variables[str(name)] = Variable(str(name), value, place, secret=secret) if value else None
    return variables


def _write_value(value: Any) -> str | None:
    """The text that is filled in for a value; None for what is empty or no single value."""
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < LARGEST_WHOLE else repr(value)
    return str(value) if isinstance(value, int) else None


def drop_circular(variables: Variables) -> dict[str, Variable | None]:
    """The variables; those whose values lead into a circle are not known."""
    named = {
        name: _list_names(variable.value)
        for name, variable in variables.items()
        if variable and "{{" in variable.value
    }
    if not named:
        return dict(variables)
    sorter = TopologicalSorter(named)
    with suppress(CycleError):
        sorter.prepare()
    settled = set[str]()
    while ready := sorter.get_ready():
        settled.update(ready)
        sorter.done(*ready)
    return {**variables, **dict.fromkeys(named.keys() - settled)}


def _list_names(text: str) -> list[str]:
    return [name.strip() for name in REFERENCE.findall(text)]


def fill(text: str, variables: Variables) -> FilledText:
    """The text with the values of the known variables for `{{name}}`; values may name others."""
    filled = FilledText(text)
    for number in range(MOST_ROUNDS):
        following = _fill_once(filled, variables, number)
        if following is filled:
            return filled
        if len(following.text) > len(text) + MOST_GROWTH or len(following.pieces) > MOST_PIECES:
            break
        filled = following
    return FilledText(text)


def _fill_once(filled: FilledText, variables: Variables, number: int) -> FilledText:
    """The text with the references in it filled in, not those in their values."""
    parts: list[str] = []
    pieces: list[Piece] = []
    end = length = 0
    for match in REFERENCE.finditer(filled.text):
        variable = _find_variable(match[1], variables, number + len(pieces))
        if variable is None:
            continue
        pieces += _move(filled, end, match.start(), length - end)
        parts += [filled.text[end : match.start()], variable.value]
        start = length + match.start() - end
        length, end = start + len(variable.value), match.end()
        used = dict.fromkeys([*filled.list_variables(*match.span()), variable])
        pieces.append(Piece(start, length, filled.find_written(*match.span()), tuple(used)))
        if length > MOST_GROWTH + len(filled.text) or len(pieces) > MOST_PIECES:
            break
    if not parts:
        return filled
    pieces += _move(filled, end, len(filled.text), length - end)
    return FilledText("".join([*parts, filled.text[end:]]), tuple(pieces))


def _move(filled: FilledText, start: int, end: int, by: int) -> Iterator[Piece]:
    """What of the values of variables is inside a stretch, moved."""
    for piece in filled.list_pieces(start, end) if start < end else ():
        first, last = max(piece.start, start), min(piece.end, end)
        yield Piece(first + by, last + by, piece.written, piece.variables)


def _find_variable(name: str, variables: Variables, number: int) -> Variable | None:
    for written in (name, name.strip()):
        if written in variables:
            return variables[written]
        if written.startswith("$") and written in load_dynamic_variables():
            return Variable(written, _vary(load_dynamic_variables()[written], number))
    return None


@cache
def load_dynamic_variables() -> dict[str, str]:
    """The variables that Postman makes up, each with a value it may have.

    Source: the documentation of Postman, “Use dynamic variables to return randomly generated data”.
    """
    path = os.path.join(os.path.dirname(__file__), "dynamic_variables.json")
    with open(path, encoding="utf-8") as file:
        examples: dict[str, str] = json.load(file)
    return examples


def _vary(example: str, number: int) -> str:
    """Another value for each reference, so that two are not taken for equal."""
    last = example[-1]
    return example[:-1] + str((int(last) + number) % 10) if last.isdecimal() else example
