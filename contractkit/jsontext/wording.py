"""Pieces of the text, put so that they can stand in a one-line message."""

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


def show(text: str) -> str:
    """Return a piece of the text in backticks, cut short, with nothing invisible left raw."""
    cut = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
    printable = (char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)
    return f"`{''.join(printable)}`"


def name_character(character: str) -> str:
    """Return a character's name, or its code point, with an article."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{_NAMES[character]} ({code})"
    if ord(character) < _CONTROLS:
        return f"a control character ({code})"
    return f"the character {show(character)} ({code})"
