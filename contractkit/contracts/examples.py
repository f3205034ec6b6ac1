"""The example files of the rules: payloads, and the findings that each of them must give.

A folder with a `findings.csv` is a suite: its `valid`, `doubtful` and `invalid` folders hold the
files, the table says what is found in each (`file,rule,pointer`; no row: nothing).
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract

FINDINGS_TABLE = "findings.csv"
NO_POINTER = "null"


@dataclass(frozen=True, slots=True)
class Example:
    """One example file: the rule that it is named after, and what is found in it.

    `suite` is the folder of its suite below the folder of examples, such as `request`; `verdict`
    the folder in the suite; `findings` are pairs of rule and pointer (None: a text-level one).
    """

    path: str
    suite: str
    verdict: str
    rule: str
    findings: tuple[tuple[str, str | None], ...]

    @property
    def name(self) -> str:
        """The file's name."""
        return os.path.basename(self.path)

    @property
    def is_bad(self) -> bool:
        """Whether this is a bad example of the rule that it is named after."""
        return any(rule == self.rule for rule, _ in self.findings)


@lru_cache(maxsize=8)
def load_examples(contract: Contract) -> tuple[Example, ...]:
    """Every example of the contract's version and of the rules of JSON text, sorted by path.

    The version's own come first, then those of the versions that it was made from, unless there is
    a newer one of the same suite and name.
    """
    if contract.whole:
        return load_examples(contract.whole)
    found: list[Example] = []
    for folder in contract.fixture_folders:
        newer = {(example.suite, example.name) for example in found}
        found += [
            example
            for example in _read_folder(folder)
            if (example.suite, example.name) not in newer
        ]
    return tuple(found)


def find_examples(contract: Contract, rule: str) -> tuple[list[Example], list[Example]]:
    """The good and the bad examples of a rule, the shortest file first."""
    own = [example for example in load_examples(contract) if example.rule == rule]
    own.sort(key=lambda example: (os.path.getsize(example.path), example.path))
    good = [example for example in own if not example.findings]
    return good, [example for example in own if example.is_bad]


def _read_folder(folder: str) -> Iterator[Example]:
    for suite, _, files in sorted(os.walk(folder)):
        if FINDINGS_TABLE in files:
            yield from _read_suite(suite, os.path.relpath(suite, folder))


def _read_suite(folder: str, suite: str) -> Iterator[Example]:
    expected = _read_table(os.path.join(folder, FINDINGS_TABLE))
    for verdict in sorted(os.listdir(folder)):
        if verdict not in ("valid", "doubtful", "invalid"):
            continue
        for name in sorted(os.listdir(os.path.join(folder, verdict))):
            findings = tuple(expected.get(f"{verdict}/{name}", ()))
            path = os.path.join(folder, verdict, name)
            yield Example(path, suite, verdict, name.partition("-")[0], findings)


def _read_table(path: str) -> dict[str, list[tuple[str, str | None]]]:
    expected: dict[str, list[tuple[str, str | None]]] = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pointer = None if row["pointer"] == NO_POINTER else row["pointer"]
            expected.setdefault(row["file"], []).append((row["rule"], pointer))
    return expected
