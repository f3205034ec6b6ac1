"""What was found in each file, and what is changed in it: severities, a limit, repetitions."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from contractkit.errors import UnreadableInputError

if TYPE_CHECKING:
    from contractkit.contracts.loading import Contract
    from contractkit.findings import Finding, Severity
    from contractkit.jsontext import Document

NOT_SHOWN, REPEATED = "not shown", "repeated"


class Linted(NamedTuple):
    """One judged file: the name to show, and its findings in the order in which they are shown.

    `document` is the text that their positions are in, whose first line has the number `first_line`
    in the file; None where nobody needs it. `whole` is False for a part of a file of which more is
    to come: a file counts once. `contract` is the contract that judged it, `NAME@VERSION`, where
    that is another than the run's.
    """

    name: str
    findings: "tuple[Finding, ...]" = ()
    document: "Document | None" = None
    first_line: int = 1
    whole: bool = True
    contract: str = ""


class PassedOver(NamedTuple):
    """A file in which nothing is to judge; `reason` is what to say of one that was named."""

    name: str
    reason: str = ""


def name_other(judge: "Contract | None", contract: "Contract") -> str:
    """The contract that judged, `NAME@VERSION`, where it is another than the run's; else ""."""
    return "" if judge is contract else str(judge)


class Written(NamedTuple):
    """What is to be shown of some judged files, and how often each thing was counted in them."""

    text: str
    counts: "Counter[str]"


Unjudged: TypeAlias = PassedOver | UnreadableInputError
Result: TypeAlias = Linted | Unjudged


def change_severities(
    results: Iterable[Result], severities: Iterable[tuple[str, str]]
) -> Iterator[Result]:
    """The results with the severity of each finding replaced where its rule has another.

    `severities` are pairs of an id, or the beginning of ids, and a severity; the longest counts.
    Only the severity and the exit status change, the verdict is the contract's.
    """
    from contractkit.findings import Severity

    by_length = sorted(severities, key=lambda pair: -len(pair[0]))
    chosen = [(beginning.upper(), Severity(name)) for beginning, name in by_length]
    for result in results:
        if isinstance(result, Linted):
            findings = tuple(_change_severity(finding, chosen) for finding in result.findings)
            yield result._replace(findings=findings)
        else:
            yield result


def _change_severity(finding: "Finding", chosen: "list[tuple[str, Severity]]") -> "Finding":
    for beginning, severity in chosen:
        if finding.rule.startswith(beginning):
            return replace(finding, severity=severity)
    return finding


def limit_findings(files: Iterable[Linted], most: int, counts: Counter[str]) -> Iterator[Linted]:
    """The files with at most so many findings in all; the others are counted as "not shown"."""
    left = most
    for linted in files:
        shown = linted.findings[:left]
        counts[NOT_SHOWN] += len(linted.findings) - len(shown)
        left -= len(shown)
        yield linted._replace(findings=shown)


def drop_repeated(
    files: Iterable[Linted], rules: Collection[str], counts: Counter[str]
) -> Iterator[Linted]:
    """The files without what these rules have said before in the same words of the same place.

    Places that differ only in their indices are the same. The others are counted as "repeated".
    """
    from contractkit.pointers import to_pattern

    said = set[tuple[str, str, str]]()
    for linted in files:
        shown: list[Finding] = []
        for finding in linted.findings:
            key = finding.rule, to_pattern(finding.pointer or ""), finding.message
            if finding.rule in rules and key in said:
                counts[REPEATED] += 1
            else:
                said.add(key)
                shown.append(finding)
        yield linted._replace(findings=tuple(shown))
