"""The records that reading a JSON text yields."""

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
    or None where it concerns the text between values.
    """

    rule: str
    start: int
    end: int
    pointer: str | None
    message: str
    related: tuple[RelatedSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """Where a value stands, and its property name with the quotes (None for an array's item)."""

    value: tuple[int, int]
    key: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON text as far as it could be read.

    `nodes` maps the JSON Pointer of every value to its place ("" is the whole value); of a
    duplicate name it knows the last occurrence. When `complete` is False the text could not be
    made sense of to its end: `value` is then None and `nodes` is empty.
    """

    text: str
    value: JsonValue
    nodes: Mapping[str, Node]
    faults: tuple[Fault, ...]
    complete: bool
