"""A document that is a string of another one: from its own offsets to those around it."""

from bisect import bisect_right
from collections.abc import Callable

from contractkit.jsontext.escapes import measure_escapes

Locate = Callable[[int], int]


def map_string(text: str, start: int, end: int) -> Locate:
    """A function from offsets in what a string means to offsets in the text that it is written in.

    The string stands, with its quotes, between `start` and `end` of `text`. The offset behind its
    last character is where the closing quote stands.
    """
    inner, outer = [0], [start + 1]
    for place, written, meant in measure_escapes(text, start + 1, end - 1):
        inner.append(inner[-1] + place - outer[-1] + meant)
        outer.append(place + written)

    def locate(offset: int) -> int:
        """Where the character with that offset is written; never beyond the closing quote."""
        nearest = bisect_right(inner, offset) - 1
        return min(outer[nearest] + offset - inner[nearest], end - 1)

    return locate
