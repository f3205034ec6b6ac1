"""The weight of failures: what a client meets first comes first, in groups by what was answered."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from contractkit.fuzzclient.records import Failure
from contractkit.fuzzclient.scenario import (
    IN_ORDER,
    INCOMPLETE,
    PlannedAnswer,
    Scenario,
    list_features,
)
from contractkit.fuzzclient.titles import OF_REQUESTS


class Group(StrEnum):
    """What a client does wrong or is answered, the gravest first: headings of reports."""

    REQUESTS = "Its requests"
    ACCEPTANCES = "After a plain acceptance"
    REFUSALS = "After a refusal"
    UNUSUAL = "After an unusual acceptance"
    BROKEN = "After errors and broken answers"
    NOTIFICATIONS = "With unusual notifications"


GROUPS = list(Group)
# The gravest first: what is lost, what is paid for twice, what is only noisy.
WEIGHTS = (
    *OF_REQUESTS,
    "success-claimed",
    "sent-again",
    "failure-claimed",
    "crash",
    "timeout",
    "too-many-retries",
)
WHOLE = ("acceptance", "refusal")


def rank_failures(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """The failures with their groups, the gravest first; those of equal weight as they come."""
    grouped = [replace(failure, group=str(_find_group(failure))) for failure in failures]
    return tuple(sorted(grouped, key=_weigh))


def _weigh(failure: Failure) -> tuple[int, int, int]:
    plainness = len(list(list_features(failure.run.scenario)))
    group = [str(known) for known in GROUPS].index(failure.group)
    return group, WEIGHTS.index(failure.problem.check), plainness


def _find_group(failure: Failure) -> Group:
    scenario = failure.run.scenario
    if failure.problem.check in OF_REQUESTS:
        return Group.REQUESTS
    if any(map(_is_broken, scenario.answers)):
        return Group.BROKEN
    if any(planned.kind == "refusal" for planned in scenario.answers):
        return Group.REFUSALS
    return _find_group_of_acceptance(scenario)


def _find_group_of_acceptance(scenario: Scenario) -> Group:
    if scenario.notifications != IN_ORDER:
        return Group.NOTIFICATIONS
    unusual = any(planned.mutations for planned in scenario.answers)
    return Group.UNUSUAL if unusual else Group.ACCEPTANCES


def _is_broken(planned: PlannedAnswer) -> bool:
    return planned.kind not in WHOLE or not INCOMPLETE.isdisjoint(planned.mutations)
