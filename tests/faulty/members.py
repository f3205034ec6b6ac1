"""Members of an object: taken or missing, of the right type or not."""

from collections.abc import Iterator
from typing import Any

from tests.faulty.faults import Switches
from tests.faulty.problem import missing, wrong
from tests.problem import Problem

ABSENT: Any = object()


def is_flag_taken(value: object, switches: Switches) -> bool:
    """Whether something that is no boolean is taken for one: only by a fault."""
    return (
        (switches.has("flag-true-in-quotes") and value == "true")
        or (switches.has("flag-false-in-quotes") and value == "false")
        or (switches.has("flag-as-integer") and isinstance(value, int))
        or (switches.has("flag-as-float") and isinstance(value, float))
        or (switches.has("flag-by-wrapping") and isinstance(value, int) and value % 2**64 < 2)
        or (switches.has("flag-as-list") and isinstance(value, list))
        or switches.has("flag-of-any-type")
    )


def check_flag(holder: dict[str, Any], name: str, switches: Switches) -> Iterator[Problem]:
    value = holder.get(name, False)
    if value is None and switches.has("null-flag"):
        return
    if switches.has("flag-false-refused") and value is False and name in holder:
        yield wrong(name, "true")
    if not isinstance(value, bool) and not is_flag_taken(value, switches):
        yield wrong(name, "a boolean")


def is_type_taken(value: object, name: str, switches: Switches) -> bool:
    """Whether something that is no string is taken for one: only by a fault."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    taken = {
        "as-number": is_number,
        "as-float": isinstance(value, float),
        "as-large-integer": is_number and isinstance(value, int) and value >= 2**64,
        "as-boolean": isinstance(value, bool),
        "as-list": isinstance(value, list),
        "as-object": isinstance(value, dict),
        "null": value is None,
        "falsy": not value,
        "as-exponent": isinstance(value, float) and value.is_integer() and value >= 100,
        "as-negative": is_number and isinstance(value, int | float) and value < 0,
        "as-zero": is_number and value == 0,
        "as-hours": is_number and value in range(1, 49),
        "of-any-type": True,
    }
    kind = (switches.fault or "").removeprefix(f"{name.lower()}-")
    return switches.fault != kind and taken.get(kind, False)


def check_optional(holder: dict[str, Any], name: str, switches: Switches) -> Iterator[Problem]:
    """An optional string, which may be empty."""
    value = holder.get(name, ABSENT)
    if value is ABSENT:
        if switches.fault == f"{name.lower()}-required":
            yield missing(name)
    elif not isinstance(value, str):
        if not is_type_taken(value, name, switches):
            yield wrong(name, "a string")
    elif not value and switches.fault == f"{name.lower()}-empty-refused":
        yield missing(name)


def check_mandatory(holder: dict[str, Any], name: str, switches: Switches) -> Iterator[Problem]:
    """A mandatory string; an empty one counts as missing."""
    value = holder.get(name, ABSENT)
    if value is ABSENT:
        if switches.fault != f"{name.lower()}-missing":
            yield missing(name)
    elif not isinstance(value, str):
        if not is_type_taken(value, name, switches):
            yield wrong(name, "a string")
    elif not value:
        if switches.fault != f"{name.lower()}-empty":
            yield missing(name)
    elif value == "0" and switches.fault == f"{name.lower()}-zero-refused":
        yield missing(name)


def check_object(holder: dict[str, Any], name: str, switches: Switches) -> Iterator[Problem]:
    """A mandatory object."""
    value = holder.get(name, ABSENT)
    if value is ABSENT:
        if switches.fault != f"{name.lower()}-missing":
            yield missing(name)
    elif not isinstance(value, dict) and not is_type_taken(value, name, switches):
        yield wrong(name, "an object")
