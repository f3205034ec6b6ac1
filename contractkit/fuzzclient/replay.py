"""Scenarios in a JSON report: written with each failure, and read back to be played again."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contractkit.fuzzclient.notices import WAYS
from contractkit.fuzzclient.rendering import KINDS
from contractkit.fuzzclient.scenario import Planned, Scenario
from contractkit.fuzzclient.twists import TWISTS
from contractkit.reporting.json import read_failures


@dataclass(frozen=True, slots=True)
class Replayed:
    """A scenario of an earlier run, and how many requests one send took there."""

    scenario: Scenario
    sends: int


def to_replay(scenario: Scenario, sends: int) -> dict[str, Any]:
    """A scenario as data, from which `read_replay` makes it again."""
    answers = [
        {"kind": one.kind, "status": one.status, "code": one.code, "twists": list(one.twists)}
        for one in scenario.answers
    ]
    return {"answers": answers, "notices": scenario.notices, "sends": sends}


def read_replay(path: str) -> list[Replayed]:
    """The scenarios in a JSON report, each once. Raises UnreadableInputError for what is none."""
    return read_failures(path, lambda failures: list(dict.fromkeys(_read_failures(failures))))


def _read_failures(failures: list[Any]) -> Iterator[Replayed]:
    for failure in failures:
        told = failure["replay"]
        answers = tuple(map(_read_planned, told["answers"]))
        if not answers or told["notices"] not in WAYS or not isinstance(told["sends"], int):
            raise ValueError(told)
        yield Replayed(Scenario(answers, told["notices"]), max(1, told["sends"]))


def _read_planned(told: dict[str, Any]) -> Planned:
    planned = Planned(
        told["kind"], HTTPStatus(told["status"]).value, told["code"], tuple(told["twists"])
    )
    known = planned.kind in KINDS and set(planned.twists) <= set(TWISTS)
    if not known or not isinstance(planned.code, str):
        raise ValueError(told)
    return planned
