"""A sample of the faults that the benchmark tries in full: each is found, and nothing else is."""

import pytest

from tests.fuzz.detecting import (
    FIRST,
    REQUESTS,
    SUBJECTS,
    choose,
    list_right,
    try_fault,
    try_right,
)

SAMPLES = {FIRST: 24}  # of the others so many as they have groups
FAULTS = [
    (subject, *fault) for subject in SUBJECTS for fault in choose(SAMPLES.get(subject, 1), subject)
]
# "strict" and "lenient" differ in what they refuse, the statuses in how it is read.
LEFT_OUT = "strict, refuses with 200"
RIGHT = [
    *((FIRST, variant, seed) for variant in SUBJECTS[FIRST].variants for seed in range(3)),
    *((other, *right) for other in SUBJECTS if other != FIRST for right in list_right([0], other)),
]


@pytest.mark.parametrize(("subject", "group", "name"), FAULTS)
def test_a_fault_is_found(subject: str, group: str, name: str) -> None:
    trial = try_fault(group, name, subject)
    assert trial.report.failures
    assert trial.first is not None
    assert trial.first <= trial.report.requests <= REQUESTS


@pytest.mark.parametrize(
    ("subject", "variant", "seed"), [right for right in RIGHT if right[1] != LEFT_OUT]
)
def test_a_right_server_is_not_blamed(subject: str, variant: str, seed: int) -> None:
    report = try_right(variant, seed, subject).report
    assert [failure.problem for failure in report.failures] == []
    assert report.requests > REQUESTS * 0.9


def test_what_is_told_of_several_destinations_is_told_apart() -> None:
    name = "told-correlation-of-first"
    [failure] = try_fault("notifications", name, "send-message-v2").report.failures
    assert failure.problem.check == "notification-mismatch"
