"""Two limits of one keyword, by their values alone; and constraints found again elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from contractkit.compare.constraints import Constraint, match_constraints, strip_annotations
from contractkit.compare.limits import compare_constraints, compare_limits
from contractkit.compare.records import Kind
from contractkit.compare.shrinking import shrink
from contractkit.findings import Verdict
from tests.compare.made import make_pair, order


def constrain(keyword: str, limit: Any, verdict: Verdict = Verdict.INVALID) -> Constraint:
    return Constraint("KE1", verdict, "normative", "/v", keyword, "", limit, ())


WIDER = [
    ("maxLength", 1, 2),
    ("maxItems", 1, 2),
    ("maximum", 1, 2),
    ("minLength", 2, 1),
    ("minItems", 2, 1),
    ("minimum", 2, 1),
    ("enum", ["a"], ["b", "a"]),
    ("type", "string", ["null", "string"]),
    ("type", "integer", "number"),
    ("additionalProperties", ["a"], ["a", "b"]),
    ("not", {"enum": ["a", "b"]}, {"const": "b"}),
    ("exclusiveMaximum", 1, 2),
    ("exclusiveMinimum", 2, 1),
    ("maxContains", 1, 2),
    ("minContains", 2, 1),
    ("multipleOf", 0.1, 0.05),
    ("multipleOf", 6, 3),
    ("unevaluatedProperties", ["a"], ["a", "b"]),
    ("anyOf", [{"type": "string"}], [{"type": "string"}, {"type": "null"}]),
    ("dependentRequired", {"a": ["b", "c"]}, {"a": ["c"]}),
    ("x-maxCount", {"values": ["/a"], "max": 1}, {"values": ["/a"], "max": 2}),
]
NEITHER = [
    ("enum", ["a", "b"], ["b", "c"]),
    ("enum", [1], [True]),
    ("const", "a", "b"),
    ("type", "string", "object"),
    ("pattern", "^a$", "^b$"),
    ("format", "date", "time"),
    ("multipleOf", 2, 3),
    ("oneOf", [{"minimum": 1}], [{"minimum": 1}, {"minimum": 2}]),
    ("dependentRequired", {"a": ["b"]}, {"b": ["a"]}),
    ("not", {"const": "a"}, {"type": "string"}),
    ("not", {"const": "a"}, {"const": "b"}),
    ("x-maxCount", {"values": ["/a"], "max": 1}, {"values": ["/b"], "max": 2}),
    ("x-distinct", {"values": ["/a"]}, {"values": ["/b"]}),
]


@pytest.mark.parametrize(("keyword", "tight", "loose"), WIDER)
def test_a_limit_that_lets_through_more_is_wider(keyword: str, tight: Any, loose: Any) -> None:
    less, more = constrain(keyword, tight), constrain(keyword, loose)
    assert compare_limits(less, more) is Kind.WIDENED
    assert compare_limits(more, less) is Kind.NARROWED
    assert compare_limits(less, less) is None


@pytest.mark.parametrize(("keyword", "one", "other"), NEITHER)
def test_a_limit_that_does_neither_is_changed(keyword: str, one: Any, other: Any) -> None:
    assert compare_limits(constrain(keyword, one), constrain(keyword, other)) is Kind.CHANGED


def test_the_order_of_values_is_no_difference() -> None:
    both = [constrain("enum", one) for one in (["a", "b"], ["b", "a"])]
    assert compare_limits(*both) is None
    assert compare_constraints(*both) is None


@pytest.mark.parametrize(
    ("limits", "verdicts", "kind"),
    [
        ((1, 1), (Verdict.INVALID, Verdict.DOUBTFUL), Kind.WIDENED),
        ((1, 1), (Verdict.VALID, Verdict.DOUBTFUL), Kind.NARROWED),
        ((1, 2), (Verdict.INVALID, Verdict.DOUBTFUL), Kind.WIDENED),
        ((2, 1), (Verdict.INVALID, Verdict.DOUBTFUL), Kind.CHANGED),
    ],
)
def test_the_verdict_counts_with_the_limit(
    limits: tuple[int, int], verdicts: tuple[Verdict, Verdict], kind: Kind
) -> None:
    both = [
        constrain("maxLength", limit, verdict)
        for limit, verdict in zip(limits, verdicts, strict=True)
    ]
    assert compare_constraints(*both) is kind


def test_words_are_no_part_of_a_limit_but_names_of_properties_are() -> None:
    schema = {
        "title": "A lid",
        "const": "a",
        "properties": {"title": {"description": "Whose", "type": "string"}, "examples": {}},
    }
    assert strip_annotations(schema) == {
        "const": "a",
        "properties": {"title": {"type": "string"}, "examples": {}},
    }


def test_a_constraint_that_moved_to_another_schema_is_found_there(tmp_path: Path) -> None:
    string = {"type": "string"}
    limit = {"maxLength": 3}
    before = {"order": order(v=string | limit)}
    after = {"order": order(v=string), "advice": {"properties": {"v": limit}}}
    older, newer = make_pair(tmp_path, before, after)
    pairs = match_constraints(older, newer, "order")
    [(old, new)] = [pair for pair in pairs if "maxLength" in {one and one.keyword for one in pair}]
    assert old
    assert new
    assert (old.level, new.level) == ("normative", "advice")


@pytest.mark.parametrize(
    ("payload", "plainest"),
    [
        ({"a": 1, "keep": [1, "x", 2], "b": {}}, {"keep": ["x"]}),
        ({"keep": ["x", "y" * 99]}, {"keep": ["x"]}),
        ({"other": {"keep": ["x"]}}, {"other": {"keep": ["x"]}}),
    ],
)
def test_a_payload_is_shrunk_to_what_shows_the_same(payload: Any, plainest: Any) -> None:
    def keeps(value: Any) -> bool:
        inner = value.get("other", value) if isinstance(value, dict) else {}
        return isinstance(inner, dict) and "x" in inner.get("keep", ())

    assert keeps(payload)
    assert len(repr(shrink(payload, keeps))) <= len(repr(plainest))
    assert keeps(shrink(payload, keeps))
