"""What the phases make of the schemas alone works for contracts of another shape, too."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from contractkit import judge, load
from contractkit.fuzz.phases import numbers, sizes, unicode
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import EXPECTATIONS, Login, Probe
from contractkit.validation.check import check_text
from tests.compare.made import order, write_contracts

OPERATION = {"operation": {"method": "POST", "path": "/boil"}}
TEXT: dict[str, Any] = {"type": "string"}
ORDERS: dict[str, dict[str, Any]] = {
    "numbers are due": order(cups={"type": "integer", "minimum": 1}, heat={"type": "number"}),
    "one of some numbers": order(cups={"enum": [1, 2, "many"]}),
    "an array": {"type": "array", "minItems": 1, "items": {"type": "string", "maxLength": 5}},
    "a text": {"type": "string", "maxLength": 300},
    "a large payload": order(must={"enum": ["x" * 400]}),
    "limits in arrays": order(tags={"type": "array", "items": {"type": "string", "maxLength": 3}}),
    "short texts": order(must={"type": "string", "minLength": 2, "maxLength": 2}),
    "a known extra": order(extra={"type": "string", "pattern": "^[a-c]+$"}),
    "letters alone": order(must={"type": "string", "maxLength": 9, "pattern": "^[a-z]*$"}),
    "nothing else": {**order(), "additionalProperties": False},
}
PHASES: dict[str, Callable[[Setting], Iterator[Probe]]] = {
    "numbers": numbers.list_probes,
    "sizes": sizes.list_probes,
    "unicode": unicode.list_probes,
}
MOST = 120


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", ORDERS)
def test_what_is_expected_is_what_the_linter_says(name: str, phase: str, tmp_path: Path) -> None:
    versions = {"1.0.0": {"order": ORDERS[name], "data": OPERATION}}
    contract = load(schemas=str(write_contracts(tmp_path, versions)))
    for probe in islice(PHASES[phase](Setting(contract, Login("nobody"))), MOST):
        verdict = judge(check_text(probe.body, "order", contract=contract))
        assert probe.expect is EXPECTATIONS[verdict], (probe.label, probe.body[:200])
        assert probe.case
        assert probe.case.verdict is verdict
