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


def fit(text: str, width: int) -> str:
    """The text, or its beginning and an ellipsis, filled up with spaces to so many columns."""
    columns = count_columns(text)
    if columns > width:
        while columns > width - 1:
            columns -= count_columns(text[-1])
            text = text[:-1]
        text, columns = f"{text}…", columns + 1
    return text + " " * (width - columns)
