"""`--format json`: one object for the whole run, for programs to read."""

import json
import re
from collections.abc import Mapping
from typing import Any

from contractkit.findings import Finding, Severity, Span
from contractkit.linting.reports.report import Report

VERSION = 1
SET_ASIDE = ("accepted", "not shown")
SURROGATE = re.compile("[\ud800-\udfff]")
NOWHERE = {"line": None, "column": None, "end_line": None, "end_column": None}


def write(report: Report) -> str:
    """The report of all files, with a final line end."""
    findings = [
        _write_finding(linted.name, finding)
        | ({"contract": linted.contract} if linted.contract else {})
        for linted in report.files
        for finding in linted.findings
    ]
    return write_object(report, {"findings": findings})


def write_object(report: Report, members: Mapping[str, Any]) -> str:
    """An object with these members between what every report for programs begins and ends with.

    The summary counts all that was found; what is accepted or not shown is only there if any is.
    """
    counts = report.counts
    summary = {f"{severity}s": counts.get(severity, 0) for severity in Severity}
    summary |= {name.replace(" ", "_"): counts[name] for name in SET_ASIDE if counts.get(name)}
    head: dict[str, Any] = {"version": VERSION, "contract": str(report.contract)}
    head |= {"to": report.goal} if report.goal else {}
    head["files"] = counts.get("files", 0)
    text = json.dumps({**head, **members, "summary": summary}, indent=2, ensure_ascii=False)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _write_finding(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "file": name,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "pointer": finding.pointer,
        **_place(finding.span),
        "message": finding.message,
        "help": finding.help,
        "source": finding.source,
        "related": [
            {"file": place.file or name, **_place(place.span), "message": place.message}
            for place in finding.related
        ],
        "fix": None if finding.fix is None else "safe" if finding.fix.safe else "unsafe",
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
