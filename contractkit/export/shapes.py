"""What kinds of values a schema lets through, in the terms that type systems share.

A type says less than its schema: no lengths, patterns or conditions. Every value that the schema
allows is of the type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

KINDS = ("string", "number", "integer", "boolean", "null")


@dataclass(frozen=True, slots=True)
class Plain:
    """A `string`, `number`, `integer`, `boolean` or `null`; `anything` if nothing is known."""

    kind: str


@dataclass(frozen=True, slots=True)
class Literals:
    """One of a few values: strings, whole numbers, true, false and null."""

    values: tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array of items of one shape."""

    items: "Shape"


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object whose names are free, with values of one shape."""

    values: "Shape"


@dataclass(frozen=True, slots=True)
class Named:
    """The type of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several shapes."""

    options: tuple["Shape", ...]


Shape: TypeAlias = Plain | Literals | ListOf | MapOf | Named | OneOf
ANYTHING = Plain("anything")


@dataclass(frozen=True, slots=True)
class Member:
    """A property of an object, with lines that document it."""

    name: str
    shape: Shape
    mandatory: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A type with a name: an object with `members`, or (None) another name for a `shape`."""

    name: str
    words: tuple[str, ...]
    members: tuple[Member, ...] | None = None
    shape: Shape = ANYTHING


def unite(options: list[Shape]) -> Shape:
    """Any of these, each once and none inside another; anything if that is among them."""
    flat: list[Shape] = []
    for option in options:
        flat += option.options if isinstance(option, OneOf) else (option,)
    flat = list(dict.fromkeys(flat))
    if not flat or ANYTHING in flat:
        return ANYTHING
    return flat[0] if len(flat) == 1 else OneOf(tuple(flat))


def read_values(values: list[Any]) -> Shape:
    """The shape of the values of an `enum`: literals, or the kinds of what can be none."""
    literal = [value for value in values if value is None or isinstance(value, (str, int))]
    others = [
        _kind_of(value) for value in values if not (value is None or isinstance(value, (str, int)))
    ]
    # In Python 1 == True: what is told apart by its kind has to be so here, too.
    distinct = {(type(value), value): value for value in literal}
    return unite(([Literals(tuple(distinct.values()))] if distinct else []) + others)


def _kind_of(value: object) -> Shape:
    if isinstance(value, float):
        return Plain("number")
    return MapOf(ANYTHING) if isinstance(value, Mapping) else ListOf(ANYTHING)
