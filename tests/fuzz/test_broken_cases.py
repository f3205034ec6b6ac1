"""Broken cases: pairs of bases and values in order, none made early; beside doubtful values."""

from collections.abc import Iterator
from itertools import islice

import pytest

from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.broken_cases import LazyList, list_beside_doubtful, list_doubtful, pair
from contractkit.fuzz.phases.boundary import list_probes
from contractkit.fuzz.records import Expectation
from contractkit.payloads.mutation_points import list_mutation_points
from tests.fuzz.making import CONTRACT, SETTING

TRIES = [("a", "123"), ("b", ""), ("c", "12"), ("d", "123")]


def write(*, many: int = 0) -> list[str]:
    return [start + way for start, way in pair(TRIES, many=many)]


@pytest.mark.parametrize(
    ("many", "begins"),
    [(0, ["a1", "c1", "d2", "d1", "a3"]), (3, ["a1", "c1", "d1", "d2", "a3"])],
)
def test_the_first_way_is_tried_at_each_start_and_each_way_at_some(
    many: int, begins: list[str]
) -> None:
    written = write(many=many)
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
    assert list(pair([], many=3)) == list(pair([("a", "")])) == []


def test_a_lazy_list_knows_what_it_was_asked_for() -> None:
    items = LazyList(iter("abc"))
    assert (items.has(1), items.known) == (True, ["a", "b"])
    assert (items.has(3), items.known) == (False, ["a", "b", "c"])


EARLY = 150
# Without, or empty; too long; but not what only another type asks for.
BROKEN = sorted(
    point.rule
    for point in list_mutation_points(CONTRACT, "request")
    if point.keyword in ("required", "minLength", "maxLength")
    and f"{point.pattern}/".startswith("/channels/sms/")
    and load_rules(CONTRACT)[point.rule].verdict is Verdict.INVALID
    and not any("type" in schema.get("properties", {}) for _, schema in point.conditions)
)


def test_the_doubtful_choices_are_found() -> None:
    assert list(list_doubtful(CONTRACT, "request")) == [(("channels", "sms", "type"), "2")]


def test_each_case_breaks_a_rule_beside_the_doubtful_choice() -> None:
    cases = list(list_beside_doubtful(CONTRACT, "request"))
    assert {case.verdict for case in cases} == {Verdict.INVALID}
    assert {"SM108", "SM109", "SM114"} <= set(BROKEN)
    assert sorted(case.rules[0] for case in cases) == BROKEN
    assert {case.rules[1:] for case in cases} == {("SM213",)}


def test_they_are_among_the_first_that_are_sent() -> None:
    first = islice(list_probes(SETTING), EARLY)
    both = [one for one in first if one.rules[1:] == ("SM213",)]
    assert [one.expect for one in both] == [Expectation.REFUSE] * len(BROKEN)
