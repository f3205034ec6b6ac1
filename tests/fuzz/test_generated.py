"""The random phase ends where a message has few payloads."""

from itertools import islice
from pathlib import Path
from typing import Any

from contractkit.contracts.loading import load
from contractkit.emulator import Emulator, Settings
from contractkit.fuzz import Options, run
from contractkit.fuzz.phases.generated import MOST_KNOWN, list_random
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Login
from tests.listed_contracts import LISTED, SCHEMAS, describe, write_contract

FEW: dict[str, Any] = {"enum": ["yes", "no"]}


def test_few_payloads_are_soon_known(tmp_path: Path) -> None:
    contract = write_contract(
        tmp_path, describe(LISTED), schemas={**SCHEMAS, "order": (FEW, "OR1")}
    )
    probes = list(islice(list_random(Setting(contract, Login("right"))), 20_000))
    assert MOST_KNOWN < len(probes) < 20_000
    report = run(app=Emulator(Settings(contract)).app, contract=contract, options=Options())
    assert report.failures == ()
    assert report.requests < 1000


def test_many_payloads_have_no_end() -> None:
    probes = islice(list_random(Setting(load(), Login("right"))), 3 * MOST_KNOWN)
    assert sum(1 for _ in probes) == 3 * MOST_KNOWN
