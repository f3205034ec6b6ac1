"""Offsets into a text as lines and columns."""

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")
_BYTE_ORDER_MARK = "\ufeff"


class Lines:
    r"""The lines of a text; they end with \n, \r\n or a lone \r.

    Lines and columns count from 1, columns in code points. A byte order mark at the start of the
    text takes no column, as editors hide it: it and the first visible character are in column 1.
    """

    __slots__ = ("_ends", "_starts", "_text")

    def __init__(self, text: str) -> None:
        """Find the line ends of `text`."""
        ends = list(_LINE_END.finditer(text))
        first = 1 if text.startswith(_BYTE_ORDER_MARK) else 0
        self._text = text
        self._starts = [first, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def __len__(self) -> int:
        """Return the number of lines, at least 1."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of a code point offset."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        return index + 1, max(offset - self._starts[index], 0) + 1

    def line(self, number: int) -> str:
        """Return the text of a line without its end (and without a byte order mark)."""
        return self._text[self._starts[number - 1] : self._ends[number - 1]]
