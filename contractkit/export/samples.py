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
Named = dict[str, dict[str, Any]]


def pick_samples(
    contract: Contract,
    message: str,
    fits: Callable[[Any], bool] = lambda _: True,
    telling: Iterable[str] = (),
) -> Named:
    """Some valid examples as OpenAPI has them: by name, with `summary` and `value`.

    The plainest comes first, then those that show most that the ones before do not: places, and
    the values at the pointers `telling`. None where the contract has no example files.
    """
    found = [(one, value) for one, value in _read_samples(contract, message) if fits(value)]
    usual = Counter(leaf for _, value in found for leaf in _list_leaves(value))
    shows = {one: _list_places(value) | _list_told(value, telling) for one, value in found}
    found.sort(key=lambda pair: (len(shows[pair[0]]), *_rank(pair, usual)))
    chosen: Named = {}
    shown: set[str] = set()
    while found and len(chosen) < MOST:
        best = max(found, key=lambda pair: len(shows[pair[0]] - shown)) if shown else found[0]
        if shows[best[0]] <= shown:
            break
        shown |= shows[best[0]]
        chosen[best[0].name.removesuffix(".json")] = {"summary": _name(best[0]), "value": best[1]}
    return chosen


def _rank(pair: tuple[Example, Any], usual: Counter[str]) -> tuple[int, str]:
    """What is like the others before what is odd: that has the values of an edge."""
    return -min((usual[leaf] for leaf in _list_leaves(pair[1])), default=0), pair[0].name


def _read_samples(contract: Contract, message: str) -> list[tuple[Example, Any]]:
    found = []
    for one in load_examples(contract):
        clean = one.suite == message and one.verdict == Verdict.VALID and not one.findings
        if clean and os.path.getsize(one.path) <= LARGEST_BYTES:
            with open(one.path, encoding="utf-8") as file:
                found.append((one, json.load(file)))
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
        inner = [(f"{place}/{escape(name)}", one) for name, one in value.items()]
    elif isinstance(value, list):
        inner = [(f"{place}/*", one) for one in value]
    else:
        return {f"{place} {value!r}"}
    return {leaf for at, one in inner for leaf in _list_leaves(one, at)}


def _list_told(value: object, telling: Iterable[str]) -> set[str]:
    return {f"= {one!r}" for pattern in telling for _, one in select_values(value, pattern)}


def _name(example: Example) -> str:
    """What the file's name says behind the rule that it is named after."""
    words = example.name.removesuffix(".json").partition("-")[2].replace("-", " ")
    return words or example.name
