"""`lint --baseline`: the findings that are accepted, and `--write-baseline`, which accepts more."""

import os
from collections.abc import Callable

import click

from contractkit.cli.lint_summary import Tally, plural, report_error
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_inactive_tenant_rules
from contractkit.errors import (
    ConfigurationError,
    ContractkitError,
    UnreadableInputError,
    describe_os_error,
)
from contractkit.linting.baseline import (
    Comparison,
    Counts,
    find_stale,
    list_missing_files,
    read_baseline,
    renew_baseline,
    write_baseline,
)
from contractkit.linting.file_options import ChooseOptions
from contractkit.reporting.files import write_whole
from contractkit.validation.options import select_optional_rules


def open_baseline(path: str | None, contract: Contract, *, renew: bool) -> Comparison:
    """A run to be compared with a baseline, whose file may be missing where it is to be renewed.

    Raises UsageError, UnreadableInputError, ConfigurationError.
    """
    if path is None:
        raise click.UsageError(
            "--write-baseline needs --baseline FILE, or a baseline in the configuration file"
        )
    if renew and not os.path.lexists(path):
        return Comparison(path, {}, renew)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        reason = "no such file; --write-baseline creates it"
        raise UnreadableInputError(path, reason) from None
    except OSError as error:
        raise UnreadableInputError(path, describe_os_error(error)) from None
    except ValueError:
        raise ConfigurationError(path, "is not UTF-8 text") from None
    return Comparison(path, read_baseline(text, path, contract), renew)


def close_baseline(
    comparison: Comparison, contract: Contract, choose: ChooseOptions, tally: Tally
) -> None:
    """Say what of a baseline is stale, or write the new one."""
    stale = find_stale(comparison, _make_rule_test(contract, choose))
    for name in list_missing_files(comparison):
        hint = f"no such file any more; remove its lines from {comparison.path}"
        click.echo(f"stale: {name}: {hint}", err=True)
    if comparison.renew:
        _write(comparison, stale, contract, tally)
        return
    for key, count in stale.items():
        place = " ".join(part for part in key if part)
        times = f"found {count} of {comparison.accepted[key]} times" if count else "no longer found"
        click.echo(f"stale: {place}: {times}", err=True)
    if stale:
        them = "it" if len(stale) == 1 else "them"
        click.echo(f"--write-baseline removes {them} from {comparison.path}", err=True)


def _make_rule_test(contract: Contract, choose: ChooseOptions) -> Callable[[str, str], bool]:
    """A function that says whether the run looks for a rule in a file."""
    optional, inactive = contract.data.get("optional", {}), find_inactive_tenant_rules(contract)

    def looks_for(name: str, rule: str) -> bool:
        selection = choose(name).selection
        on = rule not in optional or rule in select_optional_rules(contract, selection)
        return on and rule not in inactive and selection.includes(rule)

    return looks_for


def _write(comparison: Comparison, stale: Counts, contract: Contract, tally: Tally) -> None:
    path, before = comparison.path, comparison.accepted
    after = renew_baseline(comparison, stale)
    try:
        if after != before or not os.path.exists(path):
            write_whole(path, write_baseline(after, contract))
    except ContractkitError as error:
        report_error(error, tally, "unwritten")
        return
    new = sum(max(count - before.get(key, 0), 0) for key, count in after.items())
    gone = sum(max(count - after.get(key, 0), 0) for key, count in before.items())
    accepted = plural(sum(after.values()), "finding")
    click.echo(f"{path}: {accepted} accepted, {new} of them new, {gone} removed", err=True)
