"""Each example is taken for the message that it is an example of, in every contract."""

import pytest

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, load, read_json
from contractkit.errors import UnrecognisedMessageError
from contractkit.validation.recognition import recognise_message
from tests.contracts.traceability import all_versions

# What has no property that only its own message has, or more of another one's.
AMBIGUOUS = {"SS902-mandatory-only.json", "SS307-answer-of-send-message-v2.json"}


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_every_valid_example_is_recognised(contract: Contract) -> None:
    examples = [
        example
        for example in load_examples(contract)
        if example.suite in contract.messages and example.verdict == "valid"
    ]
    assert {example.suite for example in examples} == set(contract.messages)
    for example in examples:
        message = recognise_message(contract, read_json(example.path))
        assert message == example.suite or example.name in AMBIGUOUS, example.path


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_a_payload_of_another_api_is_taken_for_the_message_that_it_stands_for(
    contract: Contract,
) -> None:
    rules = {one["rule"]: one["message"] for one in contract.data["lookalikes"]}
    for example in load_examples(contract):
        if example.rule in rules and example.suite in contract.messages and example.is_bad:
            message = recognise_message(contract, read_json(example.path))
            assert message == rules[example.rule] or example.name in AMBIGUOUS, example.path


@pytest.mark.parametrize("contract", all_versions(), ids=str)
def test_what_shares_no_name_is_not_recognised(contract: Contract) -> None:
    with pytest.raises(UnrecognisedMessageError) as raised:
        recognise_message(contract, {"zz": 1})
    assert all(raised.value.looked_for[message] for message in contract.messages)


@pytest.mark.parametrize("names", ["senderid msisdn text", "senderid msisdn text correlationid"])
@pytest.mark.parametrize("contract", ["send-sms-v1", "send-message-v2"])
def test_a_request_is_recognised_by_the_names_of_another_api(contract: str, names: str) -> None:
    payload = dict.fromkeys(names.split(), "x")
    assert recognise_message(load(contract), payload) == "request"
