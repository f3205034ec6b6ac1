"""The boundary suite and the examples know each normative schema from the schemas near it.

Those are one step looser or tighter.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, Schema, list_ancestry, load, read_json
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.cases import is_json
from contractkit.payloads.schemas.valid_schemas import compile_test, inline_schema
from tests.contracts.traceability import all_versions
from tests.payloads.equivalents import EQUIVALENT
from tests.payloads.mutants import Mutant, list_mutants, list_repeated_places

VERSIONS = all_versions()
MESSAGES = [
    pytest.param(contract, message, id=f"{contract}-{message}")
    for contract in VERSIONS
    for message in contract.messages
]


@pytest.mark.parametrize(("contract", "message"), MESSAGES)
def test_schemas_without_references_judge_as_they_do_with_them(
    contract: Contract, message: str
) -> None:
    assert _judge(_inlined(contract, message), _payloads(contract, message)) == _verdicts(
        contract, message
    )


@pytest.mark.parametrize(("contract", "message"), MESSAGES)
def test_each_change_of_a_schema_changes_the_verdict_on_a_case(
    contract: Contract, message: str
) -> None:
    mutants = list(_list_own_mutants(contract, message))
    names = [(message, one.pointer, one.change) for one in mutants]
    assert len(set(names)) == len(names)
    survivors = {
        name
        for name, one in zip(names, mutants, strict=True)
        if _survives(one.schema, contract, message)
    }
    assert survivors == set(names) & EQUIVALENT.keys()


def test_each_equivalent_mutant_is_one_of_a_version() -> None:
    names = {
        (message, one.pointer, one.change)
        for contract in VERSIONS
        for message in contract.messages
        for one in list_mutants(_inlined(contract, message))
    }
    assert EQUIVALENT.keys() - names == set()


def _list_own_mutants(contract: Contract, message: str) -> Iterator[Mutant]:
    """The mutants that the version before has not: what they share is tried there.

    So is what a part shares with a property of the message.
    """
    schema = load_message_schemas(contract, message)[0].schema
    repeated = tuple(f"{place}/" for place in list_repeated_places(schema))
    older = list_ancestry(contract)[1:2]
    before = {
        (one.pointer, one.change)
        for version in older
        for one in list_mutants(_inlined(load(f"{contract.name}@{version}"), message))
    }
    for one in list_mutants(_inlined(contract, message)):
        if (one.pointer, one.change) not in before and not one.pointer.startswith(repeated):
            yield one


def _survives(schema: Schema, contract: Contract, message: str) -> bool:
    fits = compile_test(schema)
    judged = zip(_payloads(contract, message), _verdicts(contract, message), strict=True)
    return all(fits(payload) == verdict for payload, verdict in judged)


@lru_cache(maxsize=8)
def _payloads(contract: Contract, message: str) -> tuple[Any, ...]:
    cases = [one.payload for one in boundary_suite(contract, message) if is_json(one)]
    suites = [one for one in load_examples(contract) if one.suite == message]
    return (*cases, *(read_json(one.path) for one in suites))


@lru_cache(maxsize=8)
def _verdicts(contract: Contract, message: str) -> list[bool]:
    return _judge(load_message_schemas(contract, message)[0].schema, _payloads(contract, message))


def _judge(schema: Schema, payloads: tuple[Any, ...]) -> list[bool]:
    return list(map(compile_test(schema), payloads))


def _inlined(contract: Contract, message: str) -> Schema:
    return inline_schema(load_message_schemas(contract, message)[0])
