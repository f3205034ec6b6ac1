"""Hypothesis beside the fixtures: nothing is objected to, and what fails shrinks."""

import pytest

from tests.pytest_plugin.conftest import Run

PROPERTIES = """
@settings(max_examples=8)
@given(payload=valid("request"))
def test_valid(contract, contract_emulator, payload):
    contract.assert_conforms(payload, "request")
    with contract_emulator.fresh():
        assert isinstance(send(contract_emulator, payload), list)
        assert len(contract_emulator.requests) == 1

@settings(max_examples=8)
@given(case=invalid("request"))
def test_invalid(contract_emulator, case):
    with contract_emulator.fresh():
        contract_emulator.expect_invalid(*case.rules)
        assert isinstance(send(contract_emulator, case.payload), dict)

@settings(max_examples=8)
@given(case=doubtful("request"))
def test_plain_use(contract_emulator, case):
    send(contract_emulator, case.payload)

@pytest.mark.contract_cases("response", count=3)
class TestIt:
    @settings(max_examples=3)
    @given(number=st.integers())
    def test_method(self, contract, contract_case, contract_emulator, number):
        contract_emulator.answer_with(contract_case)
        assert send(contract_emulator) == contract_case.payload["response"]

@settings(max_examples=10)
@given(data=st.data())
def test_answers(contract_emulator, data):
    with contract_emulator.fresh():
        contract_emulator.answer_with(valid("response"), {"code": data.draw(st.just("7004"))})
        send(contract_emulator)
        assert send(contract_emulator)["code"] == "7004"
"""
ALL = 7
MACHINE = """
from hypothesis.stateful import (
    RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test)

class Sending(RuleBasedStateMachine):
    emulator = None

    def __init__(self):
        super().__init__()
        self.part = self.emulator.fresh()
        self.part.__enter__()
        self.sent = self.ordered = 0

    @rule(payload=valid("request"))
    def send_valid(self, payload):
        assert isinstance(send(self.emulator, payload), dict if self.ordered else list)
        self.sent, self.ordered = self.sent + 1, max(self.ordered - 1, 0)

    @rule(number=st.integers(0, 3))
    def order(self, number):
        self.emulator.answer_with(*["7004"] * number)
        self.ordered = number

    @rule(case=invalid("request"))
    def send_invalid(self, case):
        self.emulator.expect_invalid(*case.rules)
        assert isinstance(send(self.emulator, case.payload), dict)
        self.sent, self.ordered = self.sent + 1, max(self.ordered - 1, 0)

    @rule(answer=st.one_of(valid("response"), doubtful("response").map(lambda one: one.payload)))
    def answer(self, answer):
        self.emulator.answer_with({"body": answer})
        assert send(self.emulator) == answer["response"]
        self.sent, self.ordered = self.sent + 1, 0

    @rule()
    def forget(self):
        self.emulator.clear()
        self.sent = self.ordered = 0

    @invariant()
    def all_are_seen(self):
        assert len(self.emulator.requests) == self.sent

    def teardown(self):
        self.part.__exit__(None, None, None)

def test_machine(contract_emulator):
    class Here(Sending):
        emulator = contract_emulator
    run_state_machine_as_test(Here, settings=settings(max_examples=6, stateful_step_count=8))
"""


def test_properties_beside_the_fixtures(run_tests: Run) -> None:
    run_tests(PROPERTIES).assert_outcomes(passed=ALL)


def test_a_stateful_machine(run_tests: Run) -> None:
    run_tests(MACHINE).assert_outcomes(passed=1)


def test_a_machine_fails_for_what_it_sent(run_tests: Run) -> None:
    result = run_tests(
        MACHINE.replace(
            "def send_valid(self, payload):",
            "def send_any(self, payload):\n        payload = {**payload, 'deliverychannel': 'SMS'}",
        ).replace("max_examples=6", "max_examples=100")  # of six, none might send anything
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*request* that contract_emulator got*"])


def test_it_shrinks_to_what_is_at_fault(run_tests: Run) -> None:
    result = run_tests("""
@given(text=st.text())
def test_it(contract_emulator, text):
    with contract_emulator.fresh():
        send(contract_emulator, {**PLAIN, "channels": {"sms": {"senderid": "ACME", "text": text}}})
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*1 request of 1 that contract_emulator got does not conform*",
            "*error[[]SM109]*",
            "*text=''*",
        ]
    )


def test_what_a_drawn_answer_broke_is_told(run_tests: Run) -> None:
    result = run_tests("""
@given(data=st.data())
def test_it(contract_emulator, data):
    contract_emulator.answer_with(valid("response"))
    response = send(contract_emulator)
    assert isinstance(response, list)
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Drawn answer: {'response': {*"])


def test_an_error_within_a_part_has_a_note_of_the_invalid_request(run_tests: Run) -> None:
    result = run_tests("""
def test_it(contract_emulator):
    with contract_emulator.fresh():
        assert isinstance(send(contract_emulator, BAD), list)
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert isinstance*", "*1 request of 1 that contract_emulator*"])


def test_parts_are_apart_from_each_other_and_from_the_test(run_tests: Run) -> None:
    run_tests("""
def test_it(contract_emulator):
    send(contract_emulator)
    contract_emulator.answer_with("7004", "7004")
    for _ in range(2):
        with contract_emulator.fresh() as fresh:
            assert fresh is contract_emulator
            assert isinstance(send(contract_emulator), list)
            fresh.answer_with("7003", "7003")
            assert send(contract_emulator)["code"] == "7003"
            assert len(contract_emulator.requests) == 2
    assert send(contract_emulator)["code"] == "7004"
    assert len(contract_emulator.requests) == 2

@pytest.mark.contract_expects_invalid
def test_meant_in_a_part(contract_emulator):
    with contract_emulator.fresh():
        send(contract_emulator, BAD)

def test_meant_for_a_part_alone(contract_emulator):
    with contract_emulator.fresh():
        contract_emulator.expect_invalid()
        send(contract_emulator, BAD)
    with pytest.raises(AssertionError):
        with contract_emulator.fresh():
            send(contract_emulator, BAD)
""").assert_outcomes(passed=3)


def test_with_xdist(run_tests: Run) -> None:
    run_tests(PROPERTIES + MACHINE, "-n", "2", process=True).assert_outcomes(passed=ALL + 1)


def test_with_randomly(run_tests: Run) -> None:
    addopts = "addopts=-p no:cacheprovider -p no:xdist"
    result = run_tests(PROPERTIES + MACHINE, "-o", addopts, process=True)
    result.assert_outcomes(passed=ALL + 1)
    result.stdout.fnmatch_lines(["Using --randomly-seed=*"])


def test_the_first_draw_of_a_fresh_checkout_is_quick(pytester: pytest.Pytester) -> None:
    """The tables of characters are made before, or Hypothesis finds the input slow."""
    pytester.makepyfile("""
import time
from hypothesis import HealthCheck, given, settings, strategies as st
from contractkit.strategies import invalid, valid

ALL = valid("request"), invalid("request")

@settings(max_examples=1, suppress_health_check=list(HealthCheck), deadline=None, database=None)
@given(data=st.data())
def test_it(data):
    for strategy in ALL:
        began = time.process_time()
        data.draw(strategy)
        assert time.process_time() - began < 0.5
    from hypothesis_jsonschema import from_schema
    began = time.process_time()
    from_schema({"type": "string", "maxLength": 9})
    assert time.process_time() - began < 0.2
""")
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)


@pytest.mark.parametrize("fixture", ["contract", "contract_emulator"])
def test_what_the_first_check_needs_is_worked_out_before(
    pytester: pytest.Pytester, fixture: str
) -> None:
    """A deadline of Hypothesis would be met by the examples after the first only."""
    pytester.makepyfile(f"""
import sys

def test_it({fixture}):
    assert "contractkit.validation.detailed_check" in sys.modules
    assert "contractkit.validation.native_validator" in sys.modules
""")
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)
