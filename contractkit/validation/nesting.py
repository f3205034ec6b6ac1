"""Values that are nested too deep to be judged by a schema that comes back to itself.

A text with such a value has a fault; a value that came from no text is looked at here.
"""

from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.subschemas import find_definition, list_subschemas
from contractkit.jsontext.plain import MAX_DEPTH
from contractkit.pointers import Path

TOO_DEEP_RULE = "JT013"
DEFINITIONS = frozenset({"$defs", "definitions"})  # which count where they are referred to
_Step = tuple[Any, Any]  # the value, and the way to it: the way to its parent, and a token


def find_too_deep(
    contract: Contract, message: str, value: object, optional: frozenset[str]
) -> tuple[Path, object] | None:
    """The array or object in a value that is nested too deep for the schemas of its message."""
    return find_deepest(value) if _may_recurse(contract, message, optional) else None


@lru_cache(maxsize=64)
def _may_recurse(contract: Contract, message: str, optional: frozenset[str]) -> bool:
    """Whether a schema of a message comes back to itself."""
    entries = load_message_schemas(contract, message, optional)
    return any(is_recursive(entry.schema) for entry in entries)


def is_recursive(root: Schema) -> bool:
    """Whether any definition of a schema, or the whole, leads to itself."""
    leads_to: dict[str, set[str]] = {}
    pending = ["#"]
    while pending:
        reference = pending.pop()
        if reference not in leads_to:
            leads_to[reference] = set(_list_references(find_definition(root, reference)))
            pending += leads_to[reference]
    # What leads nowhere is taken away until nothing is left, or only what leads in a circle.
    while ends := {one for one, others in leads_to.items() if others.isdisjoint(leads_to)}:
        leads_to = {one: others for one, others in leads_to.items() if one not in ends}
    return bool(leads_to)


def _list_references(schema: Any) -> list[str]:
    found: list[str] = []
    pending = [schema]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            if "$ref" in one:
                found.append(str(one["$ref"]))
            # What definitions hold counts where they are referred to.
            pending += [
                inner
                for path, inner in list_subschemas(one)
                if path[0] not in ("$defs", "definitions")
            ]
    return found


def find_deepest(value: object) -> tuple[Path, object] | None:
    """The first array or object that is nested deeper than MAX_DEPTH, with its path, if any is."""
    level: list[_Step] = [(value, None)]
    for _ in range(MAX_DEPTH):
        level = [child for step in level for child in _list_children(step)]
        if not level:
            return None
    for found, way in level:
        if isinstance(found, dict | list):
            return _read_way(way), found
    return None


def _list_children(step: _Step) -> list[_Step]:
    value, way = step
    if isinstance(value, dict):
        return [(inner, (way, name)) for name, inner in value.items()]
    if isinstance(value, list):
        return [(inner, (way, index)) for index, inner in enumerate(value)]
    return []


def _read_way(way: Any) -> Path:
    tokens = []
    while way is not None:
        way, token = way
        tokens.append(token)
    return tuple(reversed(tokens))
