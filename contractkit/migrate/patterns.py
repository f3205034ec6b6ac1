"""Patterns of pointers, bound to one of the things that become payloads of their own."""

from collections.abc import Iterator
from functools import lru_cache

from contractkit.pointers import Path, Token, select_values, to_pointer, to_tokens

ANY = "*"


def select_bound(
    request: object, pattern: str, each: str, unit: Path
) -> Iterator[tuple[Path, tuple[int, ...], object]]:
    """What a pattern matches in a request, only inside the unit where it leads through units.

    `each` is the pattern of all units, `unit` the path of this one. With each path and value come
    the indices that stand for a `*` which the unit does not say.
    """
    bound, free = _bind(pattern, each, unit)
    for path, value in select_values(request, bound):
        yield path, tuple(int(path[place]) for place in free), value


@lru_cache(maxsize=4096)
def _bind(pattern: str, each: str, unit: Path) -> tuple[str, tuple[int, ...]]:
    """A pattern with the indices of a unit in it, and the places of the `*` that are left."""
    bound: list[Token] = list(to_tokens(pattern))
    for place in range(share(pattern, each)):
        bound[place] = unit[place]
    return to_pointer(bound), tuple(place for place, token in enumerate(bound) if token == ANY)


@lru_cache(maxsize=256)
def share(pattern: str, each: str) -> int:
    """How many tokens two patterns have in common at their beginning."""
    pairs = list(zip(to_tokens(pattern), to_tokens(each), strict=False))
    return next((place for place, (one, other) in enumerate(pairs) if one != other), len(pairs))


def fill_in(target: str, join: str | None, indices: tuple[int, ...]) -> Path:
    """The path in a payload that a pattern stands for, of the item that these indices name.

    The list of `join` has one item in each payload as long as payloads are not joined.
    """
    tokens = list(to_tokens(target))
    left = list(indices)
    path: list[Token] = []
    for place, token in enumerate(tokens):
        if token == ANY:
            is_joined = join is not None and tuple(tokens[:place]) == to_tokens(join)
            path.append(0 if is_joined else left.pop(0))
        else:
            path.append(int(token) if token.isdecimal() else token)
    return tuple(path)
