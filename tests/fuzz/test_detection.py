"""A sample of the faults that the benchmark tries in full: each is found, and nothing else is."""

import pytest

from tests.fuzz.detecting import REQUESTS, choose, try_fault, try_variant

SAMPLE = 24
# "strict" and "lenient" differ in what they refuse, the statuses in how it is read.
TRIED = (
    "lenient, refuses with 200",
    "lenient, refuses with 400",
    "strict, refuses with 400",
    "late",
)


@pytest.mark.parametrize(("group", "name"), choose(SAMPLE))
def test_a_fault_is_found(group: str, name: str) -> None:
    trial = try_fault(group, name)
    assert trial.report.failures
    assert trial.first is not None
    assert trial.first <= trial.report.requests <= REQUESTS


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("variant", TRIED)
def test_a_right_server_is_not_blamed(variant: str, seed: int) -> None:
    report = try_variant(variant, seed).report
    assert [failure.problem for failure in report.failures] == []
    assert report.requests > REQUESTS * 0.9
