"""Tests of the formats of texts, as jsonschema-rs judges them: all validators use the same."""

from collections.abc import Callable
from functools import lru_cache

# What draft-07 does not have by itself, and is meant all the same by who writes it.
LATER_FORMATS = ("duration", "uuid")


@lru_cache(maxsize=64)
def compile_format(name: str) -> Callable[[str], bool]:
    """Whether a text is of a format; any is of one that nobody knows."""
    from jsonschema_rs import Draft202012Validator

    fits = Draft202012Validator({"format": name}, validate_formats=True).is_valid

    def test(text: str) -> bool:
        try:
            return fits(text)
        except ValueError:  # a lone surrogate, which no format has
            return False

    return test


@lru_cache(maxsize=1)
def list_later_formats() -> dict[str, Callable[[str], bool]]:
    """The tests of the formats that draft-07 lacks."""
    return {name: compile_format(name) for name in LATER_FORMATS}
