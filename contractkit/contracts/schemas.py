"""The schemas that judge a message, one upon the other: normative, the tenant's, advice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema, find_message, load_schema


@dataclass(frozen=True, slots=True, eq=False)
class MessageSchema:
    """One schema of a message, and what breaking it means (`normative`, `tenant` or `advice`)."""

    level: str
    schema: Schema


@lru_cache(maxsize=64)
def load_message_schemas(
    contract: Contract, message: str, optional: frozenset[str] = frozenset()
) -> tuple[MessageSchema, ...]:
    """The schemas that judge a message, in the order in which they count.

    `optional` names rules that are off by default and wanted all the same.
    """
    entry = find_message(contract, message)
    layers = [MessageSchema("normative", load_schema(contract, entry["schema"]))]
    layers += [
        MessageSchema("tenant", _fill(load_schema(contract, overlay["schema"]), overlay, value))
        for overlay, value in _overlays(contract, message)
    ]
    if "advice" in entry:
        layers.append(MessageSchema("advice", load_schema(contract, entry["advice"])))
    for rule, extra in contract.data.get("optional", {}).items():
        if rule in optional and extra["message"] == message:
            layers.append(MessageSchema("advice", load_schema(contract, extra["schema"])))
    return tuple(layers)


def _overlays(contract: Contract, message: str) -> list[tuple[Mapping[str, Any], Any]]:
    return [
        (overlay, contract.tenant[setting])
        for setting, overlay in contract.data.get("tenant", {}).items()
        if overlay["message"] == message
        and setting in contract.tenant
        and ("fill" in overlay or contract.tenant[setting] == overlay["when"])
    ]


def _fill(schema: Schema, overlay: Mapping[str, Any], value: object) -> Schema:
    """The schema with the tenant's own values at the place that the overlay names."""
    if "fill" not in overlay:
        return schema
    filled: Schema = json.loads(json.dumps(schema))
    *path, last = overlay["fill"].split("/")[1:]
    place: Any = filled
    for token in path:
        place = place[token]
    place[last] = value
    return filled


def make_portable(contract: Contract, message: str) -> Schema:
    """The normative schema of a message without its `x-…` members; UnknownNameError."""
    stripped: Schema = _strip(load_schema(contract, find_message(contract, message)["schema"]))
    return stripped


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _strip(inner) for key, inner in value.items() if not key.startswith("x-")}
    return [_strip(inner) for inner in value] if isinstance(value, list) else value
