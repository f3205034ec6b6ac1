"""What a lint run counts, and what follows: the summary line and the exit status."""

from collections import Counter
from dataclasses import dataclass

import click

from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError, UnreadableInputError
from contractkit.linting.results import Linted
from contractkit.linting.settings import Settings

SEVERITIES = ("error", "warning", "note")
UNREADABLE = 2
FIXABLE = ("safe", "unsafe")
Tally = Counter[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A lint run under way: what holds for it, what it has counted, what could not be read."""

    contract: Contract
    settings: Settings
    tally: Tally
    unread: list[UnreadableInputError]


def count_file(tally: Tally, linted: Linted) -> None:
    """Count a judged file and what was found in it."""
    tally["files"] += linted.whole
    tally.update(finding.severity for finding in linted.findings)
    tally.update(FIXABLE[not finding.fix.safe] for finding in linted.findings if finding.fix)


def report_error(error: ContractkitError, tally: Tally, counter: str) -> None:
    """Print an error that does not end the run, and count it."""
    tally[counter] += 1
    click.echo(f"contractkit: error: {error}", err=True)


def summarise(tally: Tally) -> str:
    """The line that ends a run."""
    kinds = [plural(tally[kind], kind) for kind in SEVERITIES if tally[kind]]
    found = ", ".join(kinds) or ("nothing found" if tally["files"] else "nothing to judge")
    unread = f", {plural(tally['unreadable'], 'input')} not read" if tally["unreadable"] else ""
    unwritten = f", {plural(tally['unwritten'], 'file')} not written" if tally["unwritten"] else ""
    fixed = f", {tally['fixed']} fixed" if tally["fixed"] else ""
    aside = f", {tally['accepted']} accepted by the baseline" if tally["accepted"] else ""
    hidden = f", {tally['not shown']} of them not shown" if tally["not shown"] else ""
    counted = f"{found}{hidden}{aside}{fixed}"
    return f"{plural(tally['files'], 'file')} checked: {counted}{unread}{unwritten}"


def tell_passed_over(tally: Tally) -> str:
    """The line that says how many files nothing was to judge in; "" for none."""
    passed = tally["passed over"]
    return f"{plural(passed, 'file')} passed over: no message of the contract\n" if passed else ""


def hint_at_fixes(tally: Tally, *, fixing: bool, unsafe: bool) -> str:
    """The line that says how many findings might be fixed yet, and how; "" for none."""
    safe = tally["safe"] if not fixing else 0
    more = tally["unsafe"] if not unsafe else 0
    if safe and more:
        return f"--fix may fix {safe} of these, --unsafe-fixes {more} more\n"
    if safe or more:
        beyond = f"{more} more" if fixing else f"{safe or more} of these"
        return f"--{'fix' if safe else 'unsafe-fixes'} may fix {beyond}\n"
    return ""


def plural(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def find_status(tally: Tally, *, strict: bool) -> int:
    """The exit status of a run: what could not be read, or written, wins over what was found."""
    if tally["unreadable"] or tally["unwritten"]:
        return UNREADABLE
    return int(bool(tally["error"] or (strict and tally["warning"])))
