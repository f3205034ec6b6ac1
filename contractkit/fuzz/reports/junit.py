"""`--report junit=FILE`: one test case per rule and per other check, for CI servers."""

from collections import defaultdict

from contractkit.fuzz.oracles import CHECKS
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.text import write_failure
from contractkit.reporting.junit import Case, Failed, write_cases

WIDTH, UNREACHED = 100, "no request broke this rule"
OTHER_CHECKS = tuple(check for check in CHECKS if check != "invalid-accepted")


def write(report: Report) -> str:
    """The report as JUnit XML: rules that no request broke count as skipped."""
    by_name: dict[str, list[Failed]] = defaultdict(list)
    for failure in report.failures:
        check, rule = failure.problem.check, failure.problem.rule
        message = report.secrets.hide(failure.problem.seen)
        failed = Failed(check, message, write_failure(report, failure, WIDTH))
        by_name[rule or check if check == "invalid-accepted" else check].append(failed)
    reached = {*report.rules, *OTHER_CHECKS} - set(report.unreached)
    cases = [
        Case(name, by_name[name], "" if name in reached or by_name[name] else UNREACHED)
        for name in (*report.rules, *OTHER_CHECKS)
    ]
    name = f"contractkit fuzz {report.contract}"
    return write_cases(name, report.contract, report.seconds, cases)
