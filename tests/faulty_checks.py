"""Checks of JSON values, for servers that judge by hand. The first breach of a rule is raised."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from tests.faulty_document import is_integer, is_number


class BreachError(Exception):
    """A value breaks a rule of the document."""


def demand(*, holds: bool, otherwise: str) -> None:
    """Raise what is wrong unless a condition holds."""
    if not holds:
        raise BreachError(otherwise)


def is_kept(check: Callable[[Any, str], None], value: Any) -> bool:
    """Whether a value breaks no rule of a check of a server without a fault."""
    try:
        check(value, "")
    except BreachError:
        return False
    return True


def check_text(
    value: Any,
    name: str,
    least: int = 0,
    most: int | None = None,
    form: Callable[[str], bool] | None = None,
) -> None:
    """A string, its length in code points, and its format or pattern."""
    demand(holds=isinstance(value, str), otherwise=f"{name} is no string")
    demand(holds=len(value) >= least, otherwise=f"{name} is too short")
    demand(holds=most is None or len(value) <= most, otherwise=f"{name} is too long")
    demand(holds=form is None or form(value), otherwise=f"{name} is of another form")


def check_choice(value: Any, name: str, choices: Collection[str]) -> None:
    """One of some strings."""
    demand(
        holds=isinstance(value, str) and value in choices,
        otherwise=f"{name} is none of {', '.join(choices)}",
    )


def check_flag(value: Any, name: str) -> None:
    """True or false."""
    demand(holds=isinstance(value, bool), otherwise=f"{name} is neither true nor false")


def check_number(
    value: Any, name: str, least: Decimal | int | None = None, most: Decimal | int | None = None
) -> None:
    """A number, with bounds that are allowed themselves."""
    demand(holds=is_number(value), otherwise=f"{name} is no number")
    demand(holds=least is None or value >= least, otherwise=f"{name} is below {least}")
    demand(holds=most is None or value <= most, otherwise=f"{name} is above {most}")


def check_integer(value: Any, name: str, least: int | None = None, most: int | None = None) -> None:
    """A number without a fraction; 1.0 is one."""
    check_number(value, name, least, most)
    demand(holds=is_integer(value), otherwise=f"{name} has a fraction")


def check_list(value: Any, name: str, least: int = 0, most: int | None = None) -> None:
    """An array, and how many items it has."""
    demand(holds=isinstance(value, list), otherwise=f"{name} is no array")
    demand(holds=len(value) >= least, otherwise=f"{name} has too few items")
    demand(holds=most is None or len(value) <= most, otherwise=f"{name} has too many items")


def check_different(value: list[str], name: str) -> None:
    """No string twice."""
    demand(holds=len(set(value)) == len(value), otherwise=f"{name} says something twice")


def check_members(
    value: Any, name: str, required: Collection[str], known: Collection[str] | None = None
) -> None:
    """An object, what it has to have, and (unless others are allowed) what it may have."""
    demand(holds=isinstance(value, dict), otherwise=f"{name} is no object")
    for member in required:
        demand(holds=member in value, otherwise=f"{name} has no {member}")
    for member in value:
        demand(
            holds=known is None or member in known,
            otherwise=f"{name} has a member that is not known: {member!r}",
        )
