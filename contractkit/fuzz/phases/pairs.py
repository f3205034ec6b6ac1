"""Pairs of a payload to break and a way to break it, each worked out when it is needed."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Generic, TypeVar

Item = TypeVar("Item")
Start = TypeVar("Start")
Way = TypeVar("Way")


class Unfolding(Generic[Item]):
    """The items of an iterator by their numbers, each worked out when it is first asked for."""

    def __init__(self, items: Iterable[Item]) -> None:
        """Ask for none yet."""
        self.known: list[Item] = []
        self._more = iter(items)

    def has(self, number: int) -> bool:
        """Whether there are more than so many items."""
        self.known.extend(islice(self._more, max(0, number + 1 - len(self.known))))
        return number < len(self.known)


def pair(
    tries: Iterable[tuple[Start, Iterable[Way]]], *, first_starts: int = 0
) -> Iterator[tuple[Start, Way]]:
    """The first way at each start, and each way at some start, in step.

    `tries` are the starts with their ways. `first_starts`: so many get the first way before.
    """
    unfolded = ((start, Unfolding(ways)) for start, ways in tries)
    starts = Unfolding(one for one in unfolded if one[1].has(0))
    seen: set[tuple[int, int]] = set()
    for number, rank in _number(starts, first_starts):
        start, ways = starts.known[number]
        if (number, rank) not in seen and ways.has(rank):
            seen.add((number, rank))
            yield start, ways.known[rank]


def _number(
    starts: Unfolding[tuple[Start, Unfolding[Way]]], first_starts: int
) -> Iterator[tuple[int, int]]:
    """The numbers of starts and ways; some of them may be repeated, or not exist."""
    for number in range(first_starts):
        if starts.has(number):
            yield number, 0
    for rank in count():
        if starts.has(rank):
            yield rank, 0
        elif not any(ways.has(rank) for _, ways in starts.known):
            return
        if rank:
            yield (rank + 1 if starts.has(rank + 1) else (rank + 1) % len(starts.known)), rank
