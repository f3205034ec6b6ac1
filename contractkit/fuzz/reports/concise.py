"""`--format concise`: one line per failure, `check rule at pointer: title`, then the whole run."""

from contractkit.fuzz.records import Failure
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.text import shorten_pointer, summarise
from contractkit.fuzz.titles import write_title
from contractkit.reporting.texts import capitalise, make_printable, write_concisely


def write(report: Report, width: int = 80) -> str:
    """The failures, the gravest first; a line of them is as long as it has to be."""
    lines = [_write_failure(report, failure) for failure in report.failures]
    return "".join(f"{line}\n" for line in (*lines, summarise(report, width)))


def _write_failure(report: Report, failure: Failure) -> str:
    check, rule = failure.problem.check, failure.problem.rule
    place = shorten_pointer(failure.exchange.probe.pointer or "")
    title = capitalise(write_title(failure, report.titles))
    line = write_concisely(check, rule, place, title, failure.count)
    return make_printable(report.secrets.hide(line))
