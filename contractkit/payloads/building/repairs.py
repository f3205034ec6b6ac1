"""Puts right what a drawn object breaks of the `x-…` keywords, one keyword a function."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contractkit.payloads.building.node_lookup import find_node, list_distinct_values
from contractkit.payloads.building.nodes import Node
from contractkit.pointers import Path, get_value, select_values, set_value
from contractkit.validation.custom_keywords import Breach, find_duplicates, find_unmatched_mentions


def repair_keywords(node: Node, value: object) -> None:
    """Change a value in place so that it meets the `x-…` keywords of its node, where possible."""
    for keyword, rule in node.keywords:
        if keyword in REPAIRS:
            REPAIRS[keyword](node, value, rule)


def _replace_duplicates(node: Node, value: object, rule: Mapping[str, Any]) -> None:
    duplicates = list(find_duplicates(rule, value))
    if not duplicates:
        return
    held = (inner for pattern in rule["values"] for _, inner in select_values(value, pattern))
    taken = {_to_key(rule, inner) for inner in held}
    others = iter(list_distinct_values(find_node(node, duplicates[0].path), 64))
    left = []
    for breach in duplicates:
        new = next((other for other in others if _to_key(rule, other) not in taken), None)
        if new is None:
            left.append(breach.path)
            continue
        taken.add(_to_key(rule, new))
        set_value(value, breach.path, new)
    _drop_items(value, left)


def _drop_excess(_: Node, value: object, rule: Mapping[str, Any]) -> None:
    paths = [path for pattern in rule["values"] for path, _ in select_values(value, pattern)]
    _drop_items(value, paths[rule["max"] :])


def _fit_count(node: Node, value: object, rule: Mapping[str, Any]) -> None:
    wanted = sum(1 for pattern in rule["as"] for _ in select_values(value, pattern))
    for path, held in select_values(value, rule["at"]):
        others = list_distinct_values(find_node(node, (*path, 0)), wanted)
        set_value(value, path, [*held, *others][:wanted] if isinstance(held, list) else held)


def _drop_items(value: object, paths: Sequence[Path]) -> None:
    """Take away the items that hold these places, the last first; no array is left empty."""
    for path in reversed(paths):
        for depth in range(len(path) - 1, -1, -1):
            held = get_value(value, path[:depth])
            if isinstance(held, list) and len(held) > 1:
                del held[int(path[depth])]
                break


def _to_key(rule: Mapping[str, Any], value: object) -> object:
    """A value as `x-distinct` compares it."""
    ignored = "ignore" in rule and isinstance(value, str)
    return re.sub(rule["ignore"], "", str(value)) if ignored else repr(value)


def _mention_names(node: Node, value: object, rule: Mapping[str, Any]) -> None:
    for breach in list(find_unmatched_mentions(rule, value)):
        if breach.aspect == "unmentioned":
            _mention(node, value, rule, breach)
        else:
            inner = str(breach.value)[len(rule["open"]) : -len(rule["close"])]
            text = get_value(value, breach.path)
            set_value(value, breach.path, text.replace(str(breach.value), inner))


def _mention(node: Node, value: object, rule: Mapping[str, Any], breach: Breach) -> None:
    where = breach.related[0][0]
    text, place, name = get_value(value, where), find_node(node, where), str(breach.value)
    # White space around a name is lost on many who look for the mention.
    if "names" in rule and (
        name != name.strip() or not place.fits(f"{rule['open']}{name}{rule['close']}")
    ):
        name = str(next(iter(find_node(node, breach.path).values), name))
        set_value(value, breach.path, name)
    mention = f"{rule['open']}{rule['prefix']}{name}{rule['close']}"
    mention = mention.replace(rule["prefix"] * 2, rule["prefix"])
    for new in (f"{text} {mention}", text[: -len(mention)] + mention, mention):
        if place.fits(new):
            set_value(value, where, new)
            return


REPAIRS: Mapping[str, Callable[[Node, object, Mapping[str, Any]], None]] = {
    "x-distinct": _replace_duplicates,
    "x-maxCount": _drop_excess,
    "x-mentions": _mention_names,
    "x-sameCount": _fit_count,
}
