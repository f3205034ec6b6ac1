"""How wide a text is on a terminal, where some characters take two columns and some none."""

import unicodedata

from contractkit.jsontext.lookalikes import UNSEEN


def count_columns(text: str) -> int:
    """The columns that a text takes; what cannot be seen is shown as something that takes one."""
    return sum(_count(char) for char in text)


def _count(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") and not UNSEEN.match(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fold(text: str, width: int) -> list[str]:
    """The text in pieces of so many columns at most, of which two are the least; all of it."""
    pieces, columns = [""], 0
    for char in text:
        added = _count(char)
        if columns + added > width:
            pieces.append("")
            columns = 0
        pieces[-1] += char
        columns += added
    return pieces


def fill(text: str, width: int) -> str:
    """The text with spaces behind it, up to so many columns; a longer one as it is."""
    return text + " " * (width - count_columns(text))
