"""Writes the findings of a lint run to standard output, and to the files of `--output`."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from contractkit.cli.lint_summary import Run, Tally, report_error
from contractkit.cli.lint_texts import TextStyle, choose_text_style, measure_width, write_file
from contractkit.cli.options import group_options, read_report_files
from contractkit.errors import ContractkitError
from contractkit.linting.reports import (
    FORMATS,
    STREAMED,
    WITH_EDITS,
    WITH_STATISTICS,
)
from contractkit.linting.results import Linted, Written, drop_repeated, limit_findings
from contractkit.linting.settings import Settings

if TYPE_CHECKING:
    from contractkit.linting.reports.report import Report

# So many seconds may pass before what is written is seen.
HELD_BACK = 0.05

take_report_options = group_options(
    click.option(
        "--format",
        "style",
        type=click.Choice(FORMATS),
        default="full",
        help="The format of the report.",
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write a report to a file as well; repeatable.",
    ),
    click.option("--statistics", is_flag=True, help="Only count the findings of each rule."),
    click.option(
        "--write-baseline", is_flag=True, help="Accept all findings: write them to the baseline."
    ),
)


class ReportOptions(NamedTuple):
    """How a run is to be reported: `outputs` are pairs of a format and a file.

    What the rules `once` say is not repeated in a text on standard output.
    """

    style: str
    outputs: tuple[tuple[str, str], ...] = ()
    statistics: bool = False
    write_baseline: bool = False
    once: frozenset[str] = frozenset()


def read_report_options(given: dict[str, Any], *, diff: bool) -> ReportOptions:
    """Take the options of this module out of those given. Raises UsageError, ContractkitError."""
    style, outputs, statistics, write_baseline = (
        given.pop(name) for name in ("style", "outputs", "statistics", "write_baseline")
    )
    if diff and (outputs or statistics or write_baseline):
        raise click.UsageError(
            "--diff excludes --output, --statistics and --write-baseline: it reports no findings"
        )
    if statistics and style not in WITH_STATISTICS:
        raise click.UsageError("--statistics takes --format full, concise or json")
    if outputs:
        outputs = tuple(read_report_files(outputs, FORMATS, "--output"))
    return ReportOptions(style, outputs, statistics, write_baseline)


def needs_documents(options: ReportOptions) -> bool:
    """Whether a report shows pieces of the files, or how to edit them."""
    styles = {options.style, *(style for style, _ in options.outputs)}
    return not styles.isdisjoint({"full"} | WITH_EDITS)


def needs_findings(options: ReportOptions, settings: Settings) -> bool:
    """Whether the run needs the findings themselves, not only their texts and their number."""
    as_text = options.style in STREAMED and not options.statistics and not options.outputs
    with_baseline = settings.baseline or options.write_baseline
    return bool(not as_text or with_baseline or settings.max_findings is not None)


def write_findings(files: Iterator[Linted], options: ReportOptions, run: Run) -> OSError | None:
    """Write what was found in each file as soon as it is known, where the format allows it.

    Where standard output cannot be written, the error comes back; files are written all the same.
    """
    texts: dict[str, list[str]] = {}
    kept: list[Linted] = []
    if options.outputs:
        styles = {style for style, _ in options.outputs}
        files = _collect(files, styles, texts, kept, run)
    to_end = bool(options.outputs) or options.write_baseline
    failed = _print(_write_pieces(files, options, run), to_end=to_end)
    for style, path in options.outputs:
        text = "".join(texts[style]) if style in STREAMED else _write_report(style, kept, run)
        _write_file(path, text, run)
    return failed


def print_written(files: Iterable[Written], tally: Tally) -> OSError | None:
    """Print what was written where the files were judged, and add up what was counted there.

    Where standard output cannot be written, the error comes back.
    """
    return _print(_add_up(files, tally), to_end=False)


def _add_up(files: Iterable[Written], tally: Tally) -> Iterator[str]:
    for text, counts in files:
        for name, count in counts.items():
            tally[name] += count
        if text:
            yield text


def _print(texts: Iterable[str], *, to_end: bool) -> OSError | None:
    write = partial(click.echo, nl=False) if sys.stdout.isatty() else sys.stdout.write
    failed = None
    flushed = 0.0
    for text in texts:
        try:
            write(text)
            if time.monotonic() - flushed > HELD_BACK:
                sys.stdout.flush()
                flushed = time.monotonic()
        except OSError as error:
            failed = failed or error
            if not to_end:
                break
    return failed or _flush()


def _flush() -> OSError | None:
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def _write_pieces(files: Iterator[Linted], options: ReportOptions, run: Run) -> Iterator[str]:
    """What goes to standard output, piece by piece."""
    if options.statistics:
        yield _write_statistics(files, options.style, run)
        return
    if run.settings.max_findings is not None:
        files = limit_findings(files, run.settings.max_findings, run.tally)
    if options.style in STREAMED:
        if options.once:
            files = drop_repeated(files, options.once, run.tally)
        style = choose_text_style(options.style, redact=run.settings.redact)
        yield from (write_file(linted, style) for linted in files)
    else:
        with_text = options.style in WITH_EDITS
        kept = [_drop_document(linted, with_text=with_text) for linted in files]
        yield _write_report(options.style, kept, run)


def _write_statistics(files: Iterable[Linted], style: str, run: Run) -> str:
    from contractkit.linting.reports import statistics

    rules, report = statistics.count_rules(files), _make_report([], run)
    if style == "json":
        return statistics.write_statistics_object(rules, report)
    return statistics.write_statistics(rules, report, measure_width())


def _collect(
    files: Iterator[Linted],
    styles: set[str],
    texts: dict[str, list[str]],
    kept: list[Linted],
    run: Run,
) -> Iterator[Linted]:
    """Let the files through, and keep what the output files need.

    `texts` takes the texts of each streamed format, `kept` the files for the other formats.
    """
    plain = {style: TextStyle(style, redact=run.settings.redact) for style in styles & STREAMED}
    texts.update((style, []) for style in plain)
    for linted in files:
        for style, text_style in plain.items():
            texts[style].append(write_file(linted, text_style))
        if styles - STREAMED:
            with_text = bool(styles & WITH_EDITS)
            kept.append(_drop_document(linted, with_text=with_text))
        yield linted


def _write_file(path: str, text: str, run: Run) -> None:
    from contractkit.reporting.files import write_whole

    try:
        write_whole(path, text)
    except ContractkitError as error:
        report_error(error, run.tally, "unwritten")


def _drop_document(linted: Linted, *, with_text: bool) -> Linted:
    """The file without its document, to save memory; with its text where edits need it."""
    document = None
    if with_text and linted.document and any(finding.fix for finding in linted.findings):
        document = replace(linted.document, value=None, nodes={}, faults=())
    return linted._replace(document=document)


def _write_report(style: str, files: Iterable[Linted], run: Run) -> str:
    from contractkit.reporting import write_report

    return write_report("contractkit.linting.reports", _make_report(files, run), style)


def _make_report(files: Iterable[Linted], run: Run) -> "Report":
    from contractkit.linting.reports.report import Report

    settings = run.settings
    return Report(
        run.contract,
        tuple(files),
        tuple(run.unread),
        run.tally,
        strict=settings.strict,
        redact=settings.redact,
        goal=run.goal,
    )
