"""Strings of a tree, the plainest first: each part in turn at its edges, then a few drawn."""

import random
from collections.abc import Iterator
from itertools import chain

from contractkit.payloads.pattern_strings import write_any
from contractkit.payloads.patterns import Chars, Choice, Repeat, Sequence, Tree

LONGEST, DRAWN = 8, 25


def list_variations(tree: Tree) -> Iterator[str]:
    """Strings of a tree, the plainest first."""
    yield tree.plain
    for before, part, after in _list_places(tree):
        yield from (f"{before}{edge}{after}" for edge in _list_edge_texts(part))
    source = random.Random(0)  # noqa: S311 - no secret, and always the same
    for _ in range(DRAWN):
        yield write_any(tree, lambda size: int(source.random() * size), LONGEST)


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
    most = LONGEST if tree.most is None else tree.most
    return (most,) if tree.least == most else (tree.least, tree.least + 1, most)
