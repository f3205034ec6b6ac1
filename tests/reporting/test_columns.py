"""How wide a text is on a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.reporting.columns import count_columns, fill, fold


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("ab", 2), ("\u6f22a", 3), ("e\u0301", 1), ("\u200b", 1)]
)
def test_characters_take_none_one_or_two_columns(text: str, columns: int) -> None:
    assert count_columns(text) == columns


@given(st.text(), st.integers(2, 20))
def test_folded_text_is_whole_in_pieces_that_are_no_wider_than_asked(text: str, width: int) -> None:
    pieces = fold(text, width)
    assert "".join(pieces) == text
    assert all(count_columns(piece) <= width for piece in pieces)
    assert all(count_columns(piece) >= width - 1 for piece in pieces[:-1])


@given(st.text(), st.integers(2, 20))
def test_filled_text_is_as_wide_as_asked_or_as_it_was(text: str, width: int) -> None:
    assert count_columns(fill(text, width)) == max(width, count_columns(text))
    assert fill(text, width).rstrip(" ") == text.rstrip(" ")
