"""Strings that match a pattern, plain or drawn, and characters that no class of it contains."""

import random
from collections.abc import Callable, Iterator
from itertools import chain

from contractkit.payloads.patterns.character_classes import LAST, SURROGATES
from contractkit.payloads.patterns.parsing import (
    Chars,
    Choice,
    Repeat,
    Sequence,
    Tree,
    contains,
    list_ranges,
)

Choose = Callable[[int], int]
UNBOUNDED = 3
LONGEST_SAMPLE, DRAWN_SAMPLES = 8, 25


def write_match(tree: Tree, choose: Choose, longest: int) -> str:
    """A string that matches; `choose(n)` picks 0 to n-1, where 0 is the plainest.

    Few choices make a long string: a repetition says the same over and over, `longest` times at
    most where it has no end.
    """
    match tree:
        case Chars():
            return tree.shown[choose(len(tree.shown))]
        case Sequence():
            return "".join(write_match(part, choose, longest) for part in tree.parts)
        case Choice():
            return write_match(tree.options[choose(len(tree.options))], choose, longest)
        case Repeat():
            counts = list_counts(tree.least, tree.most, longest)
            count = counts[choose(len(counts))]
            if count <= UNBOUNDED:
                return "".join(write_match(tree.part, choose, longest) for _ in range(count))
            unit = write_match(tree.part, choose, longest)
            return (write_match(tree.part, choose, longest) + unit * count)[: count * len(unit)]


def write_any(tree: Tree, choose: Choose, longest: int) -> str:
    """A string that matches, like `write_match`, of any characters and with no repetition alike."""
    match tree:
        case Chars():
            low, high = tree.ranges[choose(len(tree.ranges))]
            return chr(low + choose(high - low + 1))
        case Sequence():
            return "".join(write_any(part, choose, longest) for part in tree.parts)
        case Choice():
            return write_any(tree.options[choose(len(tree.options))], choose, longest)
        case Repeat():
            end = tree.most if tree.most is not None else max(longest, tree.least)
            count = tree.least + choose(end - tree.least + 1)
            return "".join(write_any(tree.part, choose, longest) for _ in range(count))


def list_counts(least: int, most: int | None, longest: int) -> list[int]:
    """The repetitions that are tried: the least, one more, the most, one less; plainest first."""
    end = most if most is not None else max(longest, least + UNBOUNDED)
    near = [least, least + 1, (least + min(end, least + 16)) // 2, end - 1, end]
    return [count for count in dict.fromkeys(near) if least <= count <= end]


def list_excluded(tree: Tree) -> list[str]:
    """Characters near the ends of the classes in a tree that are in none of them."""
    ranges = list(list_ranges(tree))
    near = [end for low, high in ranges for end in (low - 1, high + 1)]
    usual = [ord(char) for char in " -.\n\u0660\uff11é😀gG"]
    codes = [code for code in (*usual, *near) if 0 <= code <= LAST]
    return [
        chr(code)
        for code in dict.fromkeys(codes)
        if not contains(ranges, code) and not contains([SURROGATES], code)
    ]


def list_matches(tree: Tree, longest: int, most: int) -> list[str]:
    """Strings that `write_match` makes: the plainest choices, and each single choice otherwise."""
    first, sizes = _write_planned(tree, longest, {})
    matches = [first]
    for number, size in enumerate(sizes):
        others = sorted({1, 2, size // 2, size - 2, size - 1} & set(range(1, size)))
        matches += [_write_planned(tree, longest, {number: other})[0] for other in others]
    last = dict(enumerate(size - 1 for size in sizes))
    matches.append(_write_planned(tree, longest, last)[0])
    return matches[:most]


def _write_planned(tree: Tree, longest: int, plan: dict[int, int]) -> tuple[str, list[int]]:
    """The string for the choices of a plan, by their number, and how many each had to choose of."""
    sizes: list[int] = []

    def choose(size: int) -> int:
        sizes.append(size)
        return min(plan.get(len(sizes) - 1, 0), size - 1)

    return write_match(tree, choose, longest), sizes


def list_samples(tree: Tree) -> Iterator[str]:
    """Strings that match, the plainest first: each part in turn at its edges, then a few drawn."""
    yield tree.plain
    for before, part, after in _list_places(tree):
        yield from (f"{before}{edge}{after}" for edge in _list_edge_texts(part))
    source = random.Random(0)  # noqa: S311 - no secret, and always the same
    for _ in range(DRAWN_SAMPLES):
        yield write_any(tree, lambda size: int(source.random() * size), LONGEST_SAMPLE)


def _list_places(tree: Tree, before: str = "", after: str = "") -> Iterator[tuple[str, Tree, str]]:
    """The parts of a tree, each between the plainest texts that stand around it."""
    yield before, tree, after
    match tree:
        case Sequence():
            texts = [part.plain for part in tree.parts]
            for number, part in enumerate(tree.parts):
                first, last = "".join(texts[:number]), "".join(texts[number + 1 :])
                yield from _list_places(part, before + first, last + after)
        case Choice():
            for option in tree.options:
                yield from _list_places(option, before, after)
        case Repeat():
            more = tree.part.plain * (tree.least - 1)
            yield from _list_places(tree.part, before, more + after)


def _list_edge_texts(tree: Tree) -> Iterator[str]:
    """The plainest text of each edge of a part."""
    if isinstance(tree, Chars):
        yield from map(chr, dict.fromkeys(chain.from_iterable(tree.ranges)))
    elif isinstance(tree, Repeat):
        yield from (tree.part.plain * count for count in list_edge_counts(tree))


def list_edge_counts(tree: Repeat) -> tuple[int, ...]:
    """How often a part is repeated at its edges: the least, one more, the most."""
    most = LONGEST_SAMPLE if tree.most is None else tree.most
    return (most,) if tree.least == most else (tree.least, tree.least + 1, most)
