"""`--format concise`: one finding a line, `file:line:column: severity rule message`."""

from contractkit.finding import Span
from contractkit.lint import Linted


def write_concise(linted: Linted) -> str:
    """The lines of one file; "" where nothing was found."""
    return "".join(
        f"{linted.name}{_place(finding.span)}: {finding.severity} {finding.rule} {finding.message}\n"
        for finding in linted.findings
    )


def _place(span: Span | None) -> str:
    return f":{span.line}:{span.column}" if span else ""
