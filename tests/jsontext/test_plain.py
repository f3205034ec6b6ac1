"""Many texts in one reading: never a value where reading each alone finds something to report."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.jsontext import NotPlainError, parse_plain
from contractkit.jsontext.plain import parse_batch

PLAIN = [b'{"a": 1}', b"[1, 2.5, null]", b'"\\u00e9\\n\\""', b' {"b": {"c": []}}\r']
DAMAGED = {
    "a name twice": b'{"a": 1, "a": 2}',
    "a name twice and hidden quotes": b'{"a": "\\u0022\\u0022", "a": 2}',
    "two values": b'{"a": 1},{"a": 1}',
    "two values with a guess between": b"{},0,{}",
    "no end": b'{"a": [',
    "only an end": b"]}",
    "a comment": b'{"a": 1} // c',
    "a trailing comma": b"[1,]",
    "not a number": b"[NaN]",
    "too large a number": b"[1e400]",
    "a lone surrogate": b'["\\ud800"]',
    "not UTF-8": b'["\xff"]',
    "a byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "a control character": b'["\x01"]',
    "nothing": b"",
    "only spaces": b"  ",
    "too deep": b"[" * 101 + b"]" * 101,
}
pieces = st.sampled_from(
    [*'{}[],:"', '"a"', '"a":1', "0", "\\u0022", "\\", " ", "\n", "1e9", "null", '{"a":1}']
)
texts = st.lists(pieces, max_size=8).map(lambda parts: "".join(parts).encode())


def parse_alone(text: bytes) -> object:
    try:
        return parse_plain(text)
    except NotPlainError:
        return NotPlainError


def test_plain_texts_have_the_values_that_they_have_alone() -> None:
    assert parse_batch(PLAIN) == [json.loads(text) for text in PLAIN]


@pytest.mark.parametrize("text", DAMAGED.values(), ids=list(DAMAGED))
@pytest.mark.parametrize("at", range(len(PLAIN) + 1))
def test_one_damaged_text_leaves_no_value(text: bytes, at: int) -> None:
    assert parse_batch([*PLAIN[:at], text, *PLAIN[at:]]) is None


@pytest.mark.parametrize(
    "batch",
    [
        (b"[1", b"2]", b"3,4"),
        (b'{"x":[{}', b"{}]}", b"{},0,{}"),
        (b'{"a":"', b'"}', b"1,2"),
        (b'"a', b'b"', b"1,1"),
    ],
)
def test_texts_that_only_together_are_json_leave_no_value(batch: tuple[bytes, ...]) -> None:
    assert parse_batch(batch) is None


@given(batch=st.lists(texts | st.sampled_from(PLAIN), min_size=1, max_size=5))
@settings(max_examples=1000, deadline=None)
def test_a_batch_is_read_only_where_each_text_is_plain(batch: list[bytes]) -> None:
    values = parse_batch(batch)
    if values is not None:
        assert values == [parse_alone(text) for text in batch]
