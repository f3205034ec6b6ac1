"""`contractkit lint`: judge payload files and explain what is wrong with them."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from contractkit.cli.lint_output import (
    ReportOptions,
    needs_documents,
    needs_findings,
    print_written,
    read_report_options,
    take_report_options,
    write_findings,
)
from contractkit.cli.lint_settings import resolve_settings, take_settings
from contractkit.cli.lint_summary import (
    Run,
    Tally,
    count_file,
    find_status,
    report_error,
    summarise,
)
from contractkit.cli.lint_texts import choose_text_style, write_results
from contractkit.cli.options import refuse_overwriting, take_contract, take_operation
from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError
from contractkit.linting.file_options import ChooseOptions, choose_options
from contractkit.linting.inputs import STDIN, AnyInput, read_inputs
from contractkit.linting.linter import drop_documents, lint_inputs
from contractkit.linting.results import (
    Linted,
    PassedOver,
    Result,
    Unjudged,
    Written,
    change_severities,
)
from contractkit.linting.settings import Resolved, Settings
from contractkit.linting.settings.resolving import load_contract

if TYPE_CHECKING:
    from contractkit.linting.recordings import Environment

Outcome = TypeVar("Outcome")
Judge: TypeAlias = Callable[[Callable[[Iterable[Result]], Iterable[Outcome]]], Iterable[Outcome]]


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@take_settings
@take_report_options
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="NAME",
    help="The file name to show for standard input.",
)
@click.option(
    "--skip-unrecognised",
    is_flag=True,
    help="Skip named files that are no payloads, as in folders.",
)
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Change values too, where only one value can be meant."
)
@click.option("--diff", is_flag=True, help="Only show what --fix or --unsafe-fixes would change.")
@click.option(
    "--show-config", is_flag=True, help="Show the settings and where each comes from; lint nothing."
)
@take_operation
@take_contract
def lint_command(
    paths: tuple[str, ...],
    stdin_filename: str,
    skip_unrecognised: bool,
    show_config: bool,
    operation: str | None,
    **parameters: object,
) -> int:
    """Judge payload files and explain what is wrong.

    PATH is a file, a folder, a glob, or - for standard input; without one, this folder.
    """
    fix, unsafe, diff = (bool(parameters.pop(name)) for name in ("fix", "unsafe_fixes", "diff"))
    fix = fix or unsafe
    report_options = read_report_options(parameters, diff=diff)
    resolved = resolve_settings(parameters)
    settings, contract = _choose_operation(resolved, operation)
    if show_config:
        return _show_config(resolved, contract, report_options.style)
    _protect_inputs(report_options, resolved, paths)
    choose = choose_options(contract, settings)
    exclude, root = settings.exclude, settings.exclude_root
    inputs = read_inputs(paths or (".",), stdin_filename, exclude, root, as_found=skip_unrecognised)
    tally = Tally()
    if fix or diff:
        from contractkit.cli.lint_fixes import fix_inputs, show_fixes

        if diff:
            return show_fixes(inputs, contract, choose, unsafe=unsafe, redact=settings.redact)
        inputs = fix_inputs(inputs, contract, choose, tally, unsafe=unsafe, out=sys.stdout)
    run = Run(contract, settings, tally, [])
    judge = partial(_judge, inputs, contract, settings, choose)
    with redirect_stdout(sys.stderr if fix and STDIN in paths else sys.stdout):
        failed = _report(judge, choose, report_options, run)
    if failed:
        raise failed
    if report_options.style != "json":
        click.echo(summarise(tally, fixing=fix, unsafe=unsafe), err=True)
    return find_status(tally, strict=settings.strict)


def _choose_operation(resolved: Resolved, operation: str | None) -> tuple[Settings, Contract]:
    """The settings and the contract of a run; one of its operations, if that is named."""
    contract = load_contract(resolved)
    if operation is None:
        return resolved.settings, contract
    from contractkit.contracts.requests import find_request

    settings = resolved.settings._replace(contract=str(contract))
    return settings, find_request(contract, operation)


def _protect_inputs(
    report_options: ReportOptions, resolved: Resolved, paths: Iterable[str]
) -> None:
    """Raise UsageError where a report would take the place of what the run reads."""
    if report_options.outputs:
        settings = resolved.settings
        needed = (*paths, settings.baseline, settings.environment, resolved.file)
        refuse_overwriting(report_options.outputs, (path for path in needed if path), "--output")


def _judge(
    inputs: Iterable[AnyInput],
    contract: Contract,
    settings: Settings,
    choose: ChooseOptions,
    finish: Callable[[Iterable[Result]], Iterable[Outcome]],
) -> Iterator[Outcome]:
    """Judge the inputs, and show on a terminal how far it is."""
    judge = partial(
        lint_inputs,
        contract=contract,
        choose=choose,
        jobs=settings.jobs,
        finish=finish,
        environment=_read_environment(settings),
    )
    if sys.stderr.isatty():
        from contractkit.cli.lint_progress import watch_run

        return watch_run(inputs, judge)
    return judge(inputs)


def _read_environment(settings: Settings) -> "Environment | None":
    """The environment of the settings. Raises UnreadableInputError."""
    if settings.environment is None:
        return None
    from contractkit.linting.recordings import read_environment

    return read_environment(settings.environment)


def _print_texts(judge: Judge[Written | Unjudged], style: str, run: Run) -> OSError | None:
    """Print what was found, as written by the processes that found it."""
    text_style = choose_text_style(style, redact=run.settings.redact)
    finish = partial(write_results, style=text_style, severities=run.settings.severity)
    return print_written(_report_unjudged(judge(finish), run), run.tally)


def _report(
    judge: Callable[..., Iterable[Any]], choose: ChooseOptions, options: ReportOptions, run: Run
) -> OSError | None:
    """Write what was found, in this process only where all findings are needed together."""
    if needs_findings(options, run.settings):
        return _report_findings(judge, choose, options, run)
    return _print_texts(judge, options.style, run)


def _report_findings(
    judge: Judge[Result], choose: ChooseOptions, report_options: ReportOptions, run: Run
) -> OSError | None:
    """Write what was found; without the accepted findings where there is a baseline."""
    results = judge(iter if needs_documents(report_options) else drop_documents)
    if run.settings.severity:
        results = change_severities(results, run.settings.severity)
    baseline, renew = run.settings.baseline, report_options.write_baseline
    if not baseline and not renew:
        return write_findings(_count(results, run), report_options, run)
    from contractkit.cli.lint_baseline import close_baseline, open_baseline
    from contractkit.linting.baseline import drop_accepted

    comparison = open_baseline(baseline, run.contract, renew=renew)
    results = drop_accepted(results, comparison, run.tally)
    failed = write_findings(_count(results, run), report_options, run)
    close_baseline(comparison, run.contract, choose, run.tally)
    return failed


def _show_config(resolved: Resolved, contract: Contract, style: str) -> int:
    import shutil

    from contractkit.linting.settings.keys import write_settings

    width = shutil.get_terminal_size().columns
    click.echo(write_settings(resolved, contract, style, width), nl=False)
    return 0


def _count(results: Iterable[Result], run: Run) -> Iterator[Linted]:
    """The judged files, each counted."""
    for linted in _report_unjudged(results, run):
        count_file(run.tally, linted)
        yield linted


def _report_unjudged(results: Iterable[Outcome | Unjudged], run: Run) -> Iterator[Outcome]:
    """Report and count what could not be read or was passed over; let all else through."""
    for result in results:
        if isinstance(result, UnreadableInputError):
            report_error(result, run.tally, "unreadable")
            run.unread.append(result)
        elif isinstance(result, PassedOver):
            run.tally["passed over"] += 1
            if result.reason:
                click.echo(f"contractkit: note: {result.name}: {result.reason}", err=True)
        else:
            yield result
