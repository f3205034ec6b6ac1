"""Documents: values that are read from files, of which each part can be told by file and line."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 32 * 1024 * 1024
MOST_LEVELS = 160
MOST_VALUES = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One document: its `path` as it is shown, its value, and how the line of a pointer is found.

    `unquoted` are keys of YAML that stand without quotes and look like no text, with their lines.
    """

    path: str
    value: Any = field(repr=False)
    find_line: Callable[[str], int] = field(repr=False)
    unquoted: tuple[tuple[int, str], ...] = field(default=(), repr=False)


def is_number(value: Any) -> bool:
    """Whether a value is a number that JSON has: no boolean, and neither infinite nor NaN."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def hold_value(value: Any, path: str) -> Document:
    """A document of a value that stands in no file."""
    return Document(path, value, lambda _: 1)
