"""The texts of failed assertions: what is wrong, where, why and how to fix it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.findings import Finding, Verdict
from contractkit.jsontext.display import show_name
from contractkit.linting.reports.full import write_full
from contractkit.linting.results import Linted
from contractkit.reporting.texts import count_noun, make_printable, write_field
from contractkit.validation.options import CheckResult

WIDTH, MOST_EXPLAINED, MOST_LISTED, MOST_BODY = 88, 5, 15, 160


def explain_payload(contract: Contract, checked: CheckResult, *, strict: bool) -> str:
    """Why a payload does not conform; "" where it does, in spite of its findings."""
    verdicts = (Verdict.INVALID, Verdict.DOUBTFUL) if strict else (Verdict.INVALID,)
    bad = [finding for finding in checked.findings if finding.verdict in verdicts]
    if not bad:
        return ""
    what = checked.message or "payload"
    head = f"the {what} does not conform to {contract}: {count_noun(len(bad), 'finding')}"
    rest = [finding for finding in checked.findings if finding not in bad]
    return f"{head}\n\n{explain_findings(what, checked, bad, rest)}"


def explain_findings(
    name: str, checked: CheckResult, bad: Sequence[Finding], rest: Sequence[Finding] = ()
) -> str:
    """The first findings as the linter explains them, a line for each of some more."""
    # There is no file that an option of the linter could fix.
    explained = tuple(replace(finding, fix=None) for finding in bad[:MOST_EXPLAINED])
    shown = Linted(name, explained, checked.document)
    text = write_full(shown, width=WIDTH, paint=_plain)
    more = [*bad[MOST_EXPLAINED:], *rest]
    lines = [
        f"also: {finding.severity}[{finding.rule}] at "
        f"{show_name(finding.pointer or 'the text')}: {finding.message}"
        for finding in more[:MOST_LISTED]
    ]
    if len(more) > MOST_LISTED:
        lines.append(f"and {len(more) - MOST_LISTED} more")
    return text + "".join(f"{line}\n" for line in lines)


def _plain(text: str, **_: object) -> str:
    return text


def broken_rules(findings: Iterable[Finding]) -> frozenset[str]:
    """The rules that make a payload invalid."""
    return frozenset(finding.rule for finding in findings if finding.verdict is Verdict.INVALID)


def write_row(title: str, text: str) -> str:
    """A paragraph with a title, indented; "" for no text."""
    return "\n".join(write_field(title, text, WIDTH)) if text else ""


def show_body(body: bytes) -> str:
    """The start of a body on one line, in printable characters."""
    text = body.decode("utf-8", "replace")
    line = make_printable(text).strip()
    if not line:
        return "an empty body" if not body else "white space"
    return line if len(line) <= MOST_BODY else f"{line[:MOST_BODY]}… ({len(text):,} characters)"
