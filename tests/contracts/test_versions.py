"""A version that is made from another: whole in itself, and numbered by the verdicts."""

import os
from itertools import pairwise
from typing import Any

import pytest

from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract, list_ancestry, load, read_json
from contractkit.findings import Verdict, judge
from contractkit.validation.check import check_document
from tests.contracts.suites import judged_with
from tests.contracts.traceability import all_versions
from tests.contracts.versions import find_version_files, list_files, merge, read_changes

MADE = [one for one in all_versions() if len(list_ancestry(one)) > 1]


def load_older(contract: Contract) -> Contract:
    return load(f"{contract.name}@{list_ancestry(contract)[1]}")


@pytest.mark.parametrize(
    ("value", "patch", "merged"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"b": None, "c": 2}}, {"a": {"c": 2}}),
        ({"a": 1}, {"z": None}, {"a": 1}),
        ({"a": 1}, "b", "b"),
    ],
)
def test_a_patch_is_merged(value: Any, patch: Any, merged: Any) -> None:
    assert merge(value, patch) == merged


@pytest.mark.parametrize("contract", MADE, ids=str)
def test_a_version_has_the_files_that_are_written_and_no_other(contract: Contract) -> None:
    written = {
        os.path.relpath(path, contract.folder)
        for path in find_version_files(contract.home)
        if path.startswith(contract.folder + os.sep)
    }
    assert written == list_files(contract.folder) >= list_files(load_older(contract).folder)


@pytest.mark.parametrize("contract", MADE, ids=str)
def test_every_change_is_one(contract: Contract) -> None:
    """What is merged is different from the older file at each of its ends."""
    changes = read_changes(os.path.dirname(contract.folder), contract.version)
    assert changes
    for file, patch in changes.items():
        path = os.path.join(load_older(contract).folder, file)
        before = read_json(path) if os.path.exists(path) else {}
        assert list(list_idle(before, patch, file)) == []


def list_idle(before: Any, patch: Any, place: str) -> list[str]:
    """The places at which a patch changes nothing."""
    if isinstance(patch, dict) and isinstance(before, dict):
        return [
            idle
            for name, change in patch.items()
            for idle in list_idle(before.get(name), change, f"{place}/{name}")
        ]
    return [place] if merge(before, patch) == before else []


@pytest.mark.parametrize("contract", MADE, ids=str)
def test_the_number_follows_from_the_verdicts_on_the_examples(contract: Contract) -> None:
    older = load_older(contract)
    paths = {one.path: one for version in (older, contract) for one in version_examples(version)}
    changed = {
        (before, after)
        for example in paths.values()
        for before, after in pairwise(verdict(one, example) for one in (older, contract))
        if before is not after
    }
    numbers = [[int(part) for part in one.version.split(".")] for one in (older, contract)]
    place = next(at for at, (old, new) in enumerate(zip(*numbers, strict=True)) if old != new)
    breaking = (Verdict.VALID, Verdict.INVALID) in changed
    assert place == (0 if breaking else 1 if changed else 2), changed


def version_examples(contract: Contract) -> list[Example]:
    """The examples of a version's own rules."""
    examples = load_examples(contract)
    return [one for one in examples if one.suite.split(os.sep)[0] in contract.messages]


def verdict(contract: Contract, example: Example) -> Verdict:
    """How a version judges an example."""
    contract, options = judged_with(contract, example)
    with open(example.path, "rb") as file:
        return judge(check_document(file.read(), contract, options).findings)
