"""Which values of JSON are equal: 1 and 1.0 are, 1 and `true` are not."""

import json
from typing import Any


def key_of(value: Any) -> str:
    """A value as text that is equal for equal values only."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return list(map(_plain, value))
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value


def find_equal_items(items: list[Any]) -> tuple[int, int] | None:
    """The indices of the first two items that are equal, if any are."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        earlier = first.setdefault(key_of(item), index)
        if earlier != index:
            return earlier, index
    return None
