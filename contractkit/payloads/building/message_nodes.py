"""The nodes of whole messages."""

from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.schemas.valid_schemas import inline_schema, load_valid_schemas


@lru_cache(maxsize=64)
def load_valid_node(contract: Contract, message: str) -> Node:
    """The node of the valid payloads of a message."""
    return make_node("", list(load_valid_schemas(contract, message)))


@lru_cache(maxsize=64)
def load_normative_node(contract: Contract, message: str) -> Node:
    """The node of the payloads of a message that only the normative schema judges."""
    layers = load_message_schemas(contract, message)
    return make_node("", [inline_schema(layer) for layer in layers if layer.level == "normative"])
