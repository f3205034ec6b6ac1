"""Strings that test each part of a pattern: with the part at its edges, and just beyond them.

A string at an edge is of use only if no other option of the pattern allows it too; so others are
tried, until one is found that depends on the very part. Whether another option allows it is asked
of a regular expression over symbols: all characters that no class of the pattern tells apart are
one symbol, since `re` would spend most of its time on a class of half of Unicode.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, filterfalse, islice, pairwise, tee

from contractkit.payloads.patterns.character_classes import LAST, SURROGATES
from contractkit.payloads.patterns.matching import matches
from contractkit.payloads.patterns.parsing import (
    Chars,
    Choice,
    Repeat,
    Sequence,
    Tree,
    contains,
    list_ranges,
    parse_pattern,
)
from contractkit.payloads.patterns.strings import list_edge_counts, list_samples

NARROW = 4
NOTHING = Chars((), ())
FIRST_SYMBOL = 0xA1  # from here on no character means anything to `re`, which is slow beyond 255
Replace = Callable[[Tree], Tree]
Symbols = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a tree, and the tree with another part in its place.

    Every string of `through(new)` passes the new part; `instead(new)` keeps all ways around it.
    """

    tree: Tree
    through: Replace
    instead: Replace


@lru_cache(maxsize=256)
def list_edge_matches(pattern: str) -> tuple[str, ...]:
    """Strings that match: each part in turn at each of its edges, all the rest the plainest."""
    found: dict[str, None] = {}
    whole = parse_pattern(pattern)
    symbols = _list_symbols(whole)
    for part in _list_parts(whole, _keep, _keep):
        for edge, rest in _list_edges(part.tree):
            others = _compile_tree(part.instead(rest), symbols)
            texts = list_samples(part.through(edge))
            found.update(dict.fromkeys(islice(filterfalse(others, texts), 1)))
    return tuple(found)


def list_edge_misses(pattern: str) -> Iterator[str]:
    """Strings that do not match: each part in turn left out, or just beyond one of its edges.

    Each is worked out when it is first asked for, since few of them may do.
    """
    return copy(_cache_misses(pattern))


@lru_cache(maxsize=256)
def _cache_misses(pattern: str) -> Iterator[str]:
    return tee(_find_misses(pattern), 1)[0]


def _find_misses(pattern: str) -> Iterator[str]:
    matching = partial(matches, pattern)
    found: set[str] = set()
    for part in _list_parts(parse_pattern(pattern), _keep, _keep):
        for beyond in _list_beyond(part.tree):
            texts = list_samples(part.through(beyond))
            for text in islice(filterfalse(matching, texts), 1):
                if text not in found:
                    found.add(text)
                    yield text


def _list_edges(tree: Tree) -> Iterator[tuple[Tree, Tree]]:
    """What a part may be at its edges, each with what remains of it without that edge."""
    if isinstance(tree, Chars):
        ends = dict.fromkeys(chain.from_iterable(tree.ranges))
        yield from ((_make_char(end), NOTHING) for end in ends)
    elif isinstance(tree, Repeat):
        least, *others = list_edge_counts(tree)
        if not others:
            yield tree, NOTHING
        else:
            yield _repeat(tree, least), Repeat(tree.part, least + 1, tree.most)
            yield _repeat(tree, least + 1), Repeat(tree.part, 0, least)
            yield _repeat(tree, others[-1]), Repeat(tree.part, 0, others[-1] - 1)


def _list_beyond(tree: Tree) -> Iterator[Tree]:
    """What a part may just not be."""
    yield Sequence(())
    if isinstance(tree, Chars):
        yield from (_make_char(code) for code in dict.fromkeys(_list_adjacent(tree)))
    elif isinstance(tree, Repeat):
        counts = [tree.least - 1] if tree.least else []
        counts += [] if tree.most is None else [tree.most + 1]
        yield from (_repeat(tree, count) for count in counts)


def _list_adjacent(chars: Chars) -> Iterator[int]:
    """The characters next to those of a class, all that stand between two where they are few."""
    ranges = sorted(chars.ranges)
    yield from _first_and_last(0 if ranges[-1][1] == LAST else ranges[0][0] - 1, ranges[0][0] - 1)
    for (_, before), (after, _) in pairwise(ranges):
        few = after - before <= NARROW + 1
        yield from range(before + 1, after) if few else _first_and_last(before + 1, after - 1)
    yield from _first_and_last(ranges[-1][1] + 1, ranges[-1][1] + 1)
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        yield ord(" ")


def _first_and_last(first: int, last: int) -> Iterator[int]:
    for code in dict.fromkeys((first, last)):
        if 0 <= code <= LAST and not contains([SURROGATES], code):
            yield code


def _make_char(code: int) -> Chars:
    return Chars(((code, code),), (chr(code),))


def _repeat(tree: Repeat, count: int) -> Tree:
    return Repeat(tree.part, count, count)


def _list_parts(tree: Tree, through: Replace, instead: Replace) -> Iterator[Part]:
    """A tree, and all the parts in it, given what both functions of the tree itself do."""
    yield Part(tree, through, instead)
    for inner, pass_inner, replace_inner in _list_inner(tree):
        yield from _list_parts(
            inner, _compose(through, pass_inner), _compose(instead, replace_inner)
        )


def _list_inner(tree: Tree) -> Iterator[tuple[Tree, Replace, Replace]]:
    """The direct parts of a tree, each with the functions that put another in its place."""
    match tree:
        case Sequence():
            for number, part in enumerate(tree.parts):
                replace = _replace_at(Sequence, tree.parts, number)
                yield part, replace, replace
        case Choice():
            for number, option in enumerate(tree.options):
                yield option, _keep, _replace_at(Choice, tree.options, number)
        case Repeat():
            before = (Repeat(tree.part, 0, None),) if tree.most is None else ()
            more = Repeat(tree.part, max(0, tree.least - 1), tree.most and tree.most - 1)
            yield (
                tree.part,
                lambda new: Sequence((*before, new, more)),
                lambda new: Repeat(new, tree.least, tree.most),
            )


def _replace_at(
    make: Callable[[tuple[Tree, ...]], Tree], parts: tuple[Tree, ...], number: int
) -> Replace:
    return lambda new: make((*parts[:number], new, *parts[number + 1 :]))


def _compose(outer: Replace, inner: Replace) -> Replace:
    return lambda new: outer(inner(new))


def _keep(new: Tree) -> Tree:
    return new


def _list_symbols(tree: Tree) -> Symbols:
    """The code points at which some class of the tree begins, or has just ended; sorted."""
    edges = {edge for low, high in list_ranges(tree) for edge in (low, high + 1)}
    return tuple(sorted({0, *edges}))


def _compile_tree(tree: Tree, symbols: Symbols) -> Callable[[str], object]:
    """A function that gives a match, or None, for a whole text and the tree."""
    match, write = re.compile(_to_regex(tree, symbols)).fullmatch, _make_symbol_writer(symbols)
    return lambda text: match("".join(map(write, text)))


@lru_cache(maxsize=16)
def _make_symbol_writer(symbols: Symbols) -> Callable[[str], str]:
    """A function that gives the symbol of a character."""
    return lru_cache(maxsize=4096)(lambda char: chr(FIRST_SYMBOL + bisect(symbols, ord(char))))


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
        return chr(FIRST_SYMBOL + spans[0][0])
    symbol_ranges = (f"{chr(FIRST_SYMBOL + low)}-{chr(FIRST_SYMBOL + high)}" for low, high in spans)
    return f"[{''.join(symbol_ranges)}]"
