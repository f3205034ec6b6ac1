"""What a test may order as the next answers, as the emulator takes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from contractkit.emulator.queued_answers import MEMBERS
from contractkit.errors import ContractkitError
from contractkit.fuzz.probes import write_body
from contractkit.payloads.sampling import Case
from contractkit.pytest_plugin.cases import ContractCase
from contractkit.pytest_plugin.draws import draw_values

WANTED = "a code, an object such as {“code”: …} or {“drop”: true}, a strategy or a case"


def read_orders(answers: Iterable[object], seed: str) -> list[Mapping[str, Any]]:
    """The orders: one for each code, order, case or strategy; ContractkitError for anything else.

    Of a strategy that stands there several times as many values are drawn.
    """
    listed = list(answers)
    strategies = {id(one): one for one in listed if _is_strategy(one)}
    drawn = {
        key: iter(draw_values(one, sum(other is one for other in listed), f"{seed} {place}"))
        for place, (key, one) in enumerate(strategies.items())
    }
    return [_read_drawn(next(drawn[id(one)])) if id(one) in drawn else _read(one) for one in listed]


def _read(answer: object) -> Mapping[str, Any]:
    if isinstance(answer, str):
        return {"code": answer}
    if isinstance(answer, Case | ContractCase):
        return _read_drawn(answer)
    if isinstance(answer, Mapping):
        return answer
    raise ContractkitError(f"a {type(answer).__name__} is no answer; give {WANTED}")


def _read_drawn(value: object) -> Mapping[str, Any]:
    """A drawn value is an order if all its members are those of one, and a body otherwise."""
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
