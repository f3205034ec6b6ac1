"""The value that the author evidently meant: the nearest allowed one, in a sentence."""

from collections.abc import Mapping
from typing import TypeGuard

from contractkit.contracts.similar_names import fold
from contractkit.jsontext.display import show_value


def nearest_value(value: object, keyword: str, limit: object) -> str | None:
    """How to write the value that was meant, in a sentence; None where nothing is near."""
    if keyword in ("const", "enum"):
        return _nearest_option(value, limit if isinstance(limit, list) else [limit])
    if keyword == "type" and isinstance(limit, str):
        return _nearest_of_type(value, limit)
    return None


def _nearest_option(value: object, options: list[object]) -> str | None:
    for option in options:
        if isinstance(option, str) and isinstance(value, str):
            if value and fold(value.strip()) == fold(option):
                return f"Did you mean {show_value(option)}?"
        elif isinstance(option, str) and _is_number(value) and f"{value:g}" == option:
            return f"Write it in quotes: {show_value(option)}."
    return None


def _nearest_of_type(value: object, wanted: str) -> str | None:
    if wanted == "string" and (_is_number(value) or isinstance(value, bool)):
        return "Write it in quotes."
    if wanted == "boolean" and isinstance(value, str) and value.strip().lower() in _BOOLEANS:
        return f"Write {value.strip().lower()} without quotes."
    if wanted == "array" and isinstance(value, str | dict):
        return "Put it in square brackets."
    if wanted == "object" and isinstance(value, list) and len(value) == 1:
        return "Take it out of the square brackets."
    return None


_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
