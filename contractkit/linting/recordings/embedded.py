"""A document that is a string of the file: what is found in it, placed in the file."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, Span
from contractkit.jsontext.escapes import map_string_offsets
from contractkit.linting.recordings.container import Container
from contractkit.linting.recordings.records import Text
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
Move = Callable[[Span], Span]


def check_embedded(
    text: Text, container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """The findings of a text, with their places and pointers in the file that holds it."""
    data = read_text(text)
    if data is None:
        return
    checked = check_document(data, contract, options)
    if not checked.findings:
        return
    move = _make_move(text, container)
    for finding in checked.findings:
        yield _move_finding(finding, text.pointer, move)


def read_text(text: Text) -> bytes | None:
    """The bytes of a text; None where they are not what they are said to be.

    A lone surrogate is a fault of the file around the text, which it cannot leave as itself.
    """
    if not text.base64:
        return LONE_SURROGATE.sub("\ufffd", text.string).encode()
    try:
        return b64decode(text.string, validate=False)
    except ValueError:
        return None


def _make_move(text: Text, container: Container) -> Move:
    start, end = container.find(text.pointer).value
    whole = container.positions.span(start, end)
    if text.base64:
        return lambda _: whole
    locate = map_string_offsets(container.document.text, start, end)
    return lambda span: container.positions.span(locate(span.start), locate(span.end))


def _move_finding(finding: Finding, pointer: str, move: Move) -> Finding:
    return replace(
        finding,
        fix=None,
        pointer=pointer + (finding.pointer or ""),
        span=move(finding.span) if finding.span else None,
        related=tuple(
            replace(
                one,
                pointer=None if one.pointer is None else pointer + one.pointer,
                span=move(one.span) if one.span else None,
            )
            for one in finding.related
        ),
    )
