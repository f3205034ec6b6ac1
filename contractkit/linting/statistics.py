"""How often each rule was broken."""

from collections import Counter
from collections.abc import Iterable

from contractkit.findings import Severity
from contractkit.linting.records import Linted

RuleCount = tuple[str, Severity, int]


def count_rules(files: Iterable[Linted]) -> list[RuleCount]:
    """The id, severity and number of findings of each rule, the most frequent first."""
    counts = Counter((one.rule, one.severity) for linted in files for one in linted.findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, severity, count) for (rule, severity), count in ordered]
