"""The order in which jsonschema comes to what is broken, and how much of one array is listed."""

from collections.abc import Iterable, Iterator
from typing import Any

from contractkit.pointers import Path, get_value
from contractkit.validation.native_schema import Found


def sort_found(found: Iterable[Found], value: object) -> list[Found]:
    """What is broken in a value in the order of its schema, and there in that of the value."""
    positions: dict[Path, dict[str, int]] = {}

    def order(each: Found) -> tuple[int, ...]:
        place, path = each.place, each.path
        if not place.steps:
            return place.order
        filled = list(place.order)
        for index, depth, _ in place.steps:
            if depth < len(path):
                filled[index] = _find_position(value, path, depth, positions)
        return tuple(filled)

    return sorted(found, key=order)


def _find_position(
    value: Any, path: Path, depth: int, positions: dict[Path, dict[str, int]]
) -> int:
    """Where the item or member is that a path goes through at a depth."""
    token = path[depth]
    if isinstance(token, int):
        return token
    holder = path[:depth]
    if holder not in positions:
        names = get_value(value, holder)
        positions[holder] = {name: position for position, name in enumerate(names)}
    return positions[holder][token]


def limit_items(found: Iterable[Found], limit: int) -> Iterator[Found]:
    """Leave out what is broken in further items, after `limit` bad ones of one array."""
    bad: dict[tuple[object, ...], set[int]] = {}
    for each in found:
        order, path = each.place.order, each.path
        for level, depth, is_limited in each.place.steps:
            index = path[depth] if depth < len(path) else None
            if not is_limited or not isinstance(index, int):
                continue
            items = bad.setdefault((order[:level], path[:depth]), set())
            if index not in items and len(items) >= limit:
                break
            items.add(index)
        else:
            yield each
