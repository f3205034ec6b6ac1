"""Faults of the text that can go without a trace: comments, a last comma, a byte order mark."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from contractkit.findings import Edit, Fix
from contractkit.jsontext import Fault

Place = tuple[int, int]

BLANK = " \t"
LINE_ENDS = "\r\n"
SPACED = BLANK + LINE_ENDS
SEPARATING = SPACED + "{}[],:"
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t]*+")


def fix_fault(text: str, fault: Fault) -> Fix | None:
    """The fix of a fault, or of all those that it was gathered from; None where there is none."""
    find = FIXABLE.get(fault.rule)
    if find is None:
        return None
    places = [(fault.start, fault.end), *((one.start, one.end) for one in fault.related)]
    edits = tuple(find(text, places))
    return Fix(safe=True, edits=edits, place=fault.pointer) if edits else None


def drop_comments(text: str, places: Iterable[Place]) -> Iterator[Edit]:
    """Comments out: with their whole lines where they stand alone, else with the space before."""
    for start, end in _join_neighbours(text, places):
        before = _skip_back(text, start)
        after = _skip(text, end)
        begins = before == 0 or text[before - 1] in LINE_ENDS
        line_end = _LINE_END.match(text, after)
        if line_end or after == len(text):
            yield Edit(before, line_end.end() if line_end and begins else after, "")
        elif text[after] == "," and not begins:
            yield Edit(before, after, "")
        elif before < start or begins:
            yield Edit(start, after, "")
        else:
            apart = text[start - 1] in SEPARATING or text[end] in SEPARATING
            yield Edit(start, end, "" if apart else " ")


def drop_comma(text: str, places: Iterable[Place]) -> Iterator[Edit]:
    """A single comma out; of several in a row nobody knows whether a value was to come."""
    for start, end in places:
        if text[start:end] == ",":
            yield Edit(start, end, "")


def drop_mark(text: str, places: Iterable[Place]) -> Iterator[Edit]:
    """The mark out."""
    yield from (Edit(start, end, "") for start, end in places if text[start:end] == "\ufeff")


def _join_neighbours(text: str, places: Iterable[Place]) -> Iterator[Place]:
    """The places, those with nothing but blanks between them made one."""
    joined: Place | None = None
    for start, end in places:
        if joined and _skip(text, joined[1]) == start:
            joined = (joined[0], end)
            continue
        if joined:
            yield joined
        joined = (start, end)
    if joined:
        yield joined


def _skip(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    return blanks.end() if blanks else start


def _skip_back(text: str, end: int) -> int:
    while end and text[end - 1] in BLANK:
        end -= 1
    return end


FIXABLE: Mapping[str, Callable[[str, Iterable[Place]], Iterator[Edit]]] = {
    "JT001": drop_comments,
    "JT002": drop_comma,
    "JT010": drop_mark,
}
