"""How wide a text is on a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.reporting.columns import count_columns, fit


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("ab", 2), ("\u6f22a", 3), ("e\u0301", 1), ("\u200b", 1)]
)
def test_characters_take_none_one_or_two_columns(text: str, columns: int) -> None:
    assert count_columns(text) == columns


@given(st.text(), st.integers(2, 20))
def test_fitted_text_is_as_wide_as_asked(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert count_columns(fitted) == width
    if count_columns(text) <= width:
        assert fitted.rstrip(" ") == text.rstrip(" ")
