"""`contractkit migrate`: rewrite requests of one contract for another."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from typing import Any

import click

from contractkit.cli.lint_output import ReportOptions, write_findings
from contractkit.cli.lint_settings import (
    resolve_settings,
    take_config,
    take_files,
    take_reading,
)
from contractkit.cli.lint_summary import Run, Tally, count_file, find_status, report_error
from contractkit.cli.migrate_output import (
    Destination,
    Files,
    Lines,
    Nowhere,
    SideBySide,
    describe_outcome,
    summarise,
)
from contractkit.cli.options import read_report_files, refuse_overwriting, take_contract
from contractkit.contracts.loading import Contract, load
from contractkit.errors import UnreadableInputError
from contractkit.linting.file_options import choose_options
from contractkit.linting.inputs import read_inputs
from contractkit.linting.reports import FORMATS
from contractkit.linting.results import Linted, PassedOver
from contractkit.linting.settings import Settings
from contractkit.linting.settings.resolving import load_contract
from contractkit.migrate.inputs import AnyText, read_texts
from contractkit.migrate.mapping import load_mapping
from contractkit.migrate.reporting import Migrated, Way, migrate_text
from contractkit.payloads.output_folder import draft_folder

CHECK_FORMATS = ("full", "concise", "json")


@click.command("migrate")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--to", "goal", required=True, metavar="NAME[@VERSION]", help="The contract to rewrite for."
)
@click.option(
    "--output", metavar="DIR", help="Write files to this folder, new or empty, not lines."
)
@click.option("--check", is_flag=True, help="Write no payload; report on standard output.")
@click.option("--diff", is_flag=True, help="Write no payload; show both sides, value by value.")
@click.option(
    "--format",
    "style",
    type=click.Choice(CHECK_FORMATS),
    help="The format of the findings: full with --check, else concise.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write a report to a file as well; repeatable.",
)
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Write nothing, and exit with 1, where there is a warning too.",
)
@click.option("--force", is_flag=True, help="Rewrite invalid requests too, as far as they go.")
@click.option("--unsafe", is_flag=True, help="Change values as the tenant's settings ask for.")
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="NAME",
    help="The file name to show for standard input.",
)
@take_reading
@take_files
@take_config
@take_contract
def migrate_command(
    paths: tuple[str, ...], goal: str, stdin_filename: str, **parameters: Any
) -> int:
    """Rewrite requests of one contract as requests of another, and tell what is lost.

    PATH is a file, a folder, a glob, or - for standard input; without one, this folder.
    """
    options = _Options(**{name: parameters.pop(name) for name in _Options.__slots__})
    resolved = resolve_settings(parameters)
    settings = resolved.settings
    _check_options(options, settings)
    reports = tuple(read_report_files(options.reports, FORMATS, "--report"))
    refuse_overwriting(reports, (*paths, *filter(None, [resolved.file])), "--report")
    source = load_contract(resolved)
    way = Way(source, _load_goal(goal, source), force=options.force, unsafe=options.unsafe)
    once = frozenset({load_mapping(way.source, way.target).general["empty"].rule})
    paths = paths or (".",)
    inputs = read_inputs(paths, stdin_filename, settings.exclude, settings.exclude_root)
    texts = read_texts(inputs, source, choose_options(source, settings))
    run = Run(source, settings, Tally(), [], goal=str(way.target))
    with _open_destination(options, paths, hold=settings.strict) as destination:
        linted = _migrate(texts, way, destination, run)
        with redirect_stdout(sys.stdout if options.check else sys.stderr):
            failed = write_findings(linted, ReportOptions(options.format, reports, once=once), run)
        if failed:
            raise failed
        status = find_status(run.tally, strict=settings.strict)
        written = destination.finish(whole=status == 0 or options.force)
    if options.format != "json":
        outcome = describe_outcome(run.tally, status, written=written, forced=options.force)
        click.echo(summarise(run.tally, str(way.target), outcome), err=True)
    return status


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of this command alone, as they are given."""

    output: str | None
    check: bool
    diff: bool
    style: str | None
    reports: tuple[str, ...]
    force: bool
    unsafe: bool

    @property
    def format(self) -> str:
        """The format of the findings on a standard stream."""
        return self.style or ("full" if self.check else "concise")


def _check_options(options: _Options, settings: Settings) -> None:
    """Raise UsageError for options that do not go together."""
    given = {
        "--check": options.check,
        "--diff": options.diff,
        "--output": options.output is not None,
    }
    chosen = [name for name, is_given in given.items() if is_given]
    if len(chosen) > 1:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} exclude each other")
    if options.force and settings.strict:
        raise click.UsageError("--force and --strict exclude each other")
    if options.diff and settings.redact:
        raise click.UsageError("--diff shows the values of the requests, which --redact forbids")


@contextmanager
def _open_destination(
    options: _Options, paths: Sequence[str], *, hold: bool
) -> Iterator[Destination]:
    """Where the payloads go. Raises OutputFolderError."""
    if options.diff:
        yield SideBySide(sys.stdout)
    elif options.check:
        yield Nowhere()
    elif options.output is None:
        yield Lines(sys.stdout, hold=hold)
    else:
        with draft_folder(options.output) as draft:
            yield Files(draft, paths)


def _load_goal(name: str, source: Contract) -> Contract:
    """The contract to rewrite for, with what of the tenant's settings it knows."""
    goal = load(name, schemas=source.home)
    if goal.name == source.name:
        raise click.UsageError(f"--to names the contract that the requests are of: {goal.name}")
    known = goal.data.get("tenant", {})
    tenant = {setting: value for setting, value in source.tenant.items() if setting in known}
    return replace(goal, tenant=tenant)


def _migrate(
    texts: Iterable[AnyText], way: Way, destination: Destination, run: Run
) -> Iterator[Linted]:
    """Rewrite the texts, hand their payloads over, and let what was found in them through."""
    tally, in_lines = run.tally, set[str]()
    for text in texts:
        if isinstance(text, UnreadableInputError):
            report_error(text, tally, "unreadable")
            run.unread.append(text)
        elif isinstance(text, PassedOver):
            tally["passed over"] += 1
        else:
            migrated = migrate_text(text, way)
            _count(tally, migrated)
            if not text.whole and text.source.name not in in_lines:
                in_lines.add(text.source.name)
                tally["files"] += 1
            destination.take(migrated)
            yield migrated.linted


def _count(tally: Tally, migrated: Migrated) -> None:
    """Count what was found in a text, its requests, and their payloads.

    A text that cannot be read holds a request all the same, which is not written.
    """
    count_file(tally, migrated.linted)
    numbers = [len(request.payloads) for request in migrated.requests] or [0]
    tally["requests"] += len(numbers)
    tally["payloads"] += sum(numbers)
    tally["lost"] += numbers.count(0)
