"""The contract of a test: payloads are judged as they would be sent, and explained."""

from collections import OrderedDict
from enum import StrEnum
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from contractkit import check, load
from contractkit.contracts.loading import Contract
from contractkit.errors import UnknownNameError, UnrecognisedMessageError
from contractkit.pytest_plugin import load_contract
from contractkit.strategies import valid
from tests.sample_payloads import plain, plain_sms

CONTRACT = load_contract()
DOUBTFUL = plain(extra=1)


class Channel(StrEnum):
    RIGHT = "sms"


def rules(payload: object, kind: str = "request") -> list[str]:
    return [one.rule for one in CONTRACT.check(payload, kind)]


def test_it_is_a_contract_for_every_function_that_takes_one() -> None:
    assert isinstance(CONTRACT, Contract)
    assert str(CONTRACT) == str(load())
    assert [one.rule for one in check({}, "request", contract=CONTRACT)]
    assert isinstance(valid("request", contract=CONTRACT), SearchStrategy)


def test_it_is_loaded_once_for_the_same_arguments() -> None:
    assert load_contract() is CONTRACT
    one = load_contract(tenant={"plus_e164": True, "contact_policy": False})
    assert one is load_contract(tenant={"contact_policy": False, "plus_e164": True})
    assert one is not CONTRACT
    assert one.tenant == {"plus_e164": True, "contact_policy": False}


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (plain(), []),
        (plain(destination=({"msisdn": ("+447700900123",)},)), []),
        (OrderedDict(plain(deliverychannel=Channel.RIGHT)), []),
        (plain_sms(text=""), ["SM109"]),
        ('{"deliverychannel": "sms"}', ["SM103", "SM106"]),
        (b"{", ["JT006"]),
        (bytearray(b"\xff"), ["JT011"]),
        (plain(correlationid=float("nan")), ["JT007"]),
        ("", ["JT020"]),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_payload_is_judged_as_it_would_be_sent(payload: object, found: list[str]) -> None:
    assert set(found) <= set(rules(payload))
    assert bool(found) == bool(rules(payload))


def test_what_cannot_be_sent_is_the_tests_own_mistake() -> None:
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        CONTRACT.check({"destination": {1}}, "request")


def test_kinds_are_those_of_the_contract() -> None:
    assert CONTRACT.check({"response": {"code": "1001"}})[0].rule.startswith("SM3")
    with pytest.raises(UnknownNameError):
        CONTRACT.assert_conforms(plain(), "reply")
    with pytest.raises(UnrecognisedMessageError):
        CONTRACT.assert_conforms({})


@pytest.mark.parametrize("payload", [plain(), DOUBTFUL], ids=["valid", "doubtful"])
def test_what_an_implementation_may_accept_conforms(payload: object) -> None:
    CONTRACT.assert_conforms(payload, "request")


def explain(payload: object, kind: str = "request", **options: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        CONTRACT.assert_conforms(payload, kind, **options)
    return str(caught.value)


def test_a_doubtful_payload_does_not_conform_strictly() -> None:
    text = explain(DOUBTFUL, strict=True)
    assert text.startswith(f"the request does not conform to {CONTRACT}: 1 finding\n")
    assert "request: warning[SM201]: " in text
    assert "\n  at /extra\n" in text


def test_selecting_rules_changes_what_is_found() -> None:
    bad = plain_sms(text="x" * 1025, senderid="")
    CONTRACT.assert_conforms(bad, "request", ignore=["SM114", "SM108"])
    assert "SM108" not in explain(bad, select=["SM114"])


def test_a_value_is_explained_by_its_pointers() -> None:
    text = explain(plain_sms(text="x" * 1025, senderid=""))
    assert "request: error[SM114]: “text” has 1025 characters" in text
    assert "\n  at /channels/sms/text\n" in text
    for title in ("why:", "fix:", "from:"):
        assert text.count(f"\n  {title}") == 2
    assert max(map(len, text.splitlines())) <= 88
    assert "xxxxx" not in text


def test_a_text_is_explained_with_its_line() -> None:
    text = explain('{"response":\n []}', "auto")
    assert text.startswith("the response does not conform")
    assert "response:2:2: error[SM304]" in text
    assert "\n  2 |  []}\n" in text


def test_many_findings_are_listed_and_not_explained() -> None:
    numbers = [f"0770090012{digit}" for digit in range(10)] * 3
    text = explain(plain(destination=[{"msisdn": numbers}], extra=1))
    assert text.count("why:") == 5
    assert len(text.splitlines()) < 80
    assert "also: error[SM112] at /destination/0/msisdn/5: " in text
    assert "\nand 11 more\n" in text
