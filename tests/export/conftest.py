"""The contracts that are exported: every version of the shipped ones, and one of another API."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contractkit import load
from contractkit.contracts.loading import Contract, read_catalog
from tests.export.made_up import write_contract

SHIPPED = [
    f"{name}@{version}"
    for name, entry in read_catalog()["contracts"].items()
    for version in entry["versions"]
]
NAMES = (*SHIPPED, "kettle")


@pytest.fixture(scope="session")
def contracts() -> Iterator[dict[str, Contract]]:
    """The contracts by the name in NAMES."""
    with tempfile.TemporaryDirectory() as folder:
        made_up = write_contract(Path(folder))
        yield {name: made_up if name == "kettle" else load(name) for name in NAMES}


@pytest.fixture(scope="session", params=NAMES)
def contract(request: pytest.FixtureRequest, contracts: dict[str, Contract]) -> Contract:
    """One after the other."""
    return contracts[request.param]
