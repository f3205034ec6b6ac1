"""What breaks a rule beside a doubtful choice is invalid, and sent early."""

from itertools import islice

from contractkit.findings import Verdict
from contractkit.fuzz.phases.boundary import list_probes
from contractkit.fuzz.phases.doubts import list_beside_doubts, list_doubtful
from contractkit.fuzz.records import Expectation
from tests.fuzz.making import CONTRACT, SETTING

EARLY = 150
BROKEN = ["SM108", "SM108", "SM109", "SM109", "SM114"]  # without, or empty; too long


def test_the_doubtful_choices_are_found() -> None:
    assert list(list_doubtful(CONTRACT, "request")) == [(("channels", "sms", "type"), "2")]


def test_each_case_breaks_a_rule_beside_the_doubtful_choice() -> None:
    cases = list(list_beside_doubts(CONTRACT, "request"))
    assert {case.verdict for case in cases} == {Verdict.INVALID}
    assert sorted(case.rules[0] for case in cases) == BROKEN
    assert {case.rules[1:] for case in cases} == {("SM213",)}


def test_they_are_among_the_first_that_are_sent() -> None:
    first = islice(list_probes(SETTING), EARLY)
    both = [one for one in first if one.rules[1:] == ("SM213",)]
    assert [one.expect for one in both] == [Expectation.REFUSE] * len(BROKEN)
