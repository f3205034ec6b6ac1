"""Findings on standard output, in one of the formats, and in files beside it."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from contractkit.cli.lint_summary import Tally
from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError
from contractkit.linting.records import Linted
from contractkit.linting.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
# Each format but the streamed ones is `write_NAME(report)` in the module NAME of the reports.
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
STREAMED = frozenset({"full", "concise"})
COUNTED = STREAMED | {"json"}
WIDEST = 100

OPTIONS = (
    click.option(
        "--format", "style", type=click.Choice(FORMATS), default="full", help="How to report."
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Report to a file as well; repeatable.",
    ),
    click.option("--statistics", is_flag=True, help="Only count the findings of each rule."),
    click.option(
        "--write-baseline", is_flag=True, help="Accept all that is found: write the baseline."
    ),
)


def take_outputs(command: Command) -> Command:
    """Give a command the options that say how it reports."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a run is to be reported: `outputs` are pairs of a format and a file."""

    style: str
    outputs: tuple[tuple[str, str], ...] = ()
    statistics: bool = False
    write_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way: what it is about, what it has counted, and what could not be read."""

    contract: Contract
    settings: Settings
    tally: Tally
    unread: list[UnreadableInputError]


def read_wanted(given: dict[str, Any], *, diff: bool) -> Wanted:
    """Take the options of this module out of those given. Raises UsageError, ContractkitError."""
    style, outputs = given.pop("style"), given.pop("outputs")
    statistics, renew = given.pop("statistics"), given.pop("write_baseline")
    if diff and (outputs or statistics or renew):
        raise click.UsageError(
            "--diff excludes --output, --statistics and --write-baseline: it finds nothing"
        )
    if statistics and style not in COUNTED:
        raise click.UsageError("--statistics takes --format full, concise or json")
    if outputs:
        from contractkit.cli.output_files import read_reports

        outputs = tuple(read_reports(outputs, FORMATS, "--output"))
    return Wanted(style, outputs, statistics, renew)


def write_findings(files: Iterator[Linted], wanted: Wanted, run: Run) -> OSError | None:
    """Write what was found in each file as soon as it is known, where the format allows it.

    Where standard output cannot be written, the error comes back; files are written all the same.
    """
    if wanted.outputs:
        from contractkit.cli.lint_reports import keep, write_outputs

        kept = keep(files, wanted.outputs, run)
        failed = _print(_word(kept.files, wanted, run), to_end=True)
        write_outputs(kept, wanted.outputs, run)
        return failed
    return _print(_word(files, wanted, run), to_end=wanted.write_baseline)


def _print(texts: Iterator[str], *, to_end: bool) -> OSError | None:
    failed = None
    for text in texts:
        try:
            click.echo(text, nl=False)
        except OSError as error:
            failed = failed or error
            if not to_end:
                break
    return failed


def _word(files: Iterator[Linted], wanted: Wanted, run: Run) -> Iterator[str]:
    """What goes to standard output."""
    if wanted.statistics:
        from contractkit.cli.lint_reports import word_statistics

        yield word_statistics(files, wanted.style, run)
        return
    if run.settings.max_findings is not None:
        from contractkit.linting.limit import limit_findings

        files = limit_findings(files, run.settings.max_findings, run.tally)
    if wanted.style not in STREAMED:
        from contractkit.cli.lint_reports import word_report

        yield word_report(files, wanted.style, run)
        return
    write = choose_writer(wanted.style, run.settings, _choose_paint())
    yield from (write(linted) for linted in files if linted.findings)


def choose_writer(
    style: str, settings: Settings, paint: Callable[..., str] | None = None
) -> Callable[[Linted], str]:
    """A function that words one file; its module is imported for the first finding only.

    Without paint the text is for a file: plain, and as wide as it may be.
    """

    def write(linted: Linted) -> str:
        if style == "concise":
            from contractkit.linting.reports.concise import write_concise

            return write_concise(linted)
        import shutil

        from contractkit.linting.reports.full import write_full

        width = min(shutil.get_terminal_size().columns, WIDEST) if paint else WIDEST
        return write_full(linted, width=width, paint=paint or _leave_plain, redact=settings.redact)

    return write


def _choose_paint() -> Callable[..., str]:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style
    return _leave_plain


def _leave_plain(text: str, **_: object) -> str:
    return text
