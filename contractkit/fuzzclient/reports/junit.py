"""`--report junit=FILE`: one test case per check of a client, for CI servers."""

from contractkit.fuzzclient.oracles import CHECKS
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.reports.text import write_failure, write_warning
from contractkit.fuzzclient.titles import write_title
from contractkit.reporting.junit import Case, Failed, write_cases

WIDTH = 100


def write(report: Report) -> str:
    """The report as JUnit XML: what failed first; warnings are output of the suite."""
    failed = [
        Failed(
            failure.problem.check,
            report.secrets.hide(write_title(failure)),
            write_failure(report, failure, WIDTH),
            failure.group,
        )
        for failure in report.failures
    ]
    names = dict.fromkeys((*(case.check for case in failed), *CHECKS))
    cases = [Case(name, [case for case in failed if case.check == name]) for name in names]
    warnings = "\n".join(write_warning(report, warning, WIDTH) for warning in report.warnings)
    contract = str(report.contract)
    name = f"contractkit fuzz-client {contract}"
    return write_cases(name, contract, report.seconds, cases, warnings)
