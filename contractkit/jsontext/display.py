"""Show texts, values and names in one-line messages: cut short, or hidden."""

import json
import re
from typing import TypeGuard

from contractkit.jsontext.odd_characters import cut_to_fit, name_by_number, show_hidden

HIDDEN = "•••"
_write_json = json.JSONEncoder(ensure_ascii=False).encode
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_INDEX = re.compile(r"[0-9]{1,5}")
_MAX_SHOWN = 40
_NAMES = {
    "\x00": "a null character",
    "\b": "a backspace",
    "\t": "a tab",
    "\n": "a line break",
    "\v": "a vertical tab",
    "\f": "a form feed",
    "\r": "a carriage return",
    "\x1b": "an escape character",
    "\x7f": "a delete character",
}


def show_text(text: str) -> str:
    """Return a piece of the text in backticks, cut short, with nothing invisible left raw."""
    return f"`{show_name(text, _MAX_SHOWN)}`"


def name_character(character: str) -> str:
    """Return a character's name, with an article or a number."""
    if not character.isascii():
        return name_by_number(character)
    kind = f"the character `{character}`" if character.isprintable() else "a control character"
    return f"{_NAMES.get(character, kind)} (U+{ord(character):04X})"


def show_value(value: object, longest: int | None = 40) -> str:
    """A value in a message: as JSON, cut short unless `longest` is None.

    A container is shown only by its kind and size.
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"an array of {len(value)}"
    if isinstance(value, str):
        shown = value if longest is None else cut_to_fit(value, longest)
        written = _write_json(shown)
        return show_hidden(written if len(shown) == len(value) else f'{written[:-1]}…"')
    if is_number(value) and longest is not None and not abs(value) < 10**longest:
        return "a very large number"
    return json.dumps(value)


def show_name(name: str, longest: int = 60) -> str:
    """A property's name, or a pointer, in a message: cut short, nothing invisible left raw."""
    shown = cut_to_fit(name, longest)
    return show_hidden(name if len(shown) == len(name) else f"{cut_to_fit(name, longest - 1)}…")


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number of JSON; a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def hide_name(name: str) -> str:
    """The name of a property, unless it looks like a value that stands in the place of a name."""
    return name if _NAME.fullmatch(name) else HIDDEN


def hide_pointer(pointer: str) -> str:
    """A pointer without the names that look like values."""
    return "/".join(
        token if not token or _INDEX.fullmatch(token) else hide_name(token)
        for token in pointer.split("/")
    )
