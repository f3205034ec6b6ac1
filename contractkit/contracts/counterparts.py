"""What a code or a status of an answer is in other contracts: the file `migrate/answers.json`."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, read_catalog, read_json

FILE = os.path.join("migrate", "answers.json")
NOTIFICATIONS = "notifications"
KINDS = ("answers", NOTIFICATIONS)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """How one contract tells of a case: HTTP statuses, codes, words, and a remark in Markdown."""

    contract: str
    http: tuple[str, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Case:
    """Something that an answer or a notification (`kind`) tells, in each contract by its name.

    `codes` are those that it has in every contract; `meaning` is in words, where it has any.
    """

    kind: str
    about: str
    codes: tuple[str, ...]
    counterparts: dict[str, Counterpart]
    meaning: str = ""


def find_cases(contract: Contract, subject: str) -> list[Case]:
    """The cases for which the contract has this code, HTTP status or word; its own case counts."""
    return [
        case
        for case in load_cases(contract)
        if subject in case.codes + _list_words(case.counterparts[contract.name])
    ]


def _list_words(counterpart: Counterpart) -> tuple[str, ...]:
    return counterpart.http + counterpart.codes + counterpart.words


@lru_cache(maxsize=8)
def load_cases(contract: Contract) -> tuple[Case, ...]:
    """Every case that the files of the catalogue's contracts know of the contract."""
    files = [
        os.path.join(contract.home, name, FILE) for name in read_catalog(contract.home)["contracts"]
    ]
    return tuple(
        case
        for file in files
        if os.path.isfile(file)
        for case in _read_cases(read_json(file))
        if contract.name in case.counterparts
    )


def _read_cases(data: dict[str, Any]) -> Iterator[Case]:
    for kind in KINDS:
        for entry in data.get(kind, ()):
            counterparts = {
                name: Counterpart(
                    name,
                    tuple(said.get("http", ())),
                    tuple(said.get("codes", ())),
                    tuple(said.get("words", ())),
                    said.get("says", ""),
                )
                for name, said in entry["in"].items()
            }
            codes, meaning = tuple(entry.get("codes", ())), entry.get("meaning", "")
            yield Case(kind, entry["about"], codes, counterparts, meaning)


def describe(counterpart: Counterpart) -> str:
    """How a contract tells of a case, in a few words of Markdown."""
    parts = [f"HTTP {' or '.join(counterpart.http)}"] if counterpart.http else []
    parts += [f"code {' or '.join(counterpart.codes)}"] if counterpart.codes else []
    parts += [f"status {' or '.join(counterpart.words)}"] if counterpart.words else []
    said = ", ".join(parts)
    return "; ".join(part for part in (said, counterpart.says) if part)
