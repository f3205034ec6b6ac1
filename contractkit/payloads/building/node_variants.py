"""Nodes that are made of another one."""

from contractkit.payloads.building.nodes import Node, make_node, share_node
from contractkit.payloads.schemas.conjunctions import WHOLE


def narrow(node: Node, branch: Node) -> Node:
    """A branch of a node that meets all that the node asks for."""
    whole = {WHOLE: True, "allOf": list(node.schemas)}
    return make_node(branch.pattern, [*branch.schemas, whole], branch.variant, branch.descent)


def detach(node: Node) -> Node:
    """A node of the same schemas at no place of its own: one for all the places that share them."""
    return share_node("", "", node.written, node.descent)
