"""Names of properties as people get them wrong: how alike two are, which field was meant."""

from collections import Counter
from functools import lru_cache

from contractkit.pointers import parent_of, to_tokens

SIMILAR = 0.75
VERY_SIMILAR = 0.85


@lru_cache(maxsize=1024)
def fold(name: str) -> str:
    """A name without what people get wrong: case, hyphens, underscores, spaces."""
    return "".join(char for char in name.casefold() if char.isalnum())


def similarity(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; 1 where only case or separators differ."""
    left, right = fold(one), fold(other)
    if left == right:
        return 1.0
    if _most_alike(left, right) < SIMILAR:
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, left, right).ratio()


def _most_alike(left: str, right: str) -> float:
    """A bound of how alike two texts are, which is had much sooner: by lengths, then letters."""
    both = len(left) + len(right)
    shorter = min(len(left), len(right))
    if 2 * shorter < SIMILAR * both:
        return 0.0
    return 2 * sum((_count(left) & _count(right)).values()) / both


@lru_cache(maxsize=256)
def _count(text: str) -> Counter[str]:
    return Counter(text)


@lru_cache(maxsize=512)
def find_nearest_field(name: str, parent: str, patterns: tuple[str, ...]) -> str | None:
    """The pattern of the field that `name`, found in the object at `parent`, was meant to be.

    A like name in the same object wins over the same name elsewhere.
    """
    best: tuple[float, str] | None = None
    for pattern in patterns:
        tokens = to_tokens(pattern)
        if not tokens or tokens[-1] == "*":
            continue
        here = parent_of(pattern) == parent
        score = similarity(name, tokens[-1])
        if score >= (SIMILAR if here else VERY_SIMILAR):
            rank = (score + (1 if here else 0), pattern)
            best = max(best, rank, key=lambda one: one[0]) if best else rank
    return best[1] if best else None
