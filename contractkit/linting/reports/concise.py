"""`--format concise`: one line per finding, `file:line:column: severity rule message`."""

from contractkit.findings import Finding
from contractkit.linting.results import Linted


def write_concise(linted: Linted) -> str:
    """The lines of one file; "" where nothing was found."""
    return "".join(_write_finding(linted.name, finding) for finding in linted.findings)


def _write_finding(name: str, finding: Finding) -> str:
    place = f"{name}:{finding.span.line}:{finding.span.column}" if finding.span else name
    return f"{place}: {finding.severity} {finding.rule} {finding.message}\n"
