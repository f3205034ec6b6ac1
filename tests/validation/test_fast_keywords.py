"""The quick checks of a keyword `x-…` agree with the keyword itself, for any instance."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.payloads.schemas.valid_schemas import compile_test
from contractkit.validation.custom_keywords import KEYWORDS
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.native_validator import NativeValidator

ENCODINGS = [
    {"name": "plain", "single": 5, "each": 4, "alphabet": "^[ -~]*$", "twice": "[{}]"},
    {"name": "wide", "single": 3, "each": 2, "twice": "[^\\u0000-\\uffff]", "unless": {"/b": "^1"}},
]
CASES: list[tuple[str, Any]] = [
    ("x-distinct", {"values": ["/a/*/b/*"], "ignore": r"^\+"}),
    ("x-distinct", {"values": ["/a/*/b/*"], "ignore": "^."}),
    ("x-distinct", {"values": ["/a/*/b/*"], "ignore": "[+ ]"}),
    ("x-distinct", {"values": ["/a/*/b/*"]}),
    ("x-distinct", {"values": ["/a/*/b"]}),
    ("x-distinct", {"values": ["/a/0/b/*", "/a/1/b"]}),
    ("x-distinct", {"values": ["/a/0/b/*"]}),
    ("x-maxCount", {"values": ["/a/*/b/*"], "at": "/a", "max": 2}),
    ("x-maxCount", {"values": ["/a/*/b"], "at": "/a", "max": 1}),
    ("x-maxCount", {"values": ["/a/b", "/b"], "at": "/a", "max": 1}),
    ("x-maxCount", {"values": ["/a/*/b/*", "/*/a/*"], "at": "/a", "max": 2}),
    ("x-maxCount", {"values": ["/a/*", "/a/*/b"], "at": "/a", "max": 3}),
    *(
        ("x-maxParts", {"text": text, "parts": ENCODINGS, "max": most})
        for text in (["/b"], ["/a/*/b", "/b"], ["/a/*/b/*"], ["/a/0/b"], [""])
        for most in (0, 1, 2)
    ),
    *(("x-maxBytes", limit) for limit in (0, 1, 3, 5, 8)),
    ("x-sameCount", {"values": ["/a/*"], "at": "/a", "as": ["/b/*"]}),
    ("x-sameCount", {"values": ["/a/*/b"], "at": "/b", "as": ["/a/*"]}),
    ("x-sameCount", {"values": ["/*"], "at": "", "as": ["/b"]}),
    *(
        ("x-mentions", {"names": names, "text": "/b", "open": "{{", "close": "}}", "prefix": "+"})
        for names in (["/a/*/b"], ["/a/*/b/*", "/a/b"], ["/a/0/b"])
    ),
    *(
        ("x-mentions", {**places, "text": "/b", "open": "{{", "close": "}}", "prefix": prefix})
        for places in ({"keys": ["/a"]}, {"keys": ["/a/*"]}, {"keys": ["/a"], "names": ["/a/b"]})
        for prefix in ("+", "")
    ),
]
TEXTS = [
    "é",
    "漢1",
    "😀",
    "😀😀",
    "éé",
    "1",
    "+1",
    "2",
    " 1",
    "+",
    "",
    "{{1}}",
    "{{+1}} {{2}}",
    "{{+3}}",
    "{{b}}",
    "{{a}} {{+b}}",
]
SCALARS = st.sampled_from([*TEXTS, 1, None])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=10,
)
ROWS = st.fixed_dictionaries({}, optional={"b": st.lists(SCALARS, max_size=4) | SCALARS})
INSTANCES = VALUES | st.fixed_dictionaries(
    {"a": st.lists(ROWS, max_size=3) | ROWS}, optional={"b": SCALARS}
)


@pytest.mark.parametrize(("keyword", "rule"), CASES)
@pytest.mark.parametrize("path", [(), ("c",), ("c", "d")])
@given(instance=INSTANCES)
@settings(max_examples=150, deadline=None)
def test_a_compiled_schema_agrees_with_the_keyword(
    keyword: str, rule: Any, path: tuple[str, ...], instance: object
) -> None:
    schema: dict[str, Any] = {keyword: rule}
    value = instance
    for name in reversed(path):
        schema, value = {"properties": {name: schema}}, {name: value}
    kept = next(KEYWORDS[keyword](rule, instance), None) is None
    assert compile_fast_validator(schema)(value) == kept


@pytest.mark.parametrize(("keyword", "rule"), CASES)
@given(instance=INSTANCES)
@settings(max_examples=50, deadline=None)
def test_a_keyword_in_a_condition_is_checked_in_it(
    keyword: str, rule: Mapping[str, Any], instance: object
) -> None:
    broken = next(KEYWORDS[keyword](rule, instance), None) is not None
    assert compile_fast_validator({"not": {keyword: rule}})(instance) == broken


@pytest.mark.parametrize("text", ["{{1}}", "{{2}}", ""])
def test_a_keyword_that_is_checked_apart_counts_wherever_its_place_is_referred_to(
    text: str,
) -> None:
    names = {"names": ["/a"], "text": "/b", "open": "{{", "close": "}}", "prefix": "+"}
    schema: dict[str, Any] = {
        "properties": {"c": {"x-mentions": names}},
        "items": {"properties": {"d": {"$ref": "#/properties/c"}}},
    }
    instance = {"a": "1", "b": text}
    keeps = text == "{{1}}"
    for value in ({"c": instance}, [{"d": instance}]):
        assert compile_fast_validator(schema)(value) is keeps
        assert compile_test(schema)(value) is keeps
        assert (NativeValidator(schema).list_broken(value) == []) is keeps
