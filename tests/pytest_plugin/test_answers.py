"""What a test can order as the next answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from contractkit import check, judge
from contractkit.errors import ContractkitError
from contractkit.pytest_plugin import ContractEmulator, list_contract_cases, load_contract
from contractkit.pytest_plugin.emulator_state import EmulatorSetup, make_settings
from contractkit.strategies import invalid, valid
from tests.emulator.client import Got, send
from tests.sample_payloads import plain

CONTRACT = load_contract()
[TEXT_CASE, *_] = [
    one for one in list_contract_cases(CONTRACT, "response") if one.case.data is not None
]
ENTRY = {"response": {"code": "7004", "description": "x", "transid": "y"}}


@pytest.fixture
def emulator() -> Iterator[ContractEmulator]:
    made = ContractEmulator(lambda: EmulatorSetup(make_settings(CONTRACT, {}), seed="this test"))
    yield made
    made.finish(passed=True)
    made.close()


def ask(emulator: ContractEmulator) -> Got:
    return send(emulator.url, plain())


@pytest.mark.parametrize(
    ("order", "status", "body"),
    [
        ({"status": 503, "body": "later"}, 503, b"later"),
        ({"body": {"a": 1}}, 200, b'{"a": 1}'),
        ({"body": b"\xff"}, 200, b"\xff"),
        (TEXT_CASE, 200, TEXT_CASE.body),
        (TEXT_CASE.case, 200, TEXT_CASE.body),
        (st.just(ENTRY), 200, json.dumps(ENTRY).encode()),
        (st.just({"status": 502}), 502, b""),
        (st.just({}), 200, b"{}"),
        (st.just("7004"), 200, b"7004"),
        (st.just(TEXT_CASE.case), 200, TEXT_CASE.body),
        (st.sampled_from([TEXT_CASE]), 200, TEXT_CASE.body),
    ],
    ids=repr,
)
def test_an_answer_is_given(
    emulator: ContractEmulator, order: object, status: int, body: bytes
) -> None:
    emulator.answer_with(order)
    got = ask(emulator)
    assert (got.status, got.body) == (status, body)
    assert ask(emulator).code == "1001"


def test_several_orders_are_answered_one_each(emulator: ContractEmulator) -> None:
    emulator.answer_with("7004", {"code": "7003"}, valid("response"), code="7009")
    found = [ask(emulator) for _ in range(5)]
    assert [found[place].code for place in (0, 1, 3, 4)] == ["7004", "7003", "7009", "1001"]


def test_an_order_replaces_the_one_before(emulator: ContractEmulator) -> None:
    emulator.answer_with("7004", "7004")
    emulator.answer_with("7003")
    assert [ask(emulator).code for _ in range(2)] == ["7003", "1001"]
    emulator.answer_with("7004")
    emulator.answer_with()
    assert ask(emulator).code == "1001"


def test_a_dropped_connection(emulator: ContractEmulator) -> None:
    emulator.answer_with(drop=True)
    with pytest.raises(OSError, match="closed connection"):
        ask(emulator)


def draw(emulator: ContractEmulator, strategy: Any, count: int) -> list[Any]:
    emulator.answer_with(*[strategy] * count)
    return [ask(emulator).value for _ in range(count)]


def test_a_strategy_gives_various_answers_the_same_on_every_run(emulator: ContractEmulator) -> None:
    one = draw(emulator, valid("response"), 12)
    assert all(judge(check(value, "response")) != "invalid" for value in one)
    assert len({json.dumps(value) for value in one}) > 6
    assert draw(emulator, valid("response"), 12) == one


def test_other_tests_get_others(emulator: ContractEmulator) -> None:
    other = ContractEmulator(lambda: EmulatorSetup(make_settings(CONTRACT, {}), seed="that test"))
    assert draw(emulator, valid("response"), 12) != draw(other, valid("response"), 12)
    other.close()


def test_two_strategies_draw_apart(emulator: ContractEmulator) -> None:
    emulator.answer_with(invalid("response"), valid("response"), invalid("response"))
    verdicts = [judge(check(ask(emulator).value, "response")) for _ in range(3)]
    assert verdicts[::2] == ["invalid", "invalid"]
    assert verdicts[1] != "invalid"


def test_few_values_come_again(emulator: ContractEmulator) -> None:
    assert draw(emulator, st.just(ENTRY), 3) == [ENTRY] * 3


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (7004, "a int is no answer; give a code, an object"),
        (None, "a NoneType is no answer"),
        ("9999", "“code” takes a code"),
        ({"cod": "7004"}, "no member 'cod'"),
        ({}, "a queued answer is an object"),
    ],
    ids=repr,
)
def test_what_is_no_order_is_refused_where_it_is_given(
    emulator: ContractEmulator, order: object, words: str
) -> None:
    with pytest.raises(ContractkitError, match=words):
        emulator.answer_with(order)
