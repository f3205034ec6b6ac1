"""Shrinks a payload step by step, as long as it still shows the same change."""

from collections.abc import Callable, Iterator
from typing import Any

from contractkit.compare.constraints import canonical_json

MOST_STEPS, SHORT = 400, 12


def shrink(payload: Any, keeps: Callable[[Any], bool]) -> Any:
    """The plainest payload found; `keeps` says whether one still shows what the first does."""
    steps, found = 0, True
    while found:
        found = False
        for plainer in list_plainer(payload):
            steps += 1
            if steps > MOST_STEPS:
                return payload
            if keeps(plainer):
                payload, found = plainer, True
                break
    return payload


def measure(payload: Any) -> tuple[int, str]:
    """The size of a payload, and how it is written, so that no two are alike."""
    written = canonical_json(payload)
    return len(written), written


def list_plainer(value: Any) -> Iterator[Any]:
    """What a value becomes by one step: without a part, or with a plainer part."""
    if isinstance(value, dict):
        for name in value:
            yield {key: member for key, member in value.items() if key != name}
        for name, inner in value.items():
            yield from ({**value, name: plainer} for plainer in list_plainer(inner))
    elif isinstance(value, list):
        for place in range(len(value)):
            yield [*value[:place], *value[place + 1 :]]
        for place, inner in enumerate(value):
            for plainer in list_plainer(inner):
                yield [*value[:place], plainer, *value[place + 1 :]]
    elif isinstance(value, str) and len(value) > SHORT:
        yield value[: len(value) // 2]
        yield value[:-1]
