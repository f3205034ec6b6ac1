"""Which values are placeholders, by the patterns that describe them."""

import time

import pytest

from contractkit.linting.settings import Settings
from contractkit.validation.options import PATTERNS, CheckOptions
from contractkit.validation.placeholders import is_placeholder


@pytest.mark.parametrize(
    ("value", "patterns", "expected"),
    [
        ("{{a}}", PATTERNS, True),
        ("{{a}b}}", PATTERNS, True),
        ("{{}}", PATTERNS, False),
        ("{{{a}}}", PATTERNS, False),
        ("{{a}}{{b}}", PATTERNS, False),
        (" {{a}}", PATTERNS, False),
        ("{{a}}\n", PATTERNS, False),
        ("{{a\nb}}", PATTERNS, False),
        ("${a:-b}", PATTERNS, True),
        ("$(a)", PATTERNS, True),
        ("$a", PATTERNS, False),
        ("%a%", PATTERNS, False),
        ("%a%", ("%…%",), True),
        ("%a%b%", ("%…%",), False),
        ("__A_B__", ("__…__",), True),
        ("<<a>>", ("<<…>>", "[…]"), True),
        ("[a]", ("<<…>>", "[…]"), True),
        ("{{a}}", (), False),
        (7, PATTERNS, False),
    ],
)
def test_placeholder(value: object, patterns: tuple[str, ...], expected: bool) -> None:
    assert is_placeholder(value, patterns) is expected


def test_no_text_takes_long() -> None:
    started = time.process_time()
    for text in ("{{" * 200_000, "{{" + "a" * 200_000, "${" * 200_000 + "}"):
        is_placeholder(text, PATTERNS)
    assert time.process_time() - started < 5


def test_the_usual_patterns_are_the_same_everywhere() -> None:
    assert Settings().template_patterns == CheckOptions().patterns == PATTERNS
