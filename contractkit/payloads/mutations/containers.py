"""Mutations of objects and arrays, by our own keywords (`x-…`) too, and of what `not` refuses."""

import copy
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.errors import UnbuildableError
from contractkit.payloads.building.all_values import build_all
from contractkit.payloads.building.arrays import is_unique
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.node_lookup import find_node, list_distinct_values
from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.mutation_points import MutationPoint, Target, list_mutation_points
from contractkit.pointers import Path, get_value, replace_value, select_values

MOST_EXPLORED = 12
UNLIKELY_NAMES = ("zz", "\n", "\t", "\v")


def break_required(target: Target) -> Iterator[object]:
    """The object without the property, or with it under a name that is nearly its own."""
    name, value = target.point.name, target.value
    rest = {key: inner for key, inner in value.items() if key != name}
    yield rest
    near = (name[:1].upper() + name[1:], f"{name} ", name.upper(), f"{name[:-1]}_{name[-1:]}")
    for other in near:
        if other != name:
            yield {(other if key == name else key): inner for key, inner in value.items()}


def break_additional_properties(target: Target) -> Iterator[object]:
    """An object with one property more, of a new name or nearly of a known one.

    Where members of any name are allowed, one or the last of several with a value of a wrong type.
    """
    if isinstance(target.point.limit, dict):
        wrong = (1, None, ["x"], {"x": "x"}, True)
        yield from ({"x": value} for value in wrong)
        yield from ({"x": "x", "y": value} for value in wrong)
        return
    yield {**target.value, "extra": "x"}
    yield from ({**target.value, name: "x"} for name in list_names_of_others(target.point))
    for name in target.point.schema.get("properties", {}):
        other = name[:1].swapcase() + name[1:]
        if other not in target.point.schema["properties"]:
            yield {**target.value, other: "x"}
    yield {**target.value, "": None}


@lru_cache(maxsize=512)
def list_names_of_others(point: MutationPoint) -> tuple[str, ...]:
    """The properties that an object could have, had another branch been chosen for it."""
    own = point.schema.get("properties", {})
    others = list_mutation_points(point.contract, point.message) if point.chosen else ()
    found = (
        name
        for other in others
        if other.pattern == point.pattern
        for name in other.schema.get("properties", {})
        if name not in own
    )
    return tuple(dict.fromkeys(found))


def break_min_items(target: Target) -> Iterator[object]:
    """An array that is too short by one."""
    yield target.value[: target.point.limit - 1]


def break_max_items(target: Target) -> Iterator[object]:
    """An array that is too long by one, unless that would make two items equal."""
    if is_unique(target.node):
        return
    yield (target.value * (target.point.limit + 1))[: target.point.limit + 1]


def break_unique_items(target: Target) -> Iterator[object]:
    """An array with one of its items twice, and of two equal items alone."""
    items = target.value or list(_list_items(target.node))
    for item in (items[:1], items[-1:]):
        yield [*items, *copy.deepcopy(item)]
        yield [*item, *copy.deepcopy(item)]
    numbers = [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
    yield from ([*items, float(number)] for number in numbers[:1])


def _list_items(node: Node) -> Iterator[object]:
    """An item that the array could have."""
    with suppress(UnbuildableError):
        yield build(node.item(0), Plan())


def break_not(target: Target) -> Iterator[object]:
    """A value that is exactly what the keyword refuses."""
    if isinstance(target.value, list) and len(target.value) == 1:
        yield target.value[0]
    yield from _build_refused(target.node, target.point)


@lru_cache(maxsize=256)
def _build_refused(node: Node, point: MutationPoint) -> tuple[object, ...]:
    schemas = [
        {key: inner for key, inner in schema.items() if (key, inner) != ("not", point.limit)}
        for schema in node.schemas
    ]
    refused = make_node(node.pattern, [*schemas, point.limit])
    found = build_all(refused)
    return tuple(value for _, value in islice(found, MOST_EXPLORED))


def break_distinct(target: Target) -> Iterator[object]:
    """A value that stands twice, exactly or but for what the keyword ignores."""
    rule = target.point.limit
    paths = [path for pattern in rule["values"] for path, _ in select_values(target.value, pattern)]
    first = get_value(target.value, paths[0])
    others = [re.sub(rule["ignore"], "", first)] if "ignore" in rule else []
    for path in (paths[0], paths[-1]):
        yield from (_append_item(target.value, path, paths[0], value) for value in (first, *others))


def _append_item(value: Any, path: Path, model: Path, inner: object) -> Any:
    """The value with one item more in the innermost array of a path, made like another's item."""
    depth = max(number for number, token in enumerate(path) if isinstance(token, int))
    depth_of_model = max(number for number, token in enumerate(model) if isinstance(token, int))
    item = copy.deepcopy(get_value(value, model[: depth_of_model + 1]))
    below = model[depth_of_model + 1 :]
    item = replace_value(item, below, inner)
    return replace_value(value, path[:depth], [*get_value(value, path[:depth]), item])


def break_max_count(target: Target) -> Iterator[object]:
    """One value more than are allowed in all, the new ones all different."""
    rule = target.point.limit
    held = [path for pattern in rule["values"] for path, _ in select_values(target.value, pattern)]
    spares = list_distinct_values(find_node(target.node, held[-1]), 2 * rule["max"])
    by_key = {_to_key(target.node, get_value(target.value, path)): None for path in held}
    fresh = {_to_key(target.node, spare): spare for spare in spares}
    more = [spare for key, spare in fresh.items() if key not in by_key]
    array = held[-1][:-1]
    missing = rule["max"] + 1 - len(held)
    yield replace_value(target.value, array, [*get_value(target.value, array), *more[:missing]])


def break_same_count(target: Target) -> Iterator[object]:
    """One value more than there are elsewhere, and one fewer."""
    rule = target.point.limit
    for path, held in select_values(target.value, rule["at"]):
        if isinstance(held, list):
            yield replace_value(target.value, path, [*held, *held[-1:]])
            yield replace_value(target.value, path, held[:-1])


def _to_key(node: Node, value: object) -> str:
    """A value without what the object's `x-distinct` ignores."""
    text = str(value)
    for keyword, rule in node.keywords:
        if keyword == "x-distinct" and "ignore" in rule:
            text = re.sub(rule["ignore"], "", text)
    return text


def break_mentions(target: Target) -> Iterator[object]:
    """A text that mentions another name, or not those that it should; nothing without a text."""
    rule = target.point.limit
    found = next(select_values(target.value, rule["text"]), None)
    if found is None:
        return
    where, text = found
    if target.point.name == "unknown":
        mention = rule["open"] + rule["prefix"] + "zz" + rule["close"]
        yield from (
            replace_value(target.value, where, new) for new in (f"{text} {mention}", mention)
        )
    elif "keys" in rule:
        for path, _ in select_values(target.value, rule["keys"][0]):
            for name in ("zz", "Name", rule["open"] + "zz" + rule["close"]):
                yield replace_value(target.value, (*path, name), "x")
    else:
        for name in UNLIKELY_NAMES:
            yield replace_value(target.value, where, rule["open"] + name + rule["close"])
        yield replace_value(target.value, where, str(text).replace(rule["prefix"], ""))
