"""The scenarios of the failures in a JSON report, to be played once more."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from contractkit.errors import UnreadableInputError
from contractkit.fuzzclient.notices import WAYS
from contractkit.fuzzclient.records import Planned, Scenario
from contractkit.fuzzclient.rendering import KINDS
from contractkit.fuzzclient.run import Replayed
from contractkit.fuzzclient.twists import TWISTS


def read_replay(path: str) -> list[Replayed]:
    """The scenarios in a JSON report, each once. Raises UnreadableInputError for what is none."""
    try:
        with open(path, encoding="utf-8") as file:
            failures = json.load(file)["failures"]
        return list(dict.fromkeys(_read_failures(failures)))
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = "is no report of this program; --report json=FILE writes one"
        raise UnreadableInputError(path, reason) from error


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
