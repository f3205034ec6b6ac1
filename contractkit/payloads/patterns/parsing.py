"""Parses ECMA-262 patterns into trees.

Covers literals, classes, groups, alternatives, quantifiers and anchors. What only looks ahead or
behind is left out of the tree: a string that it makes may not match then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from contractkit.payloads.patterns.character_classes import (
    LINE_ENDS,
    Range,
    complement,
    find_class,
    find_property,
)

FRIENDLY = "a0A1 z9Zé漢😀"
GROUP = re.compile(r"\?(?::|=|!|<=|<!|<[A-Za-z_$][\w$]*>)")
LOOKS = ("?=", "?!", "?<=", "?<!")
EDGES = ("\\b", "\\B")
BACK = "123456789k"
NUMBERED = {"u": 4, "x": 2}
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of these ranges, ends included; `shown` are some, the friendliest first."""

    ranges: tuple[Range, ...]
    shown: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The plainest string of the tree."""
        return self.shown[0] if self.shown else ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """The parts, one after the other; the empty sequence stands for an anchor too."""

    parts: tuple["Tree", ...]
    plain: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", "".join(part.plain for part in self.parts))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options."""

    options: tuple["Tree", ...]

    @property
    def plain(self) -> str:
        """The plainest string of the tree."""
        return self.options[0].plain


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part, `least` to `most` times (None: without end)."""

    part: "Tree"
    least: int
    most: int | None

    @property
    def plain(self) -> str:
        """The plainest string of the tree."""
        return self.part.plain * self.least


Tree = Chars | Sequence | Choice | Repeat


@lru_cache(maxsize=256)
def parse_pattern(pattern: str) -> Tree:
    """The tree of a pattern; ValueError for what is not plain. Anchors match nothing in it."""
    tree, end = _parse_choice(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"{pattern!r}: unexpected {pattern[end]!r} at {end}")
    return tree


@lru_cache(maxsize=256)
def is_readable(pattern: str) -> bool:
    """Whether a pattern is one of the plain ones, of which strings can be made."""
    try:
        parse_pattern(pattern)
    except (ValueError, IndexError):
        return False
    return True


def _parse_choice(pattern: str, position: int) -> tuple[Tree, int]:
    options: list[Tree] = []
    parts: list[Tree] = []
    while position < len(pattern) and pattern[position] != ")":
        if pattern[position] == "|":
            options.append(_sequence(parts))
            parts, position = [], position + 1
            continue
        part, position = _parse_part(pattern, position)
        part, position = _parse_quantifier(part, pattern, position)
        parts.append(part)
    options.append(_sequence(parts))
    return (options[0] if len(options) == 1 else Choice(tuple(options))), position


def _sequence(parts: list[Tree]) -> Tree:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _parse_part(pattern: str, position: int) -> tuple[Tree, int]:
    char = pattern[position]
    if char == "(":
        begins = GROUP.match(pattern, position + 1)
        looks = begins is not None and begins[0] in LOOKS
        tree, end = _parse_choice(pattern, begins.end() if begins else position + 1)
        if pattern[end] != ")":
            raise ValueError(f"{pattern!r}: a group that does not end")
        return (Sequence(()) if looks else tree), end + 1
    if char == "[":
        return _parse_class(pattern, position + 1)
    if char in "^$":
        return Sequence(()), position + 1
    if char in "*+?":
        raise ValueError(f"{pattern!r}: nothing to repeat at {position}")
    if pattern[position : position + 2] in EDGES:
        return Sequence(()), position + 2
    ranges, end = _parse_escape(pattern, position)
    if pattern[position] == ".":
        ranges = list(complement(LINE_ENDS))
    return make_chars(ranges), end


def _parse_quantifier(part: Tree, pattern: str, position: int) -> tuple[Tree, int]:
    sign = pattern[position : position + 1]
    if sign and sign in "*+?":
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        return Repeat(part, least, most), _skip_lazy(pattern, position + 1)
    if sign == "{":
        end = pattern.index("}", position)
        low, comma, high = pattern[position + 1 : end].partition(",")
        bound = int(high) if high else None if comma else int(low)
        return Repeat(part, int(low), bound), _skip_lazy(pattern, end + 1)
    return part, position


def _skip_lazy(pattern: str, position: int) -> int:
    """Behind the sign that asks for as few repetitions as possible: it changes no match."""
    return position + (pattern[position : position + 1] == "?")


def _parse_class(pattern: str, position: int) -> tuple[Tree, int]:
    negated = pattern[position] == "^"
    position += negated
    ranges: list[Range] = []
    while pattern[position] != "]":
        found, position = _parse_escape(pattern, position)
        if pattern[position] == "-" and pattern[position + 1] != "]" and _is_one(found):
            high, position = _parse_escape(pattern, position + 1)
            found = [(found[0][0], high[0][1])]
        ranges += found
    return make_chars(list(complement(ranges)) if negated else ranges), position + 1


def _is_one(ranges: list[Range]) -> bool:
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def _parse_escape(pattern: str, position: int) -> tuple[list[Range], int]:
    """The characters that one sign of a pattern stands for."""
    if pattern[position] == "\\":
        kind = pattern[position + 1]
        known = find_class(kind)
        if known is not None:
            return list(known), position + 2
        if kind in "pP":
            end = pattern.index("}", position)
            found = find_property(pattern[position + 3 : end])
            return list(found if kind == "p" else complement(found)), end + 1
        if kind in BACK:
            raise ValueError(f"{pattern!r}: what was matched before is asked for at {position}")
    code, end = _parse_char(pattern, position)
    return [(code, code)], end


def _parse_char(pattern: str, position: int) -> tuple[int, int]:
    if pattern[position] != "\\":
        return ord(pattern[position]), position + 1
    kind = pattern[position + 1]
    if kind == "u" and pattern[position + 2] == "{":
        end = pattern.index("}", position)
        return int(pattern[position + 3 : end], 16), end + 1
    if kind in NUMBERED:
        end = position + 2 + NUMBERED[kind]
        return int(pattern[position + 2 : end], 16), end
    if kind == "c":
        return ord(pattern[position + 2]) % 32, position + 3
    return ord(ESCAPES.get(kind, kind)), position + 2


def make_chars(ranges: list[Range]) -> Chars:
    """The characters of some ranges, with a few to show: friendly ones, then the ends."""
    friendly = [char for char in FRIENDLY if contains(ranges, ord(char))]
    ends = [chr(end) for low, high in ranges for end in (low, high)]
    return Chars(tuple(ranges), tuple(dict.fromkeys([*friendly, *ends[:12], *ends[-2:]])))


def contains(ranges: list[Range] | tuple[Range, ...], code: int) -> bool:
    """Whether a code point is in one of the ranges."""
    return any(low <= code <= high for low, high in ranges)


def list_ranges(tree: Tree) -> Iterator[Range]:
    """The ranges of all classes in a tree."""
    match tree:
        case Chars():
            yield from tree.ranges
        case Sequence():
            for part in tree.parts:
                yield from list_ranges(part)
        case Choice():
            for option in tree.options:
                yield from list_ranges(option)
        case Repeat():
            yield from list_ranges(tree.part)
