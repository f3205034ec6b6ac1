"""The failures of a client stand in the order of their weight, in groups, each with its title."""

import json
import random
import re
from typing import Any

import pytest

from contractkit.fuzz.records import Problem
from contractkit.fuzzclient.oracles import CHECKS
from contractkit.fuzzclient.ranking import WEIGHTS, Group, rank_failures
from contractkit.fuzzclient.records import Claim, Ending, Failure, Run
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.reports.concise import write as write_concise
from contractkit.fuzzclient.reports.text import write
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario
from contractkit.fuzzclient.scenario_list import PLAIN, accept, fail, recover, refuse
from contractkit.fuzzclient.titles import write_title
from tests.fuzzclient.playing import Line, campaign

ENDING = Ending(Claim.FAILED, "exit status 1", 0.1, 1)
DUE: list[tuple[str, Scenario, Group]] = [
    ("invalid-request", refuse(), Group.REQUESTS),
    ("key-exposed", PLAIN, Group.REQUESTS),
    ("sent-again", PLAIN, Group.ACCEPTANCES),
    ("failure-claimed", PLAIN, Group.ACCEPTANCES),
    ("success-claimed", refuse(), Group.REFUSALS),
    ("success-claimed", refuse("7001", 401), Group.REFUSALS),
    ("crash", refuse(), Group.REFUSALS),
    ("failure-claimed", accept("extra members"), Group.UNUSUAL),
    ("success-claimed", fail("page"), Group.BROKEN),
    ("sent-again", recover("acceptance", 200, "truncated"), Group.BROKEN),
    ("timeout", fail("hang"), Group.BROKEN),
    ("too-many-retries", fail("error", 500), Group.BROKEN),
    ("crash", Scenario((PlannedAnswer("acceptance"),), "late"), Group.NOTIFICATIONS),
]


def make(check: str, scenario: Scenario) -> Failure:
    return Failure(Problem(check, "it did so", "something else"), Run(scenario, (), ENDING))


@pytest.mark.parametrize("seed", range(5))
def test_failures_stand_in_the_order_of_their_weight(seed: int) -> None:
    failures = [make(check, scenario) for check, scenario, _ in DUE]
    random.Random(seed).shuffle(failures)  # noqa: S311  not secret
    ranked = rank_failures(failures)
    told = [(one.problem.check, one.run.scenario, one.group) for one in ranked]
    assert told == [(check, scenario, str(group)) for check, scenario, group in DUE]


def test_each_check_has_its_weight() -> None:
    assert sorted(WEIGHTS) == sorted(CHECKS)


def careless(line: Line) -> bool:
    """It tries often, believes any page, and falls over a refusal."""
    for _ in range(9):
        try:
            body = line.post()
        except OSError:
            continue
        if body.startswith(b"<"):
            return True
        if isinstance(json.loads(body)["response"], dict):
            raise LookupError(body)  # noqa: TRY004  the client's own fault
        return True
    return False


@pytest.fixture(scope="module")
def report() -> Report:
    with campaign(careless, answers=60, retries=5) as running:
        running.run_parts()
        return Report(
            running.contract, "send", running.server.url, "0", 60, 1.0,
            rank_failures(running.causes.list_failures()), (), {}, {},
        )  # fmt: skip


def test_no_two_titles_are_equal(report: Report) -> None:
    titles = [write_title(failure) for failure in report.failures]
    assert len(titles) > 2
    assert sorted(set(titles)) == sorted(titles)


def test_requests_that_are_not_shown_are_told(report: Report) -> None:
    [failure] = [one for one in report.failures if one.problem.check == "too-many-retries"]
    text = write(report, show=99)
    left_out = len(failure.exchanges) - 3
    assert left_out > 1
    assert f"{left_out} requests before these not shown here" in text
    assert text.count("not shown here") == 1


def test_the_end_tells_all_failures_in_a_line(report: Report) -> None:
    text = write(report, show=1)
    full, _, overview = text.partition("All failures")
    assert "2. " not in full
    for number, failure in enumerate(report.failures, 1):
        assert f"{number:>5}. " in overview
        assert f"  {failure.group}\n" in overview
    assert f"--show all tells {len(report.failures) - 1} more in full." in overview


def test_what_tells_failures_apart_stands_in_the_first_80_columns(report: Report) -> None:
    lines = re.findall(r"^ +\d+\. +[\d,]+  (.+)$", write(report, show=0), re.MULTILINE)
    assert len(lines) == len(set(lines)) == len(report.failures)


def test_concise_is_a_line_a_failure(report: Report) -> None:
    lines = write_concise(report).splitlines()
    checks = [line.partition(":")[0] for line in lines[: len(report.failures)]]
    assert checks == [failure.problem.check for failure in report.failures]


def list_checks(running: Any) -> list[str]:
    return [failure.problem.check for failure in running.causes.list_failures()]


def test_a_run_ends_with_enough_failures() -> None:
    with campaign(careless, answers=60, failures=1) as running:
        running.run_parts()
        assert len(list_checks(running)) == 1
        assert running.stopped == "it had 1 failure (--max-failures)"
        assert running.server.answers < 30
