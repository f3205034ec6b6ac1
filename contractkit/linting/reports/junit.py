"""`--format junit`: one test case per file, for CI servers."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from contractkit.errors import UnreadableInputError
from contractkit.findings import Finding, Severity
from contractkit.linting.reports.report import Report
from contractkit.reporting.junit import write_suite
from contractkit.reporting.texts import make_relative


def write(report: Report) -> str:
    """One suite; a file with an error fails (strict: with a warning too), notes are its output."""
    failing = {Severity.ERROR, Severity.WARNING} if report.strict else {Severity.ERROR}
    by_file: dict[str, list[Finding]] = {}
    for linted in report.files:
        by_file.setdefault(make_relative(linted.name), []).extend(linted.findings)
    failures = sum(
        any(finding.severity in failing for finding in findings) for findings in by_file.values()
    )
    done = (
        f"migrate {report.contract} to {report.goal}" if report.goal else f"lint {report.contract}"
    )
    suite = ET.Element(
        "testsuite",
        name=f"contractkit {done}",
        tests=str(len(by_file) + len(report.unread)),
        failures=str(failures),
        errors=str(len(report.unread)),
        skipped="0",
        time="0",
    )
    for name, findings in by_file.items():
        _add_file(_add_case(suite, report, name), findings, failing)
    for error in report.unread:
        _add_unread(_add_case(suite, report, make_relative(error.path)), error)
    return write_suite(suite)


def _add_case(suite: ET.Element, report: Report, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=str(report.contract), name=name, time="0")


def _add_file(case: ET.Element, findings: list[Finding], failing: set[Severity]) -> None:
    bad = [finding for finding in findings if finding.severity in failing]
    rest = [finding for finding in findings if finding.severity not in failing]
    if bad:
        message = bad[0].message + (f" (and {len(bad) - 1} more)" if bad[1:] else "")
        failure = ET.SubElement(case, "failure", type=bad[0].rule, message=message)
        failure.text = _list(bad)
    if rest:
        ET.SubElement(case, "system-out").text = _list(rest)


def _add_unread(case: ET.Element, error: UnreadableInputError) -> None:
    ET.SubElement(case, "error", type="not read", message=error.reason).text = str(error)


def _list(findings: Iterable[Finding]) -> str:
    return "\n".join(
        f"{_place(finding)}{finding.severity} {finding.rule} {finding.message}\n  {finding.help}"
        for finding in findings
    )


def _place(finding: Finding) -> str:
    return f"{finding.span.line}:{finding.span.column}: " if finding.span else ""
