"""What both fuzz commands do with their reports: options, files, standard output, exit status."""

import shutil
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from contractkit.cli.options import WholeNumber, group_options, read_report_file
from contractkit.reporting import FORMATS, write_report
from contractkit.reporting.files import write_whole
from contractkit.reporting.overview import SHOWN

if TYPE_CHECKING:
    from contractkit.fuzz import Report
    from contractkit.fuzzclient import Report as ClientReport

STYLES = ("full", "concise", "json")
WIDEST, INTERRUPTED_STATUS = 100, 130


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a run is reported: `show` failures in full; `outputs` are formats with their files."""

    style: str
    show: int
    outputs: tuple[tuple[str, str], ...]


def _read_show(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if value != "all" and not value.isdecimal():
        raise click.UsageError(f"--show takes a number or all, not {value!r}")
    return sys.maxsize if value == "all" else int(value)


take_report_options = group_options(
    click.option(
        "--format",
        "style",
        type=click.Choice(STYLES),
        default=STYLES[0],
        help="The format of the report on standard output.",
    ),
    click.option(
        "--show",
        metavar="N|all",
        callback=_read_show,
        help=f"How many failures are told in full ({SHOWN}); the others in a line each.",
    ),
    click.option(
        "--max-failures",
        type=WholeNumber(min=1),
        metavar="N",
        help="Stop after this many failures.",
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write a report: json, junit or html.",
    ),
    click.option("--replay", metavar="FILE", help="Test only the failures of a JSON report again."),
    click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings."),
)


def read_report_options(given: dict[str, Any]) -> ReportOptions:
    """Take the options of this module out of those given. Raises UsageError, UnreadableInputError.

    The number of failures and the file of a replay are left to the run.
    """
    style, show, reports = (given.pop(name) for name in ("style", "show", "reports"))
    if show is not None and style != STYLES[0]:
        raise click.UsageError(f"--show goes with --format {STYLES[0]} only")
    outputs = tuple(read_report_file(value, FORMATS) for value in reports)
    return ReportOptions(style, SHOWN if show is None else show, outputs)


def finish_run(package: str, report: "Report | ClientReport", options: ReportOptions) -> int:
    """Write the files, show the text, and give the exit status.

    `package` has a module for each format. Raises ContractkitError for a file that cannot be
    written; the text is shown all the same.
    """
    from contractkit.fuzz.run import INTERRUPTED

    try:
        for style, path in options.outputs:
            write_whole(path, write_report(package, report, style))
    finally:
        text = _write_text(package, report, options)
        click.echo(text.encode("utf-8", "backslashreplace").decode(), nl=False)
        sys.stdout.flush()
    return INTERRUPTED_STATUS if report.stopped == INTERRUPTED else int(bool(report.failures))


def _write_text(package: str, report: "Report | ClientReport", options: ReportOptions) -> str:
    """The report as standard output gets it."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    text: str
    if options.style == "full":
        text = import_module(f"{package}.text").write(report, width, options.show)
    elif options.style == "concise":
        text = import_module(f"{package}.concise").write(report, width)
    else:
        text = write_report(package, report, options.style)
    return text
