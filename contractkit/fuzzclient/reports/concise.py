"""`--format concise`: one line per failure and warning, then the whole run."""

from contractkit.fuzzclient.ranking import write_title
from contractkit.fuzzclient.records import Failure, RequestWarning
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.reports.text import summarise
from contractkit.reporting.texts import capitalise, count_times, make_printable


def write(report: Report, width: int = 80) -> str:
    """The failures, the gravest first, and the warnings; a line is as long as it has to be."""
    lines = [_write_failure(failure) for failure in report.failures]
    lines += [_write_warning(warning) for warning in report.warnings]
    shown = [make_printable(report.secrets.hide(line)) for line in lines]
    return "".join(f"{line}\n" for line in (*shown, summarise(report, width)))


def _write_failure(failure: Failure) -> str:
    rule = f" {failure.problem.rule}" if failure.problem.rule else ""
    where = f" at {failure.pointer}" if failure.pointer else ""
    title = capitalise(write_title(failure))
    return f"{failure.problem.check}{rule}{where}: {title} (met {count_times(failure.count)})"


def _write_warning(warning: RequestWarning) -> str:
    where = f" at {warning.pointer}" if warning.pointer else ""
    times = count_times(warning.count)
    return f"warning {warning.rule}{where}: {warning.summary} (met {times})"
