"""`--format github`: annotations, as workflow commands for GitHub Actions."""

from contractkit.errors import UnreadableInputError
from contractkit.findings import Finding, Severity, Span
from contractkit.linting.reports.report import Report
from contractkit.linting.results import Linted
from contractkit.reporting.texts import clean, make_relative

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTIES = IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report) -> str:
    """One line a finding, and one for each input that could not be read."""
    lines = [_annotate(linted, finding) for linted in report.files for finding in linted.findings]
    return "".join(lines + [_annotate_unread(error) for error in report.unread])


def _annotate(linted: Linted, finding: Finding) -> str:
    properties = {"file": make_relative(linted.name), **_place(finding.span), "title": finding.rule}
    words = f"{finding.message}\n{finding.help}"
    return _write_command(COMMANDS[finding.severity], properties, words)


def _annotate_unread(error: UnreadableInputError) -> str:
    return _write_command(
        "error", {"file": make_relative(error.path), "title": "not read"}, error.reason
    )


def _place(span: Span | None) -> dict[str, str]:
    """Where it is; columns only for what is on one line, as others are not taken."""
    if span is None:
        return {}
    lines = {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line != span.end_line:
        return lines
    return lines | {"col": str(span.column), "endColumn": str(span.end_column)}


def _write_command(command: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(
        f"{name}={clean(value).translate(IN_PROPERTIES)}" for name, value in properties.items()
    )
    return f"::{command} {written}::{clean(message).translate(IN_MESSAGES)}\n"
