"""How fields are explained that stand in the branches of a choice."""

from pathlib import Path

import pytest

from contractkit import explain
from tests.validation.ruled_contracts import latest, write_contract

CARD = {"required": ["kind", "number"], "properties": {"kind": {"const": "card"}, "number": {}}}
BANK = {"required": ["kind"], "properties": {"kind": {"enum": ["bank", "giro"]}, "note": {}}}
PAYMENT = latest(oneOf=[CARD, {"$ref": "#/$defs/Bank"}], **{"$defs": {"Bank": BANK}})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kind", 'mandatory\n\nAllowed: "card", "bank", "giro"\n'),
        ("number", "optional, mandatory in some cases\n"),
        ("note", "optional\n"),
    ],
)
def test_a_field_of_a_choice(tmp_path: Path, field: str, said: str) -> None:
    assert f"; {said}" in explain(field, write_contract(tmp_path, PAYMENT))
