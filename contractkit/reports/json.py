"""`--format json`: one object for the whole run, for programs to read."""

import json
import re
from collections.abc import Iterable
from typing import Any

from contractkit.contract import Contract
from contractkit.finding import Finding, Severity, Span
from contractkit.linting import Linted

VERSION = 1
SURROGATE = re.compile("[\ud800-\udfff]")
NOWHERE = {"line": None, "column": None, "end_line": None, "end_column": None}


def write_json(files: Iterable[Linted], contract: Contract) -> str:
    """The report of all files, with a final line end."""
    files = list(files)
    found = [(linted.name, finding) for linted in files for finding in linted.findings]
    report = {
        "version": VERSION,
        "contract": str(contract),
        "files": sum(linted.whole for linted in files),
        "findings": [_to_member(name, finding) for name, finding in found],
        "summary": {
            f"{severity}s": sum(finding.severity is severity for _, finding in found)
            for severity in Severity
        },
    }
    text = json.dumps(report, indent=2, ensure_ascii=False)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _to_member(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "file": name,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "pointer": finding.pointer,
        **_place(finding.span),
        "message": finding.message,
        "help": finding.help,
        "source": finding.source,
        "related": [{**_place(one.span), "message": one.message} for one in finding.related],
    }


def _place(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return dict(NOWHERE)
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
