"""Looks into values that may have any shape."""

from typing import Any


def get_member(value: Any, name: str) -> Any:
    """The member of that name, None where there is none or the value is no object."""
    return value.get(name) if isinstance(value, dict) else None


def get_text(value: Any, name: str) -> str | None:
    """The member of that name, if it is a string."""
    member = get_member(value, name)
    return member if isinstance(member, str) else None


def get_integer(value: Any, name: str) -> int | None:
    """The member of that name, if it is a whole number; `true` is none."""
    member = get_member(value, name)
    return member if isinstance(member, int) and not isinstance(member, bool) else None


def get_items(value: Any) -> list[Any]:
    """The items of an array, none where the value is no array."""
    return value if isinstance(value, list) else []
