"""A code or a status of one contract names its counterparts in the others."""

import pytest

from contractkit.contracts.codes import load_codes
from contractkit.contracts.counterparts import load_cases
from contractkit.contracts.explanations import explain
from contractkit.contracts.loading import Contract, load, read_catalog

NAMES = ("send-message-v1", "send-message-v2", "send-sms-v1")
CONTRACTS = [load(name) for name in NAMES]
CODES = [
    pytest.param(contract, code, id=f"{contract.name}-{code}")
    for contract in CONTRACTS
    for code in sorted({one.code for one in load_codes(contract)})
]


@pytest.mark.parametrize(("contract", "code"), CODES)
def test_every_code_names_its_counterpart_in_every_other_contract(
    contract: Contract, code: str
) -> None:
    out = explain(code, contract)
    for name in NAMES:
        assert f"- {read_catalog()['contracts'][name]['title']}: " in out


@pytest.mark.parametrize(
    ("name", "subject", "other", "said"),
    [
        ("send-message-v1", "1001", "send-message-v2", "HTTP 201, status queued"),
        ("send-message-v1", "7001", "send-message-v2", "HTTP 401, code 7001; without a body"),
        ("send-message-v1", "7001", "send-sms-v1", "HTTP 403, code 7001"),
        ("send-message-v1", "Un-Delivered", "send-sms-v1", "status Un-Delivered or FAILED"),
        ("send-message-v2", "201", "send-message-v1", "HTTP 200, code 1001, status Queued"),
        ("send-message-v2", "401", "send-message-v1", "HTTP 200, code 7001"),
        ("send-message-v2", "429", "send-message-v1", "HTTP 200, code 7020"),
        ("send-message-v2", "queued", "send-sms-v1", "HTTP 202"),
        ("send-sms-v1", "202", "send-message-v2", "HTTP 201"),
        ("send-sms-v1", "DELIVERED", "send-message-v1", "code 7500, status Delivered"),
    ],
)
def test_counterparts_are_these(name: str, subject: str, other: str, said: str) -> None:
    title = read_catalog()["contracts"][other]["title"]
    assert f"- {title}: {said}" in explain(subject, load(name))


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
def test_every_case_says_something_of_every_contract(contract: Contract) -> None:
    cases = load_cases(contract)
    assert cases
    assert len({(case.kind, case.about) for case in cases}) == len(cases)
    for case in cases:
        assert set(case.counterparts) == set(NAMES)
        for one in case.counterparts.values():
            assert one.http or one.codes or one.words or one.says, case.about
