"""Where something is, as SARIF says it: files, regions of them, and what to put there."""

import os
import re
from typing import Any
from urllib.parse import quote

from contractkit.findings import Edit, Finding, Span
from contractkit.jsontext import Lines
from contractkit.linting.results import Linted
from contractkit.reporting.texts import REPLACEMENT, clean, relate

ROOT = "%SRCROOT%"
# Lone surrogates that stand for no byte of a file's name.
OTHER = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def locate(name: str) -> dict[str, str]:
    """A file: relative to the working directory where it is inside, else in full."""
    path = relate(name)
    uri = quote(OTHER.sub(REPLACEMENT, path).encode("utf-8", "surrogateescape"))
    return {"uri": f"file://{uri}"} if os.path.isabs(path) else {"uri": uri, "uriBaseId": ROOT}


def write_region(span: Span) -> dict[str, int]:
    """A stretch of a file; the end is exclusive, as that of a span."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def write_fix(linted: Linted, finding: Finding) -> dict[str, Any] | None:
    """The edits that a finding's fix makes in its file.

    None without a fix, and for the byte order mark, which is in no column.
    """
    if finding.fix is None or linted.document is None:
        return None
    lines = Lines(linted.document.text)
    spans = [_find_span(lines, edit, linted.first_line - 1) for edit in finding.fix.edits]
    if any(_is_lost(span) for span in spans):
        return None
    replacements = [
        {"deletedRegion": write_region(span), "insertedContent": {"text": clean(edit.text)}}
        for span, edit in zip(spans, finding.fix.edits, strict=True)
    ]
    change = {"artifactLocation": locate(linted.name), "replacements": replacements}
    return {"description": {"text": clean(finding.help)}, "artifactChanges": [change]}


def _find_span(lines: Lines, edit: Edit, before: int) -> Span:
    (line, column), (end_line, end_column) = map(lines.position, (edit.start, edit.end))
    return Span(edit.start, edit.end, line + before, column, end_line + before, end_column)


def _is_lost(span: Span) -> bool:
    place = (span.line, span.column)
    return span.start != span.end and place == (span.end_line, span.end_column)
