"""Reports that need all of a run at once, on standard output or in files."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

import click

from contractkit.cli.lint_output import STREAMED, WIDEST, Run, choose_writer
from contractkit.errors import ContractkitError
from contractkit.linting.records import Linted
from contractkit.linting.reports.records import Report
from contractkit.linting.statistics import count_rules
from contractkit.reporting.files import write_whole

Outputs = Iterable[tuple[str, str]]
WITH_TEXT = "sarif"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a run on their way, and what is kept of those that have passed.

    `texts` are those of the streamed formats, `passed` is for the others.
    """

    files: Iterator[Linted]
    texts: dict[str, list[str]]
    passed: list[Linted]


def keep(files: Iterator[Linted], outputs: Outputs, run: Run) -> Kept:
    """Keep what the outputs need of the files while they pass."""
    styles = {style for style, _ in outputs}
    writers = {style: choose_writer(style, run.settings) for style in styles & STREAMED}
    texts: dict[str, list[str]] = {style: [] for style in writers}
    passed: list[Linted] = []

    def let_through() -> Iterator[Linted]:
        for linted in files:
            for style, write in writers.items():
                texts[style].append(write(linted) if linted.findings else "")
            if styles - STREAMED:
                passed.append(_slim(linted, with_text=WITH_TEXT in styles))
            yield linted

    return Kept(let_through(), texts, passed)


def write_outputs(kept: Kept, outputs: Outputs, run: Run) -> None:
    """Write each file whole; where one cannot be written that is told, and the others are."""
    for style, path in outputs:
        try:
            if style in STREAMED:
                write_whole(path, "".join(kept.texts[style]))
            else:
                write_whole(path, _write(kept.passed, style, run))
        except ContractkitError as error:
            run.tally["unwritten"] += 1
            click.echo(f"contractkit: error: {error}", err=True)


def word_report(files: Iterable[Linted], style: str, run: Run) -> str:
    """The report of all files in a format that is not streamed."""
    return _write([_slim(one, with_text=style == WITH_TEXT) for one in files], style, run)


def word_statistics(files: Iterable[Linted], style: str, run: Run) -> str:
    """The number of findings of each rule."""
    from contractkit.linting.reports.statistics import write_statistics, write_statistics_object

    rules, report = count_rules(files), _make_report([], run)
    if style == "json":
        return write_statistics_object(rules, report)
    return write_statistics(rules, report, min(shutil.get_terminal_size().columns, WIDEST))


def _slim(linted: Linted, *, with_text: bool) -> Linted:
    """The file without its document; with nothing but its text where edits are to be placed."""
    document = None
    if with_text and linted.document and any(one.fix for one in linted.findings):
        document = replace(linted.document, value=None, nodes={}, faults=())
    return replace(linted, document=document)


def _write(files: Iterable[Linted], style: str, run: Run) -> str:
    module = import_module(f"contractkit.linting.reports.{style}")
    text: str = getattr(module, f"write_{style}")(_make_report(files, run))
    return text


def _make_report(files: Iterable[Linted], run: Run) -> Report:
    settings = run.settings
    return Report(
        run.contract, tuple(files), tuple(run.unread), run.tally, settings.strict, settings.redact
    )
