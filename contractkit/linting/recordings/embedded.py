"""Judges documents that are strings of a file, and places what is found in that file."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, Related, Span
from contractkit.jsontext.display import show_name
from contractkit.jsontext.escapes import map_string_offsets
from contractkit.linting.recordings.comments import Stretch, blank_comments
from contractkit.linting.recordings.container import Container
from contractkit.linting.recordings.requests import LocatedText, decode_text
from contractkit.linting.recordings.variables import (
    FilledText,
    Piece,
    Variable,
    Variables,
    fill,
)
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions, CheckResult

OPENERS = ("{", "[")
FindSpan = Callable[[int, int], Span]


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """A text as it is sent: with the values of variables, with white space for comments.

    `filled` is the text with its comments, and how it is written in the file.
    """

    source: LocatedText
    data: bytes
    filled: FilledText
    comments: tuple[Stretch, ...] = ()


def prepare_text(
    source: LocatedText, variables: Variables, *, strips_comments: bool = False
) -> EmbeddedText | None:
    """A text as it is sent; None where it is not what it is said to be."""
    data = decode_text(source)
    if data is None or source.base64:
        return None if data is None else EmbeddedText(source, data, FilledText(""))
    text = data.decode()
    filled = fill(text, variables)
    blanked, comments = blank_comments(filled.text) if strips_comments else (filled.text, ())
    if blanked != text:
        data = blanked.encode()
    return EmbeddedText(source, data, filled, comments)


def check_embedded(
    text: EmbeddedText, container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """The findings of a text, with their places and pointers in the file that holds it."""
    checked = check_document(text.data, contract, options)
    if checked.findings:
        find_span = make_span_finder(text, container)
        for finding in _join_in_values(checked, text.filled):
            yield _move_finding(finding, text, container, find_span)


def _join_in_values(checked: CheckResult, filled: FilledText) -> Iterator[Finding]:
    """The findings, with one for each value of a variable that is no JSON in several ways."""
    faults = checked.document.faults if checked.document else ()
    counts = Counter(filled.find_piece(fault.start) for fault in faults)
    reported = set[Piece]()
    for finding in checked.findings:
        piece = filled.find_piece(finding.span.start) if finding.span else None
        if piece and counts[piece] > 1 and finding.span and finding.span.end <= piece.end:
            if piece in reported:
                continue
            reported.add(piece)
        yield finding


def make_span_finder(text: EmbeddedText, container: Container) -> FindSpan:
    """A function from a stretch of the text to its span in the file."""
    start, end = container.find(text.source.pointer).value
    whole = container.positions.span(start, end)
    if text.source.base64:
        return lambda *_: whole
    locate = map_string_offsets(container.document.text, start, end)

    def find_span(start: int, end: int) -> Span:
        first, last = text.filled.find_written(start, end)
        return container.positions.span(locate(first), locate(last))

    return find_span


def _move_finding(
    finding: Finding, text: EmbeddedText, container: Container, find_span: FindSpan
) -> Finding:
    pointer = text.source.pointer
    related = [
        replace(
            place,
            pointer=None if place.pointer is None else pointer + place.pointer,
            span=find_span(place.span.start, place.span.end) if place.span else None,
        )
        for place in finding.related
    ]
    variables = list(_list_variables(text.filled, finding.span)) if finding.span else []
    for variable in variables:
        related += relate_variable(variable, container)
    made_up = dict.fromkeys(variable.name for variable in variables if variable.pointer is None)
    message = finding.message + "".join(f"; `{{{{{name}}}}}` gives such values" for name in made_up)
    return replace(
        finding,
        fix=None,
        pointer=pointer + (finding.pointer or ""),
        message=message,
        span=find_span(finding.span.start, finding.span.end) if finding.span else None,
        related=tuple(related),
    )


def _list_variables(filled: FilledText, span: Span) -> Iterator[Variable]:
    """The variables that a value comes from; of a container, those that hold all of it."""
    start, end = span.start, span.end
    if filled.text.startswith(OPENERS, start):
        whole = (piece for piece in filled.pieces if piece.start <= start and end <= piece.end)
        return iter(dict.fromkeys(one for piece in whole for one in piece.variables))
    return iter(dict.fromkeys(filled.list_variables(start, end)))


def relate_variable(variable: Variable, container: Container) -> Iterator[Related]:
    """Where the value of a variable stands; it is shown, so nothing for a secret in this file."""
    words = f"the value of “{show_name(variable.name)}”"
    if variable.file is not None:
        yield Related(variable.pointer, words, variable.span, variable.file)
    elif variable.pointer is not None and not variable.secret:
        span = container.positions.span(*container.find(variable.pointer).value)
        yield Related(variable.pointer, words, span)
