"""Pairs of payloads to break and ways to break them: their order, and that none is made early."""

from collections.abc import Iterator
from itertools import islice

import pytest

from contractkit.fuzz.phases.pairs import Unfolding, pair

TRIES = [("a", "123"), ("b", ""), ("c", "12"), ("d", "123")]


def write(*, first_starts: int = 0) -> list[str]:
    return [start + way for start, way in pair(TRIES, first_starts=first_starts)]


@pytest.mark.parametrize(
    ("first_starts", "begins"),
    [(0, ["a1", "c1", "d2", "d1", "a3"]), (3, ["a1", "c1", "d1", "d2", "a3"])],
)
def test_the_first_way_is_tried_at_each_start_and_each_way_at_some(
    first_starts: int, begins: list[str]
) -> None:
    written = write(first_starts=first_starts)
    assert written[: len(begins)] == begins
    assert len(set(written)) == len(written)
    assert {one[1] for one in written} == set("123")


def test_nothing_is_worked_out_before_it_is_needed() -> None:
    made: list[str] = []

    def list_ways(start: str) -> Iterator[str]:
        for way in "123":
            made.append(start + way)
            yield way

    list(islice(pair((start, list_ways(start)) for start in "abcd"), 2))
    assert made == ["a1", "b1"]


def test_no_start_gives_no_pair() -> None:
    assert list(pair([], first_starts=3)) == list(pair([("a", "")])) == []


def test_an_unfolding_knows_what_it_was_asked_for() -> None:
    items = Unfolding(iter("abc"))
    assert (items.has(1), items.known) == (True, ["a", "b"])
    assert (items.has(3), items.known) == (False, ["a", "b", "c"])
