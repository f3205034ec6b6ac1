"""The codes in the schemas are exactly those of codes.json, each with its statuses."""

import json
from typing import Any

import pytest

from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.validation.check import check
from tests.contracts.traceability import all_versions

VERSIONS = all_versions()
CODES = [
    pytest.param(contract, code, id=f"{contract}-{code.context}-{code.code}")
    for contract in VERSIONS
    for code in load_codes(contract)
]
STATUSES = ("Submitted", "Delivered", "Failed", "Un-Delivered", "Clicked")
GOOD = "SM501-one-object.json"
NO_ID = "00000000-0000-0000-0000-000000000000"


def word_notification(contract: Contract, code: str, status: str) -> dict[str, Any]:
    """A good notification with a code and a status."""
    example = next(one for one in load_examples(contract) if one.name == GOOD)
    notification: dict[str, Any] = json.loads(json.dumps(read_json(example.path)))
    notification["deliveryInfoNotification"]["deliveryInfo"] |= {
        "code": code,
        "deliveryStatus": status,
    }
    return notification


@pytest.mark.parametrize(("contract", "code"), CODES)
def test_code_is_known_to_the_schemas(contract: Contract, code: Code) -> None:
    if code.context == "delivery":
        for status in STATUSES:
            notification = word_notification(contract, code.code, status)
            found = {one.rule for one in check(notification, contract=contract)}
            assert found == (set() if status in code.status else {"SM603"}), status
    else:
        entry = {"code": code.code, "transid": NO_ID, "description": code.description}
        accepted = not code.code.startswith("7")
        answer = {"response": [entry] if accepted else entry}
        assert check(answer, "response", contract=contract) == ()


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_no_schema_knows_more_codes(contract: Contract) -> None:
    known = {(one.context, one.code) for one in load_codes(contract)}
    for context, rule in (("answer", "SM403"), ("delivery", "SM602")):
        for number in range(7000, 8000):
            entry = {"code": str(number), "transid": NO_ID, "description": "made up"}
            payload = {"response": entry}
            if context == "delivery":
                payload = word_notification(contract, str(number), "Failed")
            found = {one.rule for one in check(payload, contract=contract)}
            assert (rule in found) is not ((context, str(number)) in known), number
