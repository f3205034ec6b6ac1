"""`--format full`: each finding with the lines it is about, why it matters and how to fix it."""

import textwrap
from collections.abc import Callable, Sequence

from contractkit.findings import Finding, Related, Severity, Span
from contractkit.jsontext import Document, Lines
from contractkit.jsontext.display import HIDDEN, hide_name, show_name
from contractkit.jsontext.lookalikes import UNSEEN
from contractkit.linting.results import Linted
from contractkit.reporting.columns import count_columns

Paint = Callable[..., str]
MOST_RELATED = 3
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
MASK = "•"
STRUCTURE = frozenset(' \t\r\n{}[]:,"')
ELLIPSIS = "…"
LEAD = 24


def write_full(linted: Linted, *, width: int, paint: Paint, redact: bool = False) -> str:
    """The findings of one file, each a block; `paint(text, fg=…, bold=…)` gives colour or none."""
    document = linted.document
    lines: Sequence[str] = ()
    if document:
        lines = _mask_values(document) if redact else _split_lines(document.text)
    return "".join(
        _write_finding(linted, finding, lines, width, paint) + "\n" for finding in linted.findings
    )


def _write_finding(
    linted: Linted, finding: Finding, lines: Sequence[str], width: int, paint: Paint
) -> str:
    place = linted.name
    if finding.span:
        place += f":{finding.span.line}:{finding.span.column}"
    kind = paint(f"{finding.severity}[{finding.rule}]", fg=COLOURS[finding.severity], bold=True)
    block = [f"{paint(place, bold=True)}: {kind}: {finding.message}"]
    if finding.pointer:
        block.append(f"  at {show_name(finding.pointer, width - 20)}")
    spans = [(finding.span, "")] if finding.span else []
    here = [place for place in finding.related if place.span and not place.file]
    spans += [(place.span, place.message) for place in here[:MOST_RELATED] if place.span]
    if lines and spans:
        block += _draw_frame(lines, spans, width, first_line=linted.first_line)
    block += [_wrap("see", _name_place(place), width) for place in finding.related if place.file]
    fix = _describe_fix(finding) if linted.whole else finding.help  # lines are not fixed
    for title, text in (("why", finding.why), ("fix", fix), ("from", finding.source)):
        block.append(_wrap(title, text, width))
    return "\n".join(block) + "\n"


def _name_place(place: Related) -> str:
    """A place in another file."""
    where = f":{place.span.line}:{place.span.column}" if place.span else ""
    return f"{place.file}{where} {place.message}"


def _describe_fix(finding: Finding) -> str:
    """What is to be done, and the option of the command line that does it."""
    if finding.fix is None:
        return finding.help
    return f"{finding.help} {'--fix does' if finding.fix.safe else '--unsafe-fixes may do'} it."


def _wrap(title: str, text: str, width: int) -> str:
    lead = f"  {title + ':':<6}"
    return textwrap.fill(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    )


def _draw_frame(
    lines: Sequence[str],
    spans: Sequence[tuple[Span, str]],
    width: int,
    tab: str = "  ",
    first_line: int = 1,
) -> list[str]:
    """The lines of the spans with carets and a message below each, cut to `width` columns.

    `lines` are lines of a file without their ends, from `first_line` on; a span over several lines
    is marked on its first.
    """
    gutter = len(str(max(span.line for span, _ in spans)))
    drawn = [f"{tab}{'':{gutter}} |"]
    previous = ""
    for span, message in spans:
        text = _pick(lines, span.line - first_line)
        end = span.end_column if span.end_line == span.line else len(text) + 1
        shown, before, marked = _cut(text, span.column - 1, end - 1, width - gutter - 6)
        line = f"{tab}{span.line:>{gutter}} | {shown}".rstrip()
        if line != previous:
            drawn.append(line)
        previous = line
        drawn += _mark(f"{tab}{'':{gutter}} | ", before, marked, message, width)
    return drawn


def _pick(lines: Sequence[str], index: int) -> str:
    return lines[index] if 0 <= index < len(lines) else ""


def _mark(lead: str, before: int, marked: int, message: str, width: int) -> list[str]:
    carets = f"{lead}{' ' * before}{'^' * max(marked, 1)}"
    if len(carets) + 1 + len(message) <= width:
        return [f"{carets} {message}".rstrip()]
    indent = " " * max(0, min(before, width - len(lead) - len(message)))
    return [carets, f"{lead}{indent}{message}"]


def _mask_values(document: Document) -> list[str]:
    """The lines of a document with all hidden but its structure and its properties' names."""
    text = document.text
    shown = [char if char in STRUCTURE else MASK for char in text]
    for node in document.nodes.values():
        start, end = node.value
        if text[start] == '"':
            shown[start + 1 : end - 1] = MASK * (end - start - 2)
    for node in document.nodes.values():
        if node.key and hide_name(text[node.key[0] + 1 : node.key[1] - 1]) != HIDDEN:
            shown[slice(*node.key)] = text[slice(*node.key)]
    return _split_lines("".join(shown))


def _split_lines(text: str) -> list[str]:
    """The lines of a text without their ends; a line ends with LF, CRLF or CR."""
    lines = Lines(text)
    return [lines.line(number) for number in range(1, len(lines) + 1)]


def _cut(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """The part of a line that fits, the columns before the mark, and the columns of the mark."""
    whole = end <= room and count_columns(text[:end]) <= room
    first = 0 if whole else max(0, min(start, len(text)) - LEAD)
    head = ELLIPSIS if first else ""
    shown, used = "", len(head)
    for char in text[first : first + 2 * room]:
        used += count_columns(char)
        if used > room - 1:
            shown += ELLIPSIS
            break
        shown += char
    before = len(head) + count_columns(text[first:start])
    marked = min(count_columns(text[start : min(end, start + room)]), max(room - before, 1))
    return _printable(head + shown), before, marked


def _printable(text: str) -> str:
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "\t\u00a0":
        return " "
    return "\ufffd" if UNSEEN.match(char) or not char.isprintable() else char
