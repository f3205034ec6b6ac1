"""What a lint run has counted: its summary line, and its exit status."""

from collections import Counter

from contractkit.linting import Linted

SEVERITIES = ("error", "warning", "note")
UNREADABLE = 2
Tally = Counter[str]


def count_file(tally: Tally, linted: Linted) -> None:
    """Count a judged file and what was found in it."""
    tally["files"] += linted.whole
    tally.update(finding.severity for finding in linted.findings)


def summarise(tally: Tally) -> str:
    """The line that ends a run."""
    counts = [plural(tally[kind], kind) for kind in SEVERITIES if tally[kind]]
    found = ", ".join(counts) or ("nothing found" if tally["files"] else "nothing to judge")
    unread = f", {plural(tally['unreadable'], 'input')} not read" if tally["unreadable"] else ""
    return f"{plural(tally['files'], 'file')} checked: {found}{unread}"


def plural(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def find_status(tally: Tally, *, strict: bool) -> int:
    """The exit status of a run: input that could not be read wins over what was found."""
    if tally["unreadable"]:
        return UNREADABLE
    return int(bool(tally["error"] or (strict and tally["warning"])))
