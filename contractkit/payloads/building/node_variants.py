"""Nodes that are made of another one, and what those of equal schemas share."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from contractkit.payloads.building.nodes import Node, make_node, share_node
from contractkit.payloads.schemas.conjunctions import WHOLE

Result = TypeVar("Result")


def narrow(node: Node, branch: Node) -> Node:
    """A branch of a node that meets all that the node asks for."""
    whole = {WHOLE: True, "allOf": list(node.schemas)}
    return make_node(branch.pattern, [*branch.schemas, whole], branch.variant, branch.descent)


def share_among_places(function: Callable[[Node], Result]) -> Callable[[Node], Result]:
    """Work a function out once for all places that have the same schemas, whatever their names."""
    known = lru_cache(maxsize=4096)(function)

    @wraps(function)
    def find(node: Node) -> Result:
        return known(share_node("", "", node.written, node.descent))

    return find
