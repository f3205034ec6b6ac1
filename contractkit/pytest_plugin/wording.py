"""The texts of failed assertions: what, where, why and how to fix it, in a screenful at most."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, Verdict, judge
from contractkit.jsontext.display import show_name
from contractkit.linting.reports.full import write_full
from contractkit.linting.results import Linted
from contractkit.validation.options import CheckResult

WIDTH, MOST_EXPLAINED, MOST_LISTED, MOST_BODY = 88, 5, 15, 160
LEAD = 12


def explain_payload(contract: Contract, checked: CheckResult, *, strict: bool) -> str:
    """Why a payload does not conform; "" where it does, in spite of its findings."""
    bad = [one for one in checked.findings if _counts(one, strict=strict)]
    if not bad:
        return ""
    what = checked.message or "payload"
    head = f"the {what} does not conform to {contract}: {count(len(bad), 'finding')}"
    rest = [one for one in checked.findings if one not in bad]
    return f"{head}\n\n{explain_findings(what, checked, bad, rest)}"


def _counts(finding: Finding, *, strict: bool) -> bool:
    return finding.verdict is Verdict.INVALID or (strict and finding.verdict is Verdict.DOUBTFUL)


def explain_findings(
    name: str, checked: CheckResult, bad: Sequence[Finding], rest: Sequence[Finding] = ()
) -> str:
    """The first findings as the linter explains them, a line for each of some more."""
    # There is no file that an option of the linter could fix.
    told = tuple(replace(one, fix=None) for one in bad[:MOST_EXPLAINED])
    shown = Linted(name, told, checked.document)
    text = write_full(shown, width=WIDTH, paint=_plain)
    more = [*bad[MOST_EXPLAINED:], *rest]
    lines = [
        f"also: {one.severity}[{one.rule}] at {show_name(one.pointer or 'the text')}: {one.message}"
        for one in more[:MOST_LISTED]
    ]
    if len(more) > MOST_LISTED:
        lines.append(f"and {len(more) - MOST_LISTED} more")
    return text + "".join(f"{line}\n" for line in lines)


def _plain(text: str, **_: object) -> str:
    return text


def broken_rules(findings: Iterable[Finding]) -> frozenset[str]:
    """The rules that make a payload invalid."""
    return frozenset(one.rule for one in findings if judge([one]) is Verdict.INVALID)


def write_row(title: str, text: str) -> str:
    """A titled paragraph, indented below its title; "" for no text."""
    if not text:
        return ""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {title + ':':<{LEAD - 2}}",
        subsequent_indent=" " * LEAD,
        break_on_hyphens=False,
    )


def show_body(body: bytes) -> str:
    """Some of the other side's text: printable, on one line, cut."""
    text = body.decode("utf-8", "replace")
    line = "".join(char if char.isprintable() else " " for char in text).strip()
    if not line:
        return "an empty body" if not body else "white space"
    return line if len(line) <= MOST_BODY else f"{line[:MOST_BODY]}… ({len(text):,} characters)"


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
