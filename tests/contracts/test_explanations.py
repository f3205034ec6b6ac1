"""How fields in the branches of a choice are explained, and rules of answers."""

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


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("SM112", "error (invalid: an implementation must refuse it)"),
        ("SM306", "error (invalid: a server must not send it)"),
        ("SM512", "error (invalid: a server must not send it)"),
        ("JT001", "error (invalid: an implementation must refuse it)"),
    ],
)
def test_a_rule_of_an_answer_is_one_for_servers(rule: str, said: str) -> None:
    assert said in explain(rule).splitlines()
