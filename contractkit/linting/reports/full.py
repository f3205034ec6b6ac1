"""`--format full`: each finding with the lines it is about, why it matters and how to fix it."""

import textwrap
from collections.abc import Callable, Sequence

from contractkit.findings import Finding, Severity
from contractkit.jsontext.display import show_name
from contractkit.linting.reports.frame import draw_frame, mask_values, split_lines
from contractkit.linting.results import Linted

Paint = Callable[..., str]
MOST_RELATED = 3
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def write_full(linted: Linted, *, width: int, paint: Paint, redact: bool = False) -> str:
    """The findings of one file, each a block; `paint(text, fg=…, bold=…)` gives colour or none."""
    document = linted.document
    lines: Sequence[str] = ()
    if document:
        lines = mask_values(document) if redact else split_lines(document.text)
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
    related = [(one.span, one.message) for one in finding.related if one.span]
    spans += related[:MOST_RELATED]
    if lines and spans:
        block += draw_frame(lines, spans, width, first_line=linted.first_line)
    remedy = _word_remedy(finding)
    for title, text in (("why", finding.why), ("fix", remedy), ("from", finding.source)):
        block.append(_wrap(title, text, width))
    return "\n".join(block) + "\n"


def _word_remedy(finding: Finding) -> str:
    """What is to be done, and the option of the command line that does it."""
    if finding.fix is None:
        return finding.help
    return f"{finding.help} {'--fix does' if finding.fix.safe else '--unsafe-fixes may do'} it."


def _wrap(title: str, text: str, width: int) -> str:
    lead = f"  {title + ':':<6}"
    return textwrap.fill(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    )
