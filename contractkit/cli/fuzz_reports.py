"""What both fuzz commands do with their reports: options, files, standard output, exit status."""

import shutil
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from contractkit.cli.options import read_report_file
from contractkit.reporting import FORMATS, write_report
from contractkit.reporting.files import write_whole

if TYPE_CHECKING:
    from contractkit.fuzz import Report
    from contractkit.fuzzclient import Report as ClientReport

Command = TypeVar("Command", bound=Callable[..., Any])
WIDEST, INTERRUPTED_STATUS = 100, 130


def take_report_options(command: Command) -> Command:
    """Give a command the options `--report`, `--replay` and `--tenant`."""
    for option in (
        click.option("--tenant", metavar="FILE", help="A JSON file with the tenant's settings."),
        click.option(
            "--replay", metavar="FILE", help="Test only the failures of a JSON report again."
        ),
        click.option(
            "--report",
            "reports",
            multiple=True,
            metavar="FORMAT=FILE",
            help="Write a report: json, junit or html.",
        ),
    ):
        command = option(command)
    return command


def read_outputs(reports: Iterable[str]) -> list[tuple[str, str]]:
    """The format and the file of each `--report`. Raises UsageError, UnreadableInputError."""
    return [read_report_file(value, FORMATS) for value in reports]


def finish_run(
    package: str, report: "Report | ClientReport", outputs: Iterable[tuple[str, str]]
) -> int:
    """Write the files, show the text, and give the exit status.

    `package` has a module for each format. Raises ContractkitError for a file that cannot be
    written; the text is shown all the same.
    """
    from contractkit.fuzz.run import INTERRUPTED

    try:
        for style, path in outputs:
            write_whole(path, write_report(package, report, style))
    finally:
        width = min(shutil.get_terminal_size().columns, WIDEST)
        text: str = import_module(f"{package}.text").write(report, width)
        click.echo(text.encode("utf-8", "backslashreplace").decode(), nl=False)
        sys.stdout.flush()
    return INTERRUPTED_STATUS if report.stopped == INTERRUPTED else int(bool(report.failures))
