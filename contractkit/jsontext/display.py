"""Show texts, values and names in one-line messages: cut short, or hidden."""

import json
import re
from typing import TypeGuard

HIDDEN = "•••"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_INDEX = re.compile(r"[0-9]{1,5}")
_MAX_SHOWN = 40
_CONTROLS = 0x20
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
    "\x85": "a next line character",
    "\xa0": "a no-break space",
    "\xad": "a soft hyphen",
    "\u200b": "a zero width space",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u202f": "a narrow no-break space",
    "\u2060": "a word joiner",
    "\u3000": "an ideographic space",
    "\ufeff": "a byte order mark",
}


def show_text(text: str) -> str:
    """Return a piece of the text in backticks, cut short, with nothing invisible left raw."""
    cut = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
    return f"`{_escape_invisible(cut)}`"


def name_character(character: str) -> str:
    """Return a character's name, or its code point, with an article."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{_NAMES[character]} ({code})"
    if ord(character) < _CONTROLS:
        return f"a control character ({code})"
    return f"the character {show_text(character)} ({code})"


def show_value(value: object, longest: int = 40) -> str:
    """A value in a message: as JSON, cut short; a container only by its kind and size."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"an array of {len(value)}"
    if isinstance(value, str) and len(value) > longest:
        return _escape_invisible(json.dumps(value[:longest], ensure_ascii=False)[:-1]) + '…"'
    if is_number(value) and not abs(value) < 10**longest:
        return "a very large number"
    return _escape_invisible(json.dumps(value, ensure_ascii=False))


def show_name(name: str, longest: int = 60) -> str:
    """A property's name, or a pointer, in a message: cut short, nothing invisible left raw."""
    return _escape_invisible(name if len(name) <= longest else f"{name[: longest - 1]}…")


def _escape_invisible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


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
