"""Fixes of faults of the text: what does not belong there goes, or is written plainly."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from contractkit.findings import Edit, Fix
from contractkit.jsontext import Fault
from contractkit.jsontext.lookalikes import to_plain

Range = tuple[int, int]

BLANK = " \t"
LINE_ENDS = "\r\n"
SEPARATING = BLANK + LINE_ENDS + "{}[],:"
GUESSED = frozenset({"JT014", "JT017", "JT024"})  # the rules whose fixes decide on a value
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t]*+")


def fix_fault(text: str, fault: Fault) -> Fix | None:
    """The fix of a fault, or of all those that it was gathered from; None where there is none."""
    make_edits = FIXES.get(fault.rule)
    if make_edits is None:
        return None
    ranges = [(fault.start, fault.end), *((item.start, item.end) for item in fault.related)]
    edits = tuple(make_edits(text, ranges))
    safe = fault.rule not in GUESSED
    return Fix(safe=safe, edits=edits, place=fault.pointer) if edits else None


def remove_comments(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Remove comments: with the whole line where they stand alone, else with the space before."""
    for start, end in _join_neighbours(text, ranges):
        before = _skip_back(text, start)
        after = _skip(text, end)
        at_line_start = before == 0 or text[before - 1] in LINE_ENDS
        line_end = _LINE_END.match(text, after)
        if line_end or after == len(text):
            yield Edit(before, line_end.end() if line_end and at_line_start else after, "")
        elif text[after] == "," and not at_line_start:
            yield Edit(before, after, "")
        elif before < start or at_line_start:
            yield Edit(start, after, "")
        else:
            separated = text[start - 1] in SEPARATING or text[end] in SEPARATING
            yield Edit(start, end, "" if separated else " ")


def remove_comma(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Remove a single comma; where there are several, a value may be missing."""
    for start, end in ranges:
        if text[start:end] == ",":
            yield Edit(start, end, "")


def remove_byte_order_mark(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Remove byte order marks."""
    yield from (Edit(start, end, "") for start, end in ranges if text[start:end] == "\ufeff")


def remove_invisible(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Remove what cannot be seen between two tokens, and put a space where there is an odd one."""
    for start, end in ranges:
        left = to_plain(text[start:end])
        if not left.strip():
            yield Edit(start, end, " " if left else "")


def write_comma(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Write a comma for one of another script."""
    yield from (Edit(*each, ",") for each in ranges if not text[slice(*each)].isascii())


def write_plainly(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Write a number, a word or a sign in the characters of ASCII that it looks like."""
    for start, end in ranges:
        meant = to_plain(text[start:end])
        if meant != text[start:end] and meant.isascii():
            yield Edit(start, end, meant)


def straighten_quotes(text: str, ranges: Iterable[Range]) -> Iterator[Edit]:
    """Put straight quotes around a string in typographic ones, if there are none inside."""
    for start, end in ranges:
        if '"' not in text[start + 1 : end - 1]:
            yield Edit(start, start + 1, '"')
            yield Edit(end - 1, end, '"')


def _join_neighbours(text: str, ranges: Iterable[Range]) -> Iterator[Range]:
    """The ranges, with those that only blanks separate joined."""
    joined: Range | None = None
    for start, end in ranges:
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


FIXES: Mapping[str, Callable[[str, Iterable[Range]], Iterator[Edit]]] = {
    "JT001": remove_comments,
    "JT002": remove_comma,
    "JT005": write_comma,
    "JT010": remove_byte_order_mark,
    "JT014": write_plainly,
    "JT017": write_plainly,
    "JT018": write_plainly,
    "JT021": remove_invisible,
    "JT024": straighten_quotes,
}
