"""A body as it came, with the places that its findings are about marked in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from contractkit.findings import Finding, Span
from contractkit.jsontext.reader import read
from contractkit.reporting.html import show_lines

MOST_TEXT, LARGEST_WHOLE = 10_000, 300
FLAG = Markup('<a class="flag {kind}" id="place-{number}" href="#finding-{number}">{number}</a>')
MARK = Markup('<mark class="{kind}">{text}</mark>')


@dataclass(frozen=True, slots=True)
class MarkedBody:
    """A body for the page; `left` is how many characters are not shown."""

    text: Markup
    size: int
    left: int


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text that is marked; `number` is None where it only belongs to a finding."""

    span: Span
    kind: str
    number: int | None


def mark_body(body: bytes, findings: Sequence[Finding], mask: Callable[[str], str]) -> MarkedBody:
    """The body with marks; `mask` covers secrets, and does not change the length of the text."""
    text = read(body).text
    shown = mask(text)[:MOST_TEXT]
    return MarkedBody(
        _mark(shown, _list_places(findings, shown)), len(body), max(0, len(text) - MOST_TEXT)
    )


def _list_places(findings: Sequence[Finding], text: str) -> list[Place]:
    places = []
    for number, finding in enumerate(findings, start=1):
        if finding.span:
            places.append(Place(_shorten(finding.span, text), finding.severity, number))
        places += [
            Place(_shorten(place.span, text), "related", None)
            for place in finding.related
            if place.span and not place.file
        ]
    return places


def _shorten(span: Span, text: str) -> Span:
    """A place; of a large object or array only the bracket that opens it."""
    large = span.end - span.start > LARGEST_WHOLE and text[span.start : span.start + 1] in (
        "{",
        "[",
    )
    return replace(span, end=span.start + 1) if large else span


def _mark(text: str, places: Sequence[Place]) -> Markup:
    """The text in pieces: a piece within several places has the look of the smallest."""
    places = [place for place in places if place.span.start <= len(text)]
    ends = {end for place in places for end in (place.span.start, min(place.span.end, len(text)))}
    cuts = sorted({0, len(text), *ends})
    parts = [_flag(places, cuts[0])]
    for start, end in pairwise(cuts):
        around = [place for place in places if place.span.start <= start and end <= place.span.end]
        piece = show_lines(text[start:end])
        parts.append(MARK.format(kind=_choose_kind(around), text=piece) if around else piece)
        parts.append(_flag(places, end))
    return Markup("").join(parts)


def _flag(places: Sequence[Place], at: int) -> Markup:
    """The numbers of the findings whose places begin here."""
    return Markup("").join(
        FLAG.format(kind=place.kind, number=place.number)
        for place in places
        if place.number is not None and place.span.start == at
    )


def _choose_kind(places: Sequence[Place]) -> str:
    return min(places, key=lambda place: place.span.end - place.span.start).kind
