"""The members of an object that no schema names: by a pattern, or of any other name."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.patterns.matching import matches
from contractkit.payloads.schemas.member_names import NUMBERED, USUAL, list_matching_names

Member = tuple[str, str, Node]  # a label for the choice to take it, the name, the node


@lru_cache(maxsize=4096)
def list_members(node: Node) -> tuple[Member, ...]:
    """A member for each pattern of names, and one of another name where a schema describes these.

    One that can have no value may be among them.
    """
    found = []
    for pattern in list_patterns(node):
        name = next(_list_names(node, pattern), None)
        if name is not None:
            found.append((f"{node.pattern}/{pattern}", name, node.named(name)))
    members = node.members
    name = next(list_new_names(node), None) if members else None
    if members and name is not None:
        found.append((members.pattern, name, members))
    return tuple(found)


def list_patterns(node: Node) -> tuple[str, ...]:
    """The patterns of names that the schemas of an object have."""
    named = (name for schema in node.schemas for name in schema.get("patternProperties", {}))
    return tuple(dict.fromkeys(named))


def _list_names(node: Node, pattern: str) -> Iterator[str]:
    """Names that match a pattern and are allowed, and not known otherwise."""
    for name in list_matching_names(pattern):
        if name not in node.properties and node.allows_name(name):
            yield name


def list_new_names(node: Node) -> Iterator[str]:
    """Names of which no schema speaks but those about all other names."""
    named = make_node(f"{node.pattern}/*", [{"type": "string"}, *node.name_schemas], "names")
    tried = (*USUAL, *(named.values if node.name_schemas else ()), *NUMBERED)
    for name in (one for one in tried if isinstance(one, str)):
        known = name in node.properties or any(matches(one, name) for one in list_patterns(node))
        if not known and node.allows_name(name):
            yield name


def repair_names(
    node: Node,
    value: dict[str, object],
    build: Callable[[Node], object],
    is_buildable: Callable[[Node], bool],
) -> None:
    """Give an object as many members as it must have, and take away those that are too many."""
    least, most = node.limit("minProperties", max, 0), node.limit("maxProperties", min, None)
    for name in list(value):
        if not node.allows_name(name) and name not in node.required:
            del value[name]
    for name in reversed(list(value)) if most is not None else ():
        if len(value) > most and name not in node.required:
            del value[name]
    for name in _list_more(node, least, value):
        inner = node.named(name)
        if len(value) >= least:
            return
        if name not in value and is_buildable(inner):
            value[name] = build(inner)


def _list_more(node: Node, least: int, value: dict[str, object]) -> Iterator[str]:
    if len(value) < least:
        yield from node.properties
        for pattern in list_patterns(node):
            yield from _list_names(node, pattern)
        if not node.is_closed:
            yield from list_new_names(node)
