"""Strings made from a pattern match it, whatever is chosen; what is plain comes first."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.payloads.patterns.parsing import parse_pattern
from contractkit.payloads.patterns.strings import list_excluded, write_any, write_match

PATTERNS = [
    r"^a$", r"^[0-9]{4}$", r"^\+?[1-9][0-9]{1,14}$", r"^([0-9A-Fa-f]{2})*$", r"\{\{[^{}]+\}\}",
    r"^(ab|c[de]?|)$", r"^[^\u0000-\u0020]+$", r"^x{2,}y{0,3}z+$", r"^(?:a|b\.)\u0041?$",
    r"^([^{]|\{[^{])*\{\{([^\u000a]|\u000a)+\}\}",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@given(seed=st.integers(0, 10**6))
def test_whatever_is_chosen_matches(pattern: str, seed: int) -> None:
    choose = random.Random(seed).randrange  # noqa: S311 - reproducible
    assert re.search(pattern, write_any(parse_pattern(pattern), choose, 8))


@pytest.mark.parametrize(
    ("pattern", "plainest", "strange"),
    [
        (r"^[0-9]{4}$", "0000", "\u0660"),
        (r"^\+?[1-9][0-9]{1,14}$", "10", "\u0660"),
        (r"^([0-9A-Fa-f]{2})*$", "", "g"),
        (r"^(ab|c)$", "ab", "d"),
    ],
)
def test_the_plainest_choice_is_short_and_strangers_stand_in_no_class(
    pattern: str, plainest: str, strange: str
) -> None:
    tree = parse_pattern(pattern)
    assert write_match(tree, lambda _: 0, 40) == plainest
    assert strange in list_excluded(tree)
    assert not any(re.fullmatch(pattern, f"{plainest}{char}") for char in list_excluded(tree))


@pytest.mark.parametrize(("pattern", "longest"), [(r"^[0-9]{1,14}$", 14), (r"^a{3}$", 3)])
def test_the_most_repetitions_are_reached(pattern: str, longest: int) -> None:
    tree = parse_pattern(pattern)
    assert len(write_match(tree, lambda size: size - 1, 40)) == longest


@pytest.mark.parametrize("pattern", ["a)", "(a"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse_pattern(pattern)
