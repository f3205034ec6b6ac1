"""Every pattern is plain, and means the same to every engine that may read it."""

import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.validation.ecma_patterns import compile_pattern
from tests.contracts.subschemas import all_schema_files, walk_schema

ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)", re.DOTALL)
PLAIN_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|[\\\[\]{}+.])")
CLASS = re.compile(r"\[[^\]]*\]")
UNLIKE = re.compile(r"\(\?|[*+?}][?+]|\.")
TELLING = "\n\r\t\0 \u00a0\u2028\u0661\uff11\U0001f600éЖſK{}[]()<>%+-:/?#@.,\\^$|`_~aAfFgGzZ0579"
EVERY_CHARACTER = st.characters(exclude_categories=["Cs"])


def list_patterns(value: Any) -> set[str]:
    """The patterns of a schema object's own keywords, `ignore` of `x-distinct` included."""
    if not isinstance(value, dict):
        return set()
    found = {value.get("pattern"), value.get("x-distinct", {}).get("ignore")}
    return {pattern for pattern in found if pattern}


PLACES = {
    pattern: f"{file}#{one.pointer}"
    for file in all_schema_files()
    for one in walk_schema(file.read())
    for pattern in list_patterns(one.schema)
}
PATTERNS = [pytest.param(pattern, id=place) for pattern, place in PLACES.items()]


@st.composite
def near_misses(draw: st.DrawFn, pattern: str) -> str:
    """Strings that fit a pattern, and the same with an edit or two."""
    text = draw(st.from_regex(compile_pattern(pattern)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from(TELLING) | EVERY_CHARACTER | st.just(""))
        text = text[:at] + new + text[at + draw(st.integers(0, 1)) :]
    return text


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_is_plain(pattern: str) -> None:
    assert [one for one in ESCAPE.findall(pattern) if not PLAIN_ESCAPE.fullmatch(one)] == []
    assert UNLIKE.search(CLASS.sub("x", ESCAPE.sub("x", pattern))) is None


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
@settings(deadline=None)
def test_pattern_means_the_same_to_both_validators(pattern: str, data: st.DataObject) -> None:
    text = data.draw(near_misses(pattern) | st.text(EVERY_CHARACTER))
    fits = compile_pattern(pattern).search(text) is not None
    assert jsonschema_rs.Draft7Validator({"pattern": pattern}).is_valid(text) is fits
