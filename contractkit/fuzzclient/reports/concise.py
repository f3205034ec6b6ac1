"""`--format concise`: one line per failure and warning, then the whole run."""

from contractkit.fuzzclient.records import Failure, RequestWarning
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.reports.text import summarise
from contractkit.fuzzclient.titles import write_title
from contractkit.reporting.texts import capitalise, make_printable, write_concisely


def write(report: Report, width: int = 80) -> str:
    """The failures, the gravest first, and the warnings; a line is as long as it has to be."""
    lines = [_write_failure(failure) for failure in report.failures]
    lines += [_write_warning(warning) for warning in report.warnings]
    shown = [make_printable(report.secrets.hide(line)) for line in lines]
    return "".join(f"{line}\n" for line in (*shown, summarise(report, width)))


def _write_failure(failure: Failure) -> str:
    check, rule = failure.problem.check, failure.problem.rule
    title = capitalise(write_title(failure))
    return write_concisely(check, rule, failure.pointer or "", title, failure.count)


def _write_warning(warning: RequestWarning) -> str:
    return write_concisely(
        "warning", warning.rule, warning.pointer or "", warning.summary, warning.count
    )
