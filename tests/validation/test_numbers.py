"""Numbers are taken as they are written, and equal values are equal however they are written."""

import pytest

from contractkit.validation.equal_values import find_equal_items, key_of
from contractkit.validation.exact_numbers import is_multiple


@pytest.mark.parametrize(
    ("number", "divisor", "expected"),
    [
        (4.35, 0.01, True),
        (4.355, 0.01, False),
        (0.3, 0.1, True),
        (1e308, 0.5, True),
        (1e308, 0.123456789, False),
        (10**400, 10, True),
        (10**400 + 1, 10, False),
        (7, 3.5, True),
        (-4, 2, True),
        (0, 0.1, True),
        (float("inf"), 2, False),
    ],
)
def test_what_is_a_multiple(number: float, divisor: float, expected: bool) -> None:
    assert is_multiple(number, divisor) is expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([1, 2, 1.0], (0, 2)),
        ([1, True], None),
        ([0, False, None, "", []], None),
        ([{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}], (0, 1)),
        (["1", 1], None),
    ],
)
def test_which_items_are_equal(items: list[object], expected: object) -> None:
    assert find_equal_items(items) == expected


def test_a_key_keeps_types_apart() -> None:
    assert len({key_of(one) for one in (1, True, "1", "true", None, "null", [1], {"1": 1})}) == 8
