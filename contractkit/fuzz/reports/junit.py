"""`--report junit=FILE`: one test case per rule and per other check, for CI servers."""

from contractkit.fuzz.oracles import CHECKS, RARE_CHECKS
from contractkit.fuzz.records import Failure
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.text import write_failure
from contractkit.fuzz.titles import write_title
from contractkit.reporting.junit import Case, Failed, write_cases

WIDTH, UNREACHED = 100, "no request broke this rule"
TAKEN = "invalid-accepted"
OTHER_CHECKS = tuple(check for check in CHECKS if check not in (TAKEN, *RARE_CHECKS))


def write(report: Report) -> str:
    """The report as JUnit XML: what failed first, in the order of the report.

    Rules that no request broke count as skipped.
    """
    by_name: dict[str, list[Failed]] = {}
    for failure in report.failures:
        for name in _list_names(failure):
            by_name.setdefault(name, []).append(_make_failed(report, failure))
    reached = {*report.rules, *OTHER_CHECKS} - set(report.unreached)
    names = dict.fromkeys((*by_name, *report.rules, *OTHER_CHECKS))
    cases = [
        Case(name, by_name.get(name, ()), "" if name in reached or name in by_name else UNREACHED)
        for name in names
    ]
    name = f"contractkit fuzz {report.contract}"
    return write_cases(name, report.contract, report.seconds, cases)


def _list_names(failure: Failure) -> list[str]:
    """The test cases that fail: the rules that are not judged, or the check."""
    check, rule = failure.problem.check, failure.problem.rule
    return [rule or check, *sorted(failure.explained)] if check == TAKEN else [check]


def _make_failed(report: Report, failure: Failure) -> Failed:
    title = report.secrets.hide(write_title(failure, report.titles))
    text = write_failure(report, failure, WIDTH)
    return Failed(failure.problem.check, title, text, failure.group)
