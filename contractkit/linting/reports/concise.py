"""`--format concise`: one finding a line, `file:line:column: severity rule message`."""

from contractkit.findings import Span
from contractkit.linting.results import Linted


def write_concise(linted: Linted) -> str:
    """The lines of one file; "" where nothing was found."""
    return "".join(
        f"{linted.name}{_place(one.span)}: {one.severity} {one.rule} {one.message}\n"
        for one in linted.findings
    )


def _place(span: Span | None) -> str:
    return f":{span.line}:{span.column}" if span else ""
