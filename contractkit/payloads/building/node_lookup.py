"""The node of a place below another one, and the values that a place can have."""

import random
from collections.abc import Iterator
from functools import lru_cache

from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.patterns.parsing import parse_pattern
from contractkit.payloads.patterns.strings import write_any
from contractkit.pointers import Path

LONGEST_MATCH = 40


def find_node(node: Node, path: Path) -> Node:
    """The node of the place that a path reaches below a node."""
    for token in path:
        found = list(_list_inner(node, token))
        known = (inner for holder, inner in found if is_known(holder, token))
        node = next(known, found[0][1] if found else make_node(f"{node.pattern}/*", []))
    return node


def is_known(node: Node, token: str | int) -> bool:
    """Whether a schema of a node speaks of an item or a property by its name."""
    return isinstance(token, int) or token in node.properties


def _list_inner(node: Node, token: str | int) -> Iterator[tuple[Node, Node]]:
    """The nodes that an item or a property may have, one for each branch, behind the branch's."""
    if node.kind in ("either", "choice"):
        for branch in node.branches:
            yield from _list_inner(branch, token)
    elif isinstance(token, int):
        yield from [(node, node.item(token))] if node.kind == "array" else []
    elif node.kind == "object":
        yield node, node.properties.get(token) or node.named(token)


def find_node_of_object(node: Node) -> Node:
    """The node itself, or of two kinds of values that it may have the one that is no array."""
    while node.kind == "either":
        node = next(inner for inner in node.branches if inner.kind != "array")
    return node


@lru_cache(maxsize=64)
def list_distinct_values(node: Node, count: int) -> tuple[object, ...]:
    """Some values of a string place, all different, the same on every run; at most `count`."""
    if any("enum" in schema for schema in node.schemas):
        return node.values[:count]
    source = random.Random(0)  # noqa: S311 - no secret, and always the same
    found: dict[str, None] = {}
    for number in range(count * 4):
        value = f"{number:x}"
        if node.patterns:
            tree = parse_pattern(node.patterns[0])
            value = write_any(tree, lambda size: int(source.random() * size), LONGEST_MATCH)
        if node.fits(value):
            found[value] = None
        if len(found) == count:
            break
    return tuple(found)
