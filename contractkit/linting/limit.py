"""No more findings than somebody wants to read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from contractkit.linting.records import Linted

NOT_SHOWN = "not shown"


def limit_findings(files: Iterable[Linted], most: int, counts: Counter[str]) -> Iterator[Linted]:
    """The files with so many findings in all; the others are counted as "not shown"."""
    left = most
    for linted in files:
        shown = linted.findings[:left]
        counts[NOT_SHOWN] += len(linted.findings) - len(shown)
        left -= len(shown)
        yield linted if len(shown) == len(linted.findings) else replace(linted, findings=shown)
