"""`--statistics`: how often each rule was broken, as a table or as an object."""

from collections import Counter
from collections.abc import Iterable, Sequence

from contractkit.contracts.rules import find_rule_of_any
from contractkit.findings import Severity
from contractkit.jsontext.display import show_name
from contractkit.linting.reports.json import write_object
from contractkit.linting.reports.report import Report
from contractkit.linting.results import Linted

RuleCount = tuple[str, Severity, int]


def count_rules(files: Iterable[Linted]) -> list[RuleCount]:
    """The id, severity and number of findings of each rule, the most frequent first."""
    counts = Counter(
        (finding.rule, finding.severity) for linted in files for finding in linted.findings
    )
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, severity, count) for (rule, severity), count in ordered]


def write_statistics(rules: Sequence[RuleCount], report: Report, width: int) -> str:
    """A line a rule: count, id, severity, title; "" where nothing was found."""
    titles = {rule: find_rule_of_any(report.contract, rule).title for rule, *_ in rules}
    wide = max((len(str(count)) for *_, count in rules), default=0)
    most = max((len(f"{rule}{severity}") for rule, severity, _ in rules), default=0) + 1
    return "".join(
        f"{count:>{wide}} {f'{rule} {severity}':<{most}} "
        f"{show_name(titles[rule], max(width - wide - most - 2, 20))}\n"
        for rule, severity, count in rules
    )


def write_statistics_object(rules: Sequence[RuleCount], report: Report) -> str:
    """The same for programs: the object of `--format json` with "rules" instead of findings."""
    members = [
        {
            "rule": rule,
            "severity": str(severity),
            "count": count,
            "title": find_rule_of_any(report.contract, rule).title,
        }
        for rule, severity, count in rules
    ]
    return write_object(report, {"rules": members})
