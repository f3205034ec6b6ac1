"""`--format gitlab`: a code quality report, for the widget of a GitLab merge request.

The format has no place for an input that could not be read.
"""

import json

from contractkit.findings import Severity
from contractkit.linting.reports.fingerprints import name_findings
from contractkit.linting.reports.report import Report
from contractkit.reporting.texts import clean, make_relative

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def write(report: Report) -> str:
    """An array of all findings; one that has no position is on line 1."""
    issues = [
        {
            "description": clean(f"{finding.rule} {finding.message}"),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": clean(make_relative(linted.name)),
                "lines": {"begin": finding.span.line if finding.span else linted.first_line},
            },
        }
        for linted, finding, fingerprint in name_findings(report.files)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"
