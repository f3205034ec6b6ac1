"""A handful of examples of a message, chosen from the example files."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.pointers import escape, select_values

MOST, LARGEST_BYTES = 5, 2000
Samples = dict[str, dict[str, Any]]


def pick_samples(
    contract: Contract,
    message: str,
    fits: Callable[[Any], bool] = lambda _: True,
    distinct: Iterable[str] = (),
) -> Samples:
    """Some valid examples as OpenAPI has them: by name, with `summary` and `value`.

    The plainest comes first, then those that show most that the ones before do not: places, and
    the values at the pointers `distinct`. None where the contract has no example files.
    """
    found = [pair for pair in _read_samples(contract, message) if fits(pair[1])]
    usual = Counter(leaf for _, value in found for leaf in _list_leaves(value))
    shows = {
        example: _list_places(value) | _list_values(value, distinct) for example, value in found
    }
    found.sort(key=lambda pair: (len(shows[pair[0]]), *_rank(pair, usual)))
    chosen: Samples = {}
    shown: set[str] = set()
    while found and len(chosen) < MOST:
        example, value = (
            max(found, key=lambda pair: len(shows[pair[0]] - shown)) if shown else found[0]
        )
        if shows[example] <= shown:
            break
        shown |= shows[example]
        chosen[example.name.removesuffix(".json")] = {"summary": _name(example), "value": value}
    return chosen


def _rank(pair: tuple[Example, Any], usual: Counter[str]) -> tuple[int, str]:
    """What is like the others before what is odd: that has the values of an edge."""
    return -min((usual[leaf] for leaf in _list_leaves(pair[1])), default=0), pair[0].name


def _read_samples(contract: Contract, message: str) -> list[tuple[Example, Any]]:
    found = []
    for example in load_examples(contract):
        is_valid = example.suite == message and example.verdict == Verdict.VALID
        if is_valid and not example.findings and os.path.getsize(example.path) <= LARGEST_BYTES:
            with open(example.path, encoding="utf-8") as file:
                found.append((example, json.load(file)))
    return found


def _list_places(value: object, place: str = "") -> set[str]:
    """What a value shows: the patterns of its places, with the kind of the value at each."""
    found = {f"{place} {type(value).__name__}"}
    if isinstance(value, dict):
        for name, inner in value.items():
            found |= _list_places(inner, f"{place}/{escape(name)}")
    for inner in value if isinstance(value, list) else ():
        found |= _list_places(inner, f"{place}/*")
    return found


def _list_leaves(value: object, place: str = "") -> set[str]:
    """The strings, numbers and so on of a value, each with the pattern of its place."""
    if isinstance(value, dict):
        children = [(f"{place}/{escape(name)}", child) for name, child in value.items()]
    elif isinstance(value, list):
        children = [(f"{place}/*", child) for child in value]
    else:
        return {f"{place} {value!r}"}
    return {leaf for child_place, child in children for leaf in _list_leaves(child, child_place)}


def _list_values(value: object, pointers: Iterable[str]) -> set[str]:
    return {f"= {inner!r}" for pointer in pointers for _, inner in select_values(value, pointer)}


def _name(example: Example) -> str:
    """What the file's name says behind the rule that it is named after."""
    words = example.name.removesuffix(".json").partition("-")[2].replace("-", " ")
    return words or example.name
