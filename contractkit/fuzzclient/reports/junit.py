"""`--report junit=FILE`: a test case for each thing that a client is blamed for."""

from xml.etree import ElementTree as ET

from contractkit.fuzzclient.blames import CHECKS
from contractkit.fuzzclient.report import Report
from contractkit.fuzzclient.reports.text import write_failure, write_warning
from contractkit.reporting.junit import write_suite

WIDTH = 100


def write(report: Report) -> str:
    """The report as JUnit XML; warnings are output of the suite."""
    failed = {failure.problem.check for failure in report.failures}
    suite = ET.Element(
        "testsuite",
        name=f"contractkit fuzz-client {report.contract}",
        tests=str(len(CHECKS)),
        failures=str(len(failed)),
        errors="0",
        skipped="0",
        time=f"{report.seconds:.3f}",
    )
    for check in CHECKS:
        case = ET.SubElement(suite, "testcase", classname=str(report.contract), name=check)
        for failure in report.failures:
            if failure.problem.check == check:
                message = report.secrets.hide(failure.problem.seen)
                told = ET.SubElement(case, "failure", type=check, message=message)
                told.text = write_failure(report, failure, WIDTH)
    if report.warnings:
        doubts = "\n".join(write_warning(report, one, WIDTH) for one in report.warnings)
        ET.SubElement(suite, "system-out").text = doubts
    return write_suite(suite)
