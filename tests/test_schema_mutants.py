"""The boundary suite knows each normative schema from every schema one step looser or tighter."""

from functools import lru_cache
from typing import Any

import pytest

from contractkit.building.conditions import tolerate
from contractkit.building.demands import inline_layer
from contractkit.cases import boundary_suite
from contractkit.contract import Schema, load
from contractkit.judging.clean import compile_fast
from contractkit.layers import load_layers
from tests.equivalents import EQUIVALENT
from tests.mutants import list_mutants

CONTRACT = load("send-message-v1@1.0.0")
MESSAGES = CONTRACT.messages


@pytest.mark.parametrize("message", MESSAGES)
def test_schemas_without_references_judge_as_they_do_with_them(message: str) -> None:
    assert _judge(_inlined(message), _payloads(message)) == _verdicts(message)


@pytest.mark.parametrize("message", MESSAGES)
def test_each_change_of_a_schema_changes_the_verdict_on_a_case(message: str) -> None:
    mutants = list(list_mutants(_inlined(message)))
    assert len({(one.pointer, one.change) for one in mutants}) == len(mutants)
    survivors = {
        (message, one.pointer, one.change) for one in mutants if _survives(one.schema, message)
    }
    assert survivors == {name for name in EQUIVALENT if name[0] == message}


def _survives(schema: Schema, message: str) -> bool:
    fits = tolerate(compile_fast(schema))
    judged = zip(_payloads(message), _verdicts(message), strict=True)
    return all(fits(payload) == verdict for payload, verdict in judged)


@lru_cache(maxsize=8)
def _payloads(message: str) -> tuple[Any, ...]:
    cases = boundary_suite(CONTRACT, message)
    return tuple(one.payload for one in cases if one.text is None and one.data is None)


@lru_cache(maxsize=8)
def _verdicts(message: str) -> list[bool]:
    return _judge(load_layers(CONTRACT, message)[0].schema, _payloads(message))


def _judge(schema: Schema, payloads: tuple[Any, ...]) -> list[bool]:
    return list(map(tolerate(compile_fast(schema)), payloads))


def _inlined(message: str) -> Schema:
    return inline_layer(load_layers(CONTRACT, message)[0])
