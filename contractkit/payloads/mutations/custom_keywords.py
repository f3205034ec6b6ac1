"""Values that break our own keywords, `x-…`."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from contractkit.payloads.mutations.place import Place
from contractkit.payloads.nodes import Node, find_node, list_distinct_values
from contractkit.pointers import Path, get_value, replace_value, select_values

STRANGE_NAMES = ("zz", "\n", "\t", "\v")


def break_distinct(place: Place) -> Iterator[object]:
    """A value that stands twice, exactly or but for what the keyword ignores."""
    rule = place.site.limit
    paths = [path for pattern in rule["values"] for path, _ in select_values(place.value, pattern)]
    first = get_value(place.value, paths[0])
    others = [re.sub(rule["ignore"], "", first)] if "ignore" in rule else []
    for path in (paths[0], paths[-1]):
        yield from (_appended(place.value, path, paths[0], value) for value in (first, *others))


def _appended(value: Any, path: Path, model: Path, inner: object) -> Any:
    """The value with one item more in the innermost array of a path, made like another's item."""
    depth = max(number for number, token in enumerate(path) if isinstance(token, int))
    depth_of_model = max(number for number, token in enumerate(model) if isinstance(token, int))
    item = copy.deepcopy(get_value(value, model[: depth_of_model + 1]))
    below = model[depth_of_model + 1 :]
    item = replace_value(item, below, inner)
    return replace_value(value, path[:depth], [*get_value(value, path[:depth]), item])


def break_max_count(place: Place) -> Iterator[object]:
    """One value more than are allowed in all, the new ones all different."""
    rule = place.site.limit
    held = [path for pattern in rule["values"] for path, _ in select_values(place.value, pattern)]
    spares = list_distinct_values(find_node(place.node, held[-1]), 2 * rule["max"])
    by_key = {_to_key(place.node, get_value(place.value, path)): None for path in held}
    fresh = {_to_key(place.node, spare): spare for spare in spares}
    more = [spare for key, spare in fresh.items() if key not in by_key]
    array = held[-1][:-1]
    missing = rule["max"] + 1 - len(held)
    yield replace_value(place.value, array, [*get_value(place.value, array), *more[:missing]])


def _to_key(node: Node, value: object) -> str:
    """A value without what the object's `x-distinct` ignores."""
    text = str(value)
    for keyword, rule in node.keywords:
        if keyword == "x-distinct" and "ignore" in rule:
            text = re.sub(rule["ignore"], "", text)
    return text


def break_mentions(place: Place) -> Iterator[object]:
    """A text that mentions another name, or not those that it should."""
    rule = place.site.limit
    where, text = next(select_values(place.value, rule["text"]))
    if place.site.name == "unknown":
        stranger = rule["open"] + rule["prefix"] + "zz" + rule["close"]
        yield from (
            replace_value(place.value, where, new) for new in (f"{text} {stranger}", stranger)
        )
    else:
        for stranger in STRANGE_NAMES:
            yield replace_value(place.value, where, rule["open"] + stranger + rule["close"])
        yield replace_value(place.value, where, str(text).replace(rule["prefix"], ""))
