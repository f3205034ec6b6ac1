"""The severities that a project gives to rules, in place of those on the rules' pages.

Only what the linter says of a finding changes, and with it the exit status; the verdict, what an
implementation may do, is the contract's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contractkit.findings import Severity
from contractkit.linting.records import Linted, Result


def restate(results: Iterable[Result], severities: Iterable[tuple[str, str]]) -> Iterator[Result]:
    """The results with the severity of each finding replaced where its rule has another.

    `severities` are pairs of an id, or the beginning of ids, and a severity; the longest counts.
    """
    by_length = sorted(severities, key=lambda pair: -len(pair[0]))
    chosen = [(beginning.upper(), Severity(name)) for beginning, name in by_length]
    for result in results:
        yield _restate(result, chosen) if isinstance(result, Linted) else result


def _restate(linted: Linted, chosen: list[tuple[str, Severity]]) -> Linted:
    findings = tuple(
        replace(one, severity=severity)
        if (severity := _find(one.rule, chosen)) not in (None, one.severity)
        else one
        for one in linted.findings
    )
    return replace(linted, findings=findings)


def _find(rule: str, chosen: list[tuple[str, Severity]]) -> Severity | None:
    fitting = (name for beginning, name in chosen if rule.startswith(beginning))
    return next(fitting, None)
