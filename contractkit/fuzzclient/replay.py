"""Scenarios in a JSON report: written with each failure, and read back to be played again."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contractkit.fuzzclient.answers import KINDS, MUTATIONS
from contractkit.fuzzclient.notifications import SCHEDULES
from contractkit.fuzzclient.scenario import PlannedAnswer, Scenario
from contractkit.reporting.json import read_failures


@dataclass(frozen=True, slots=True)
class Replayed:
    """A scenario of an earlier run, and how many requests one send took there."""

    scenario: Scenario
    sends: int


def to_replay(scenario: Scenario, sends: int) -> dict[str, Any]:
    """A scenario as data, from which `read_replay` makes it again."""
    answers = [
        {
            "kind": planned.kind,
            "status": planned.status,
            "code": planned.code,
            "twists": list(planned.mutations),
        }
        for planned in scenario.answers
    ]
    return {"answers": answers, "notices": scenario.notifications, "sends": sends}


def read_replay(path: str) -> list[Replayed]:
    """The scenarios in a JSON report, each once. Raises UnreadableInputError for what is none."""
    return read_failures(path, lambda failures: list(dict.fromkeys(_read_failures(failures))))


def _read_failures(failures: list[Any]) -> Iterator[Replayed]:
    for failure in failures:
        entry = failure["replay"]
        answers = tuple(map(_read_planned, entry["answers"]))
        if not answers or entry["notices"] not in SCHEDULES or not isinstance(entry["sends"], int):
            raise ValueError(entry)
        yield Replayed(Scenario(answers, entry["notices"]), max(1, entry["sends"]))


def _read_planned(entry: dict[str, Any]) -> PlannedAnswer:
    planned = PlannedAnswer(
        entry["kind"], HTTPStatus(entry["status"]).value, entry["code"], tuple(entry["twists"])
    )
    known = planned.kind in KINDS and set(planned.mutations) <= set(MUTATIONS)
    if not known or not isinstance(planned.code, str):
        raise ValueError(entry)
    return planned
