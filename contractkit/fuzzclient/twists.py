"""What can be special about an answer and changes nothing of what it says.

A twist works at one level: on the words of a template, on the value made of it, on the text of the
value, on the headers, or on the way that the bytes are sent (see `sending`).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

LONG = "Queued for delivery. " * 400
WORDS: Mapping[str, str] = {
    "long description": LONG,
    "blank description": " ",
    "foreign description": "Übermittelt – 已排队 – \u202eqɹ\u202c – 😀",
}


def add_members(value: Any) -> Any:
    """The value with members that nobody has documented, in every object of it."""
    if isinstance(value, dict):
        inner = {name: add_members(one) for name, one in value.items()}
        return {"extra": None, **inner, "extraItems": [{"id": 1}, "x"], "extraNumber": 1.5e3}
    return [add_members(one) for one in value] if isinstance(value, list) else value


def reverse_members(value: Any) -> Any:
    """The value with the members of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: reverse_members(value[name]) for name in reversed(value)}
    return [reverse_members(one) for one in value] if isinstance(value, list) else value


VALUES: Mapping[str, Callable[[Any], Any]] = {
    "extra members": add_members,
    "other order": reverse_members,
}


def write_spread(value: Any) -> str:
    """JSON with much white space."""
    text = json.dumps(value, ensure_ascii=False, indent="\t", separators=(" ,", " :\t"))
    return "\r\n " + text.replace("\n", "\r\n") + "\r\n\r\n"


def write_dense(value: Any) -> str:
    """JSON with no white space at all."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


TEXTS: Mapping[str, Callable[[Any], str]] = {
    "much white space": write_spread,
    "no white space": write_dense,
}
HEADERS: Mapping[str, tuple[str, str]] = {"retry after": ("Retry-After", "1")}
SEVERAL = "several entries"
MANNERS = ("chunked", "slow", "gzip", "truncated", "stalled")
TWISTS = (SEVERAL, *WORDS, *VALUES, *TEXTS, *HEADERS, *MANNERS)


def write_text(value: Any, twists: tuple[str, ...]) -> str:
    """A value as text, twisted."""
    for name in twists:
        value = VALUES[name](value) if name in VALUES else value
    write = next((TEXTS[name] for name in twists if name in TEXTS), None)
    return write(value) if write else json.dumps(value, ensure_ascii=False)
