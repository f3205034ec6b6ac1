"""What a test may give to `answer_with`: codes, queued answers, cases and strategies."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from contractkit.emulator.queued_answers import MEMBERS
from contractkit.errors import ContractkitError
from contractkit.fuzz.probes import write_body
from contractkit.payloads.cases import Case
from contractkit.pytest_plugin.cases import ContractCase

EXPECTED = "a code, an object such as {“code”: …} or {“drop”: true}, a strategy or a case"
MORE_EXAMPLES = 16


def read_answers(answers: Iterable[object], seed: str) -> list[Mapping[str, Any]]:
    """The answers as the emulator queues them; ContractkitError for what is no answer.

    For a strategy that is given several times as many values are drawn.
    """
    listed = list(answers)
    numbers = Counter(map(id, listed))
    strategies = {id(answer): answer for answer in listed if _is_strategy(answer)}
    drawn = {
        key: iter(draw_values(strategy, numbers[key], f"{seed} {place}"))
        for place, (key, strategy) in enumerate(strategies.items())
    }
    return [
        _read_value(next(drawn[id(answer)])) if id(answer) in drawn else _read(answer)
        for answer in listed
    ]


def _read(answer: object) -> Mapping[str, Any]:
    if isinstance(answer, str):
        return {"code": answer}
    if isinstance(answer, Case | ContractCase):
        return _read_value(answer)
    if isinstance(answer, Mapping):
        return answer
    raise ContractkitError(f"a {type(answer).__name__} is no answer; give {EXPECTED}")


def _read_value(value: object) -> Mapping[str, Any]:
    """A drawn value is an answer if all its members are those of one, and a body otherwise."""
    if isinstance(value, ContractCase):
        value = value.case
    if isinstance(value, Case):
        return {"body": write_body(value)}
    if isinstance(value, Mapping) and value and set(value) <= MEMBERS:
        return value
    return {"body": value}


def _is_strategy(value: object) -> bool:
    if isinstance(value, str | Mapping | Case | ContractCase):
        return False
    from hypothesis.strategies import SearchStrategy

    return isinstance(value, SearchStrategy)


def draw_values(strategy: Any, number: int, seed: str) -> list[Any]:
    """So many values of a strategy.

    In a Hypothesis test they belong to the running example, so they shrink and are replayed.
    Anywhere else the same seed gives the same values.
    """
    from hypothesis import currently_in_test_context, note

    if not currently_in_test_context():
        return _draw_outside(strategy, number, seed)
    from hypothesis.control import current_build_context

    data = current_build_context().data
    values = [data.draw(strategy) for _ in range(number)]
    for value in values:
        note(f"Drawn answer: {value!r}")
    return values


def _draw_outside(strategy: Any, number: int, seed: str) -> list[Any]:
    """The last of more values than are needed: the first are the simplest."""
    import hypothesis

    values: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=number + MORE_EXAMPLES,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def collect(value: object) -> None:
        values.append(value)

    collect()
    return [values[-1 - position % len(values)] for position in range(number)]
