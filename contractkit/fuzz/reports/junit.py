"""`--report junit=FILE`: a test case a rule and one for each other check, for CI servers."""

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from contractkit.fuzz.report import Report
from contractkit.fuzz.reports.text import write_failure
from contractkit.reporting.junit import write_suite

if TYPE_CHECKING:
    from contractkit.fuzz.records import Failure

WIDTH = 100
OTHER_CHECKS = (
    "valid-refused", "unauthenticated-accepted", "answer-form", "content-type", "status",
    "server-error", "dropped", "cut-short", "no-answer", "not-http", "endless", "no-connection",
    "repeated-id", "judged-differently", "notification-missing", "notification-form",
    "notification-mismatch", "notification-order", "notification-for-refused",
)  # fmt: skip


def write(report: Report) -> str:
    """The report as JUnit XML: rules that no request broke count as skipped."""
    by_name: dict[str, list[Failure]] = defaultdict(list)
    for failure in report.failures:
        check = failure.problem.check
        by_name[failure.problem.rule or check if check == "invalid-accepted" else check].append(
            failure
        )
    names = [*report.rules, *OTHER_CHECKS]
    suite = ET.Element(
        "testsuite",
        name=f"contractkit fuzz {report.contract}",
        tests=str(len(names)),
        failures=str(sum(name in by_name for name in names)),
        errors="0",
        skipped=str(len(set(report.unreached) - by_name.keys())),
        time=f"{report.seconds:.3f}",
    )
    for name in names:
        case = ET.SubElement(suite, "testcase", classname=report.contract, name=name)
        for failure in by_name.get(name, ()):
            lines = write_failure(report, failure, WIDTH)
            message = report.secrets.hide(failure.problem.seen)
            told = ET.SubElement(case, "failure", type=failure.problem.check, message=message)
            told.text = lines
        if name in report.unreached and name not in by_name:
            ET.SubElement(case, "skipped", message="no request broke this rule")
    return write_suite(suite)
