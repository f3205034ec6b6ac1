"""Which constraint keeps an unknown property out of a place."""

from typing import Any

import pytest

from contractkit.compare.changes import find_guard
from contractkit.compare.constraints import Constraint
from contractkit.findings import Verdict

FIELDS = ("", "/a", "/a/*", "/a/*/b", "/c")


def close(pattern: str, *names: str, rule: str = "KE2", **changes: Any) -> Constraint:
    verdict = Verdict.INVALID if rule == "KE1" else Verdict.DOUBTFUL
    conditions = changes.get("conditions", ())
    keyword = changes.get("keyword", "additionalProperties")
    return Constraint(rule, verdict, "advice", pattern, keyword, "", [*names], conditions)


@pytest.mark.parametrize(
    ("place", "constraint"),
    [
        ("/new", close("", "a", "c")),
        ("/new/inside", close("", "a", "c")),
        ("/new/*/inside", close("", "a", "c")),
        ("/a/*/new", close("/a/*", "b")),
    ],
)
def test_a_closed_object_guards_what_it_does_not_know(place: str, constraint: Constraint) -> None:
    assert find_guard([constraint], FIELDS, place) is constraint


@pytest.mark.parametrize(
    ("place", "constraint"),
    [
        ("/new", close("/a/*", "b")),
        ("/a/*/new", close("", "a", "c")),
        ("/new", close("", "a", "new")),
        ("/c", close("", "a")),
        ("/c/new", close("", "a")),
        ("/new", close("", "a", conditions=(("", {"const": 1}),))),
        ("/new", close("", "a", keyword="enum")),
    ],
)
def test_nothing_else_does(place: str, constraint: Constraint) -> None:
    assert find_guard([constraint], FIELDS, place) is None


def test_the_worst_of_several_counts() -> None:
    hard = close("", rule="KE1")
    assert find_guard([close(""), hard, close("")], FIELDS, "/new") is hard
