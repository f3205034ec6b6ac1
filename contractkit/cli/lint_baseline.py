"""`lint --baseline`: the findings that are accepted, and `--write-baseline`, which accepts more."""

import os
from collections.abc import Callable

import click

from contractkit.cli.lint_summary import Tally, plural
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_inactive_tenant_rules
from contractkit.errors import (
    ConfigurationError,
    ContractkitError,
    UnreadableInputError,
    describe_os_error,
)
from contractkit.linting.baseline import (
    Counts,
    Key,
    Review,
    find_stale,
    list_gone,
    merge,
    read_baseline,
    write_baseline,
)
from contractkit.linting.file_options import ChooseOptions
from contractkit.reporting.files import write_whole
from contractkit.validation.options import select_optional_rules

HINT = "--write-baseline makes it"


def open_review(path: str | None, contract: Contract, *, renew: bool) -> Review:
    """A run to be held against a baseline, which may be missing where it is to be renewed.

    Raises UsageError, UnreadableInputError, ConfigurationError.
    """
    if path is None:
        raise click.UsageError("--write-baseline takes --baseline FILE, or that of a configuration")
    if renew and not os.path.lexists(path):
        return Review(path, {}, renew)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError as error:
        raise UnreadableInputError(path, f"{describe_os_error(error)}; {HINT}") from None
    except OSError as error:
        raise UnreadableInputError(path, describe_os_error(error)) from None
    except ValueError:
        raise ConfigurationError(path, "is not UTF-8 text") from None
    return Review(path, read_baseline(text, path, contract), renew)


def close_review(review: Review, contract: Contract, choose: ChooseOptions, tally: Tally) -> None:
    """Tell what of a baseline is stale, or write the new one."""
    stale = find_stale(review, _know_rules(contract, choose))
    for name in list_gone(review):
        words = f"no such file any more; take its lines out of {review.path}"
        click.echo(f"stale: {name}: {words}", err=True)
    if not review.renew:
        for key, found in stale.items():
            click.echo(f"stale: {_word(key, found, review.known)}", err=True)
        if stale:
            them = "it" if len(stale) == 1 else "them"
            click.echo(f"--write-baseline removes {them} from {review.path}", err=True)
        return
    counts, path = merge(review, stale), review.path
    try:
        if counts != review.known or not os.path.exists(path):
            write_whole(path, write_baseline(counts, contract))
    except ContractkitError as error:
        tally["unwritten"] += 1
        click.echo(f"contractkit: error: {error}", err=True)
        return
    click.echo(f"{path}: {_compare(review.known, counts)}", err=True)


def _know_rules(contract: Contract, choose: ChooseOptions) -> Callable[[str, str], bool]:
    """A function that says whether the rule is looked for in the file."""
    optional, dormant = contract.data.get("optional", {}), find_inactive_tenant_rules(contract)

    def looks_for(name: str, rule: str) -> bool:
        selection = choose(name).selection
        on = rule not in optional or rule in select_optional_rules(contract, selection)
        return on and rule not in dormant and selection.includes(rule)

    return looks_for


def _word(key: Key, found: int, known: Counts) -> str:
    place = " ".join(part for part in key if part)
    return f"{place}: " + (f"found {found} of {known[key]} times" if found else "no longer found")


def _compare(before: Counts, after: Counts) -> str:
    total = sum(after.values())
    new = sum(max(count - before.get(key, 0), 0) for key, count in after.items())
    gone = sum(max(count - after.get(key, 0), 0) for key, count in before.items())
    return f"{plural(total, 'finding')} accepted, {new} of them new, {gone} removed"
