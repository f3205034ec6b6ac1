"""How similar two names of properties are, and which field a misspelt name means."""

from collections import Counter
from functools import lru_cache

from contractkit.pointers import parent_of, to_tokens

SIMILAR = 0.75
VERY_SIMILAR = 0.85


@lru_cache(maxsize=1024)
def normalise(name: str) -> str:
    """A name in lower case and without hyphens, underscores, spaces, in ASCII where it looks so."""
    if not name.isascii():
        from contractkit.jsontext.lookalikes import to_plain

        name = to_plain(name)
    return "".join(char for char in name.casefold() if char.isalnum())


def similarity(name: str, other: str) -> float:
    """How similar two names are, 0 to 1: 1 if only case or separators differ, 0 below SIMILAR."""
    left, right = normalise(name), normalise(other)
    if left == right:
        return 1.0
    if _bound_similarity(left, right) < SIMILAR:
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, left, right).ratio()


def _bound_similarity(left: str, right: str) -> float:
    """An upper bound of the similarity, which is quicker to find: by lengths, then by letters."""
    total = len(left) + len(right)
    if 2 * min(len(left), len(right)) < SIMILAR * total:
        return 0.0
    return 2 * sum((_count_letters(left) & _count_letters(right)).values()) / total


@lru_cache(maxsize=256)
def _count_letters(text: str) -> Counter[str]:
    return Counter(text)


def find_nearest_field(name: str, parent: str, patterns: tuple[str, ...]) -> str | None:
    """The pattern of the field that `name`, found in the object at `parent`, was meant to be.

    A similar name in the same object wins over the same name elsewhere, there one near the top.
    """
    best: tuple[float, int] = (0.0, 0)
    nearest = None
    for pattern in patterns:
        tokens = to_tokens(pattern)
        if not tokens or tokens[-1] == "*":
            continue
        in_same_object = parent_of(pattern) == parent
        score = similarity(name, tokens[-1])
        if score < (SIMILAR if in_same_object else VERY_SIMILAR):
            continue
        rank = (score + 1 if in_same_object else score, -len(tokens))
        if nearest is None or rank > best:
            best, nearest = rank, pattern
    return nearest
