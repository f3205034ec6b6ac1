"""Trees as regular expressions of Python, over a small alphabet, so that they compile fast.

Characters that no class of a pattern tells apart become one symbol: a class of half of Unicode is
then a handful of them, where `re` would spend most of its time on the class.
"""

import re
from bisect import bisect
from collections.abc import Callable
from functools import lru_cache

from contractkit.payloads.patterns import Chars, Choice, Repeat, Sequence, Tree, list_ranges

Symbols = tuple[int, ...]
FIRST = 0xA1  # from here on no character means anything to `re`, which is slow beyond 255


def list_symbols(tree: Tree) -> Symbols:
    """The code points at which some class of the tree begins, or has just ended; sorted."""
    edges = {edge for low, high in list_ranges(tree) for edge in (low, high + 1)}
    return tuple(sorted({0, *edges}))


def compile_tree(tree: Tree, symbols: Symbols) -> Callable[[str], object]:
    """A function that gives a match, or None, for a whole text and the tree."""
    match, write = re.compile(_to_regex(tree, symbols)).fullmatch, _writer(symbols)
    return lambda text: match("".join(map(write, text)))


@lru_cache(maxsize=16)
def _writer(symbols: Symbols) -> Callable[[str], str]:
    """A function that gives the symbol of a character."""
    return lru_cache(maxsize=4096)(lambda char: chr(FIRST + bisect(symbols, ord(char))))


def _to_regex(tree: Tree, symbols: Symbols) -> str:
    match tree:
        case Chars():
            return _to_class(tree, symbols)
        case Sequence():
            return "".join(_to_regex(part, symbols) for part in tree.parts)
        case Choice():
            return f"(?:{'|'.join(_to_regex(option, symbols) for option in tree.options)})"
        case Repeat():
            most = "" if tree.most is None else tree.most
            return f"(?:{_to_regex(tree.part, symbols)}){{{tree.least},{most}}}"


def _to_class(chars: Chars, symbols: Symbols) -> str:
    spans = [(bisect(symbols, low), bisect(symbols, high)) for low, high in chars.ranges]
    if not spans:
        return "(?!)"
    if len(spans) == 1 and spans[0][0] == spans[0][1]:
        return chr(FIRST + spans[0][0])
    return f"[{''.join(f'{chr(FIRST + one)}-{chr(FIRST + other)}' for one, other in spans)}]"
