"""What a terminal shows of a run can be read from its end, at 80 columns."""

from typing import Any

import pytest

from contractkit.fuzz import run
from contractkit.fuzz.records import Failure, Problem
from contractkit.fuzz.reports.text import describe_count, summarise
from contractkit.reporting.texts import end_sentence, name_first
from tests.fuzz.making import CONTRACT, accept, answering, exchange, options, probe
from tests.sample_payloads import plain

RULES = [f"R{number:02}" for number in range(1, 30)]


def fail(rule: str | None = None, rules: list[str] | None = None, **more: Any) -> Failure:
    problem = Problem("invalid-accepted", "it was accepted", "a refusal", rule)
    sent = probe(plain(destination=[]) if rules else None)
    return Failure(problem, exchange(accept(), 1, sent), rules=frozenset(rules or ()), **more)


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (fail(), "once"),
        (fail(count=1200), "1,200 times"),
        (fail("R01", ["R01"]), "once"),
        (fail("R01", ["R01", "R03", "R02"]), "once, with a request that also breaks R02, R03"),
        (fail("R01", ["R01", "R02"], count=2), "2 times, also with requests that break R02"),
        (fail(None, ["R02"]), "once, with a request that breaks R02"),
        (fail(None, ["R02", "R03"], count=9), "9 times, with requests that break R02, R03"),
        (
            fail("R29", RULES, count=99),
            f"99 times, also with requests that break {', '.join(RULES[:10])} and 18 more rules",
        ),
        (fail(steady=False), "once; the same request did not fail when it was sent again"),
    ],
)
def test_how_often_it_was_met_does_not_contradict_itself(failure: Failure, told: str) -> None:
    assert describe_count(failure) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, ""), (2, "R01, R02"), (3, "R01, R02, R03"), (9, "R01, R02 and 7 more rules")],
)
def test_of_many_names_the_first_are_told(count: int, told: str) -> None:
    assert name_first(RULES[:count], 2, "rule") == told


@pytest.mark.parametrize(("text", "told"), [("a", "a."), ("a?", "a?"), ("a!", "a!"), ("a.", "a.")])
def test_a_sentence_ends_in_one_mark(text: str, told: str) -> None:
    assert end_sentence(text) == told


@pytest.mark.parametrize(("code", "told"), [(1001, True), ("1001", False)])
def test_answers_that_cannot_be_read_are_said_to_hide_failures(code: Any, told: bool) -> None:
    app = answering(lambda _: accept(code=code))
    report = run(app=app, contract=CONTRACT, options=options(requests=20))
    assert ("This may hide other failures" in summarise(report, 1000)) is told
