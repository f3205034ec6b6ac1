"""Offsets as lines and columns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.jsontext import Lines

TEXTS = st.text(st.sampled_from("ab\n\r\u2028😀"), max_size=20)


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\u2028b", 2, (1, 3)),
        ("😀b", 1, (1, 2)),
        ("\ufeffa", 0, (1, 1)),
        ("\ufeffa", 1, (1, 1)),
        ("\ufeffa\n\ufeffb", 4, (2, 2)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Lines(text).position(offset) == position


@given(TEXTS)
def test_lines_are_the_text_between_its_line_ends(text: str) -> None:
    lines = Lines(text)
    assert [lines.line(number + 1) for number in range(len(lines))] == re.split("\r\n|\n|\r", text)


@given(TEXTS)
def test_a_position_leads_back_to_its_character(text: str) -> None:
    lines = Lines(text)
    for offset, character in enumerate(text):
        line, column = lines.position(offset)
        if character not in "\r\n":
            assert lines.line(line)[column - 1] == character


def test_a_byte_order_mark_is_no_part_of_its_line() -> None:
    assert Lines("\ufeffa\nb").line(1) == "a"
