"""The versions in the catalogue have the numbers that their difference proves."""

import re
from itertools import pairwise

import pytest

from contractkit import load
from contractkit.compare import compare
from contractkit.compare.changes import list_changes
from contractkit.compare.constraints import match_constraints
from contractkit.compare.proofs import prove_empty
from contractkit.compare.reports.text import render_text
from contractkit.contracts.loading import Contract, read_catalog
from tests.contracts.traceability import all_versions
from tests.docs.pages import read_page

STEPS = [
    (f"{name}@{older}", f"{name}@{newer}")
    for name, entry in read_catalog()["contracts"].items()
    for older, newer in pairwise(entry["versions"])
]
SHOWN = re.findall(
    r"`contractkit diff (\S+) (\S+)`[^`]*```text\n(.*?)```",
    read_page("docs/versions.md"),
    re.DOTALL,
)


@pytest.mark.parametrize(("older", "newer"), STEPS)
def test_the_number_is_the_one_that_the_difference_proves(older: str, newer: str) -> None:
    difference = compare(load(older), load(newer))
    assert difference.proved
    assert difference.step is difference.numbered
    told = [line for line in render_text(difference).splitlines() if len(line) > 80]
    assert told == []
    for before, after, text in SHOWN:
        if (before, after) == (older.partition("@")[2], newer.partition("@")[2]):
            parts = [part.strip("\n") for part in text.split("\n[…]\n")]
            assert [part for part in parts if part not in render_text(difference)] == []


def test_the_documentation_shows_a_difference() -> None:
    assert SHOWN


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_a_version_is_the_same_as_itself(contract: Contract) -> None:
    for message in contract.messages:
        pairs = match_constraints(contract, contract, message)
        assert pairs
        assert list_changes(contract, contract, message, pairs) == []
        assert len(prove_empty(contract, contract, message, pairs)) == 6
