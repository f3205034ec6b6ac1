"""Failures are merged by cause: the plainest is kept, what needs more is absorbed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contractkit.fuzz.causes import MOST_PLACES, Causes
from contractkit.fuzz.records import Answer, Exchange, Failure, Fault, Problem
from tests.fuzz.making import CONTRACT, exchange, probe, refuse
from tests.sample_payloads import PLAIN, plain

REFUSED = Problem("valid-refused", "seen", "expected", None, "7004")
TAKEN = Problem("invalid-accepted", "seen", "expected", "SM111")
# What the payloads of exchanges have beside the plainest one; the made-up failures of one run.
ONE, TWO, BOTH = plain(callbackData="c"), plain(correlationid="d"), plain(
    callbackData="c", correlationid="d"
)  # fmt: skip


def note_all(
    found: list[tuple[Problem, Any]],
    confirm: Callable[[Failure], Failure] = lambda failure: failure,
) -> Causes:
    causes = Causes(CONTRACT, confirm)
    for number, (problem, payload) in enumerate(found, 1):
        causes.note(problem, exchange(refuse(), number, probe(payload)))
    return causes


def found(causes: Causes) -> list[tuple[int, int]]:
    return [(one.exchange.number, one.count) for one in causes.list_failures()]


@pytest.mark.parametrize(
    ("payloads", "problem", "noted", "settled"),
    [
        ([ONE, ONE], REFUSED, [(1, 2)], [(1, 2)]),
        ([ONE, BOTH], REFUSED, [(1, 2)], [(1, 2)]),
        ([BOTH, ONE], REFUSED, [(1, 1), (2, 1)], [(2, 2)]),
        ([ONE, TWO], REFUSED, [(1, 1), (2, 1)], [(1, 1), (2, 1)]),
        ([BOTH, ONE, TWO], REFUSED, [(1, 1), (2, 1), (3, 1)], [(2, 2), (3, 1)]),
        ([ONE, TWO, PLAIN], REFUSED, [(1, 1), (2, 1), (3, 1)], [(3, 3)]),
        ([PLAIN, ONE, BOTH], REFUSED, [(1, 3)], [(1, 3)]),
        ([BOTH, ONE, TWO], TAKEN, [(2, 3)], [(2, 3)]),
    ],
)
def test_failures_of_one_check_are_merged(
    payloads: list[Any],
    problem: Problem,
    noted: list[tuple[int, int]],
    settled: list[tuple[int, int]],
) -> None:
    causes = note_all([(problem, one) for one in payloads])
    assert found(causes) == noted
    causes.settle()
    assert found(causes) == settled


@pytest.mark.parametrize(
    ("first", "second", "causes"),
    [
        (REFUSED, REFUSED, 1),
        (REFUSED, Problem("valid-refused", "", "", None, "7003"), 2),
        (REFUSED, Problem("server-error", "", "", None, "7004"), 2),
        (TAKEN, Problem("invalid-accepted", "", "", "SM112"), 2),
        (TAKEN, Problem("invalid-accepted", "", "", "SM111", "another"), 1),
    ],
)
def test_another_check_rule_or_aspect_is_another_cause(
    first: Problem, second: Problem, causes: int
) -> None:
    assert len(found(note_all([(first, ONE), (second, ONE)]))) == causes


def test_there_are_no_more_places_of_a_cause_than_a_reader_takes_in() -> None:
    names = [f"member{number}" for number in range(MOST_PLACES + 3)]
    causes = note_all([(REFUSED, plain(**{name: 1})) for name in names])
    assert len(found(causes)) == MOST_PLACES
    assert sum(count for _, count in found(causes)) == len(names)


def test_what_does_not_fail_again_is_one_failure_a_check() -> None:
    confirmed: list[int] = []

    def confirm(failure: Failure) -> Failure:
        confirmed.append(failure.exchange.number)
        return replace(failure, steady=failure.exchange.number == 2)

    other = Problem("valid-refused", "", "", None, "7003")
    causes = note_all([(REFUSED, BOTH), (other, ONE), (REFUSED, ONE), (other, BOTH)], confirm)
    found = [(one.exchange.number, one.count, one.steady) for one in causes.list_failures()]
    assert found == [(3, 2, False), (2, 2, True)]
    assert confirmed == [1, 2, 2, 3]  # once more where chance is known to be at work


def test_what_seemed_to_fail_again_is_tried_once_more_where_others_did_not() -> None:
    answers = iter([True, False, False])
    causes = note_all(
        [(REFUSED, ONE), (REFUSED, TWO)], lambda one: replace(one, steady=next(answers))
    )
    assert [one.steady for one in causes.list_failures()] == [True, False]
    causes.confirm_again()
    [failure] = causes.list_failures()
    assert (failure.count, failure.steady) == (2, False)


def test_what_surely_fails_again_stays_what_it_is() -> None:
    answers = iter([True, True, False, True, True])
    other = Problem("server-error", "", "")
    causes = note_all(
        [(REFUSED, ONE), (other, ONE), (REFUSED, TWO)],
        lambda one: replace(one, steady=next(answers)),
    )
    causes.confirm_again()
    found = {(one.problem.check, one.steady) for one in causes.list_failures()}
    assert found == {("valid-refused", True), ("valid-refused", False), ("server-error", True)}


@pytest.mark.parametrize(
    ("fault", "sure", "confirmed"),
    [
        (None, False, True),
        (None, True, False),
        (Fault.DROPPED, False, True),
        (Fault.SILENT, False, False),
        (Fault.ENDLESS, False, False),
        (Fault.UNREACHABLE, False, False),
    ],
)
def test_only_what_can_be_repeated_is_confirmed(
    fault: Fault | None, sure: bool, confirmed: bool
) -> None:
    seen: list[Failure] = []

    def confirm(failure: Failure) -> Failure:
        seen.append(failure)
        return replace(failure, steady=False)

    causes = Causes(CONTRACT, confirm)
    causes.note(REFUSED, exchange(Answer(fault=fault)), sure=sure)
    assert bool(seen) is confirmed
    assert [one.steady for one in causes.list_failures()] == [not confirmed]


def test_a_plainer_failure_takes_the_place_and_explains_others() -> None:
    causes = note_all([(REFUSED, ONE), (REFUSED, TWO)])
    old = next(iter(causes.list_failures()))
    shrunk: Exchange = exchange(refuse(), 9, probe(PLAIN))
    causes.replace(old, Failure(REFUSED, shrunk))
    assert found(causes) == [(9, 2)]
