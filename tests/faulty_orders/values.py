"""Single values: each function gives the value, or raises InvalidError with what is wrong."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.faulty_document import is_integer, is_number

Each = Callable[[Any, str], Any]


class InvalidError(Exception):
    """What is wrong with a value, and where it is."""

    def __init__(self, at: str, message: str) -> None:
        super().__init__(message)
        self.at, self.message = at, message


def text(value: Any, at: str, shortest: int = 0, longest: int | None = None) -> str:
    """A text of so many characters."""
    if not isinstance(value, str):
        raise InvalidError(at, "It is no text.")
    if len(value) < shortest:
        raise InvalidError(at, f"It is shorter than {shortest}.")
    if longest is not None and len(value) > longest:
        raise InvalidError(at, f"It is longer than {longest}.")
    return value


def fitting(value: Any, at: str, pattern: str) -> str:
    """A text that a pattern describes as a whole."""
    if not re.fullmatch(pattern, text(value, at)):
        raise InvalidError(at, f"It is not as in {pattern}.")
    return str(value)


def one_of(value: Any, at: str, choices: tuple[str, ...]) -> str:
    """One of some words."""
    if value not in choices:
        raise InvalidError(at, f"It is none of {', '.join(choices)}.")
    return str(value)


def number(value: Any, at: str, least: int | Decimal, most: int | Decimal) -> Decimal:
    """A number between two, both included."""
    if not is_number(value):
        raise InvalidError(at, "It is no number.")
    if not least <= value <= most:
        raise InvalidError(at, f"It is not between {least} and {most}.")
    return Decimal(value)


def integer(value: Any, at: str, least: int, most: int) -> int:
    """An integer between two, both included; 1.0 is one."""
    if not is_integer(value):
        raise InvalidError(at, "It is no integer.")
    return int(number(value, at, least, most))


def in_steps(value: Decimal, at: str, step: str) -> Decimal:
    """A number that has been bounded before, with no finer parts than a power of ten."""
    if value != value.quantize(Decimal(step)):
        raise InvalidError(at, f"It is no multiple of {step}.")
    return value


def boolean(value: Any, at: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise InvalidError(at, "It is neither true nor false.")
    return value


def members(
    value: Any, at: str, required: tuple[str, ...], allowed: tuple[str, ...] | None
) -> dict[str, Any]:
    """An object with its mandatory members; `allowed` are the others, None is any."""
    if not isinstance(value, dict):
        raise InvalidError(at, "It is no object.")
    for name in required:
        if name not in value:
            raise InvalidError(f"{at}/{name}", "It is missing.")
    if allowed is not None:
        for name in value:
            if name not in required + allowed:
                raise InvalidError(f"{at}/{name}", "It is not known here.")
    return value


def array(value: Any, at: str, each: Each, fewest: int = 0, most: int | None = None) -> list[Any]:
    """An array of so many items, each of them judged."""
    if not isinstance(value, list):
        raise InvalidError(at, "It is no array.")
    if len(value) < fewest:
        raise InvalidError(at, f"It has less than {fewest} items.")
    if most is not None and len(value) > most:
        raise InvalidError(at, f"It has more than {most} items.")
    return [each(item, f"{at}/{position}") for position, item in enumerate(value)]


def different(values: list[Any], at: str) -> list[Any]:
    """Items of which no two are equal."""
    for position, item in enumerate(values):
        if item in values[:position]:
            raise InvalidError(f"{at}/{position}", "It stands there twice.")
    return values
