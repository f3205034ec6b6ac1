"""Strings that match a pattern, at its edges and elsewhere, and characters strange to it."""

from collections.abc import Callable

from contractkit.payloads.patterns import (
    LAST,
    SURROGATES,
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


def outsiders(tree: Tree) -> list[str]:
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
