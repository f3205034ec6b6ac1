"""Judges documents that are strings of a file, and places what is found in that file."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, Span
from contractkit.jsontext import Document, Node, read
from contractkit.jsontext.escapes import map_string_offsets
from contractkit.jsontext.nodes import LazyNodes
from contractkit.linting.recordings.requests import LocatedText
from contractkit.validation.check import check_document
from contractkit.validation.finding_builder import Positions
from contractkit.validation.options import CheckOptions

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
MoveSpan = Callable[[Span], Span]


@dataclass(frozen=True, slots=True)
class Container:
    """A file that holds documents as strings.

    `find` gives the place of a value by its pointer, or raises KeyError.
    """

    document: Document
    positions: Positions
    find: Callable[[str], Node]


def open_container(data: bytes, *, whole: bool) -> Container:
    """Read a file; `whole` asks for the place of everything in it, which takes long.

    A file that is JSON is read at once; any other with all that is wrong with it.
    """
    document = None if whole else _read_plain(data)
    if document:
        return Container(document, Positions(document), LazyNodes(document.text).__getitem__)
    document = read(data)
    return Container(document, Positions(document), document.nodes.__getitem__)


def _read_plain(data: bytes) -> Document | None:
    try:
        text = data.decode()
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    return Document(text, value, {}, (), complete=True)


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError


def check_embedded(
    text: LocatedText, container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """The findings of a text, with their places and pointers in the file that holds it."""
    data = decode_text(text)
    if data is None:
        return
    checked = check_document(data, contract, options)
    if not checked.findings:
        return
    move_span = _make_move(text, container)
    for finding in checked.findings:
        yield _move_finding(finding, text.pointer, move_span)


def decode_text(text: LocatedText) -> bytes | None:
    """The bytes of a text; None where they are not what they are said to be.

    A lone surrogate is a fault of the file around the text, which it cannot leave as itself.
    """
    if not text.base64:
        return LONE_SURROGATE.sub("\ufffd", text.string).encode()
    try:
        return b64decode(text.string, validate=False)
    except ValueError:
        return None


def _make_move(text: LocatedText, container: Container) -> MoveSpan:
    """A function from a span of the text to the span in the file."""
    start, end = container.find(text.pointer).value
    whole = container.positions.span(start, end)
    if text.base64:
        return lambda _: whole
    locate = map_string_offsets(container.document.text, start, end)
    return lambda span: container.positions.span(locate(span.start), locate(span.end))


def _move_finding(finding: Finding, pointer: str, move_span: MoveSpan) -> Finding:
    related = tuple(
        replace(
            place,
            pointer=None if place.pointer is None else pointer + place.pointer,
            span=move_span(place.span) if place.span else None,
        )
        for place in finding.related
    )
    return replace(
        finding,
        fix=None,
        pointer=pointer + (finding.pointer or ""),
        span=move_span(finding.span) if finding.span else None,
        related=related,
    )
