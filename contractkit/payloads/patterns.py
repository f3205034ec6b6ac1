"""Parses ECMA-262 patterns into trees.

Covers the plain patterns that schemas here may use: literals, classes, groups, alternatives,
quantifiers and anchors.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

Range = tuple[int, int]

LAST = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)
FRIENDLY = "a0A1 z9Zé漢😀"
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
        inner = position + 3 if pattern.startswith("(?:", position) else position + 1
        tree, end = _parse_choice(pattern, inner)
        return tree, end + 1
    if char == "[":
        return _parse_class(pattern, position + 1)
    if char in "^$":
        return Sequence(()), position + 1
    code, end = _parse_char(pattern, position)
    return make_chars([(code, code)]), end


def _parse_quantifier(part: Tree, pattern: str, position: int) -> tuple[Tree, int]:
    sign = pattern[position : position + 1]
    if sign and sign in "*+?":
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        return Repeat(part, least, most), position + 1
    if sign == "{":
        end = pattern.index("}", position)
        low, comma, high = pattern[position + 1 : end].partition(",")
        bound = int(high) if high else None if comma else int(low)
        return Repeat(part, int(low), bound), end + 1
    return part, position


def _parse_class(pattern: str, position: int) -> tuple[Tree, int]:
    negated = pattern[position] == "^"
    position += negated
    ranges: list[Range] = []
    while pattern[position] != "]":
        low, position = _parse_char(pattern, position)
        high = low
        if pattern[position] == "-" and pattern[position + 1] != "]":
            high, position = _parse_char(pattern, position + 1)
        ranges.append((low, high))
    return make_chars(list(_complement(ranges)) if negated else ranges), position + 1


def _parse_char(pattern: str, position: int) -> tuple[int, int]:
    if pattern[position] != "\\":
        return ord(pattern[position]), position + 1
    kind = pattern[position + 1]
    if kind == "u":
        return int(pattern[position + 2 : position + 6], 16), position + 6
    return ord(ESCAPES.get(kind, kind)), position + 2


def _complement(ranges: list[Range]) -> Iterator[Range]:
    start = 0
    for low, high in sorted([*ranges, SURROGATES]):
        if low > start:
            yield start, low - 1
        start = max(start, high + 1)
    if start <= LAST:
        yield start, LAST


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
