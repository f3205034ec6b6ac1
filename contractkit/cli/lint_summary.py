"""What a lint run counts, and what follows: the summary line and the exit status."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import click

from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError, UnreadableInputError
from contractkit.linting.results import Linted
from contractkit.linting.settings import Settings

SEVERITIES = ("error", "warning", "note")
UNREADABLE = 2
JUDGED_BY = "by "
FIXABLE = ("safe", "unsafe")
Tally = Counter[str]


class Run(NamedTuple):
    """A run under way: what holds for it, what it has counted, what could not be read.

    `goal` is the contract that the requests are migrated to, "" where they are only judged.
    """

    contract: Contract
    settings: Settings
    tally: Tally
    unread: list[UnreadableInputError]
    goal: str = ""


def count_file(tally: Tally, linted: Linted) -> None:
    """Count a judged file and what was found in it; a line of a file is never fixed."""
    tally["files"] += linted.whole
    if linted.contract:
        tally[JUDGED_BY + linted.contract] += linted.whole
    for finding in linted.findings:
        tally[finding.severity] += 1
        if finding.fix and linted.whole:
            tally[FIXABLE[not finding.fix.safe]] += 1


def report_error(error: ContractkitError, tally: Tally, counter: str) -> None:
    """Print an error that does not end the run, and count it."""
    tally[counter] += 1
    click.echo(f"contractkit: error: {error}", err=True)


def summarise(tally: Tally, *, fixing: bool, unsafe: bool) -> str:
    """The lines that end a run: what was found, what was passed over, what can be fixed."""
    lines = [_count_findings(tally), *_list_contracts(tally)]
    if tally["passed over"]:
        passed_over = plural(tally["passed over"], "file")
        lines.append(f"{passed_over} passed over: no message of the contract")
    safe = 0 if fixing else tally["safe"]
    more = 0 if unsafe else tally["unsafe"]
    if safe and more:
        lines.append(f"--fix may fix {safe} of these, --unsafe-fixes {more} more")
    elif safe or more:
        count = f"{more} more" if fixing else f"{safe or more} of these"
        lines.append(f"--{'fix' if safe else 'unsafe-fixes'} may fix {count}")
    return "\n".join(lines)


def _list_contracts(tally: Tally) -> Iterator[str]:
    """What was judged by other contracts than the default one."""
    for key in sorted(tally):
        if key.startswith(JUDGED_BY):
            what = plural(tally[key], "file") if tally[key] else "some lines"
            yield f"{what} judged {key}"


def _count_findings(tally: Tally) -> str:
    counts = [plural(tally[severity], severity) for severity in SEVERITIES if tally[severity]]
    text = f"{plural(tally['files'], 'file')} checked: "
    text += ", ".join(counts) or ("nothing found" if tally["files"] else "nothing to judge")
    if tally["not shown"]:
        text += f", {tally['not shown']} of them not shown"
    if tally["accepted"]:
        text += f", {tally['accepted']} accepted by the baseline"
    if tally["fixed"]:
        text += f", {tally['fixed']} fixed"
    if tally["unreadable"]:
        text += f", {plural(tally['unreadable'], 'input')} not read"
    if tally["unwritten"]:
        text += f", {plural(tally['unwritten'], 'file')} not written"
    return text


def plural(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def find_status(tally: Tally, *, strict: bool) -> int:
    """The exit status of a run: what could not be read, or written, wins over what was found."""
    if tally["unreadable"] or tally["unwritten"]:
        return UNREADABLE
    return int(bool(tally["error"] or (strict and tally["warning"])))
