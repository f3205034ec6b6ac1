"""The payloads that exports are tried on: the example files, and the beginning of the suite."""

import json
from itertools import islice
from typing import Any

import jsonschema_rs

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, find_message, load_default, load_schema
from contractkit.payloads.boundary_suite import boundary_suite

MOST_OF_SUITE = 200


def read_examples(contract: Contract, message: str, *verdicts: str) -> list[Any]:
    """The values of the example files of a message that are JSON and have such a verdict."""
    found = []
    for one in load_examples(contract):
        if one.suite == message and (one.verdict in verdicts or not verdicts):
            with open(one.path, "rb") as file:
                found.append(json.loads(file.read()))
    return found


def list_payloads(contract: Contract, message: str) -> list[Any]:
    """FullPlan that there is for a message of the contract.

    The generator makes nothing of the made-up one, whose schema refers to itself.
    """
    own = contract.name == load_default().name
    suite = islice(boundary_suite(contract, message), MOST_OF_SUITE if own else 0)
    drawn = [case.payload for case in suite if case.text is None and case.data is None]
    return read_examples(contract, message) + drawn


def judge_by_original(contract: Contract, message: str, payloads: list[Any]) -> list[bool]:
    """Whether each is valid by the contract's own schema, a draft-07 one."""
    schema = load_schema(contract, find_message(contract, message)["schema"])
    validator = jsonschema_rs.Draft7Validator(schema)
    verdicts = [validator.is_valid(one) for one in payloads]
    assert len(set(verdicts)) == 2
    return verdicts
