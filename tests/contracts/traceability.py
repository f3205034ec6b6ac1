"""What traceability.json holds: statements of the sources, each with the rules that keep it.

- `rows`: the specification's own words, by section, subject and column of its tables;
- `facts`: what the pages that it links to say, in other words;
- `migrations`: what the pages of other APIs say, which matters to requests that are to move there;
- `samples`: its samples, with what is found in them as they are published, and with placeholders
  taken for values and comments skipped;
- `outside`: statements and facts that no payload can break, and why.
"""

import os
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract, load, read_catalog, read_json


@dataclass(frozen=True, slots=True)
class Trace:
    """One statement: where it stands, what it says, and the ids of the rules that keep it."""

    id: str
    place: str
    statement: str
    rules: tuple[str, ...]


def all_versions(home: str | None = None) -> list[Contract]:
    """Every version of every contract in the catalogue, the oldest version first."""
    return [
        load(f"{name}@{version}", schemas=home)
        for name, entry in read_catalog(home)["contracts"].items()
        for version in entry["versions"]
    ]


def traced_contracts() -> list[Contract]:
    """The newest version of every contract: the one that its traceability speaks of."""
    return list({contract.name: contract for contract in all_versions()}.values())


def read_traceability(contract: Contract) -> dict[str, Any]:
    """The whole of a contract's traceability.json."""
    path = os.path.join(contract.home, contract.name, "traceability.json")
    data: dict[str, Any] = read_json(path)
    return data


def find_sample(contract: Contract, sample: dict[str, Any]) -> str:
    """The path of a sample's file: the version's own, or that of a version it was made from."""
    paths = [os.path.join(folder, sample["file"]) for folder in contract.fixture_folders]
    return next(path for path in paths if os.path.exists(path))


def load_traces(contract: Contract) -> list[Trace]:
    """Every row and every fact, those of migrations too, in the order of the file."""
    data = read_traceability(contract)
    rows = [
        Trace(row["id"], _word_place(row), f"“{row['statement']}”", tuple(row["rules"]))
        for row in data["rows"]
    ]
    facts = [
        Trace(fact["id"], fact["page"], fact["fact"], tuple(fact["rules"]))
        for fact in data["facts"] + data.get("migrations", [])
    ]
    return rows + facts


def _word_place(row: dict[str, Any]) -> str:
    subject = f"`{row['subject']}`" if row["subject"] else ""
    return ", ".join(part for part in (row["section"], subject, row["column"]) if part)
