"""The schemas of a message, in layers: normative, the tenant's, advice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.loading import (
    Contract,
    Schema,
    find_message,
    load_schema,
    may_have_formats,
)
from contractkit.contracts.subschemas import map_subschemas


@dataclass(frozen=True, slots=True, eq=False)
class MessageSchema:
    """One schema of a message, and what breaking it means (`normative`, `tenant` or `advice`)."""

    level: str
    schema: Schema


@lru_cache(maxsize=64)
def load_message_schemas(
    contract: Contract, message: str, optional: frozenset[str] = frozenset()
) -> tuple[MessageSchema, ...]:
    """The schemas that a message must be valid against, in the order in which they count.

    `optional` names rules that are off by default and wanted all the same.
    """
    entry = find_message(contract, message)
    if message == PARAMETERS:
        from contractkit.contracts.formats import judge_formats
        from contractkit.contracts.parameters import make_parameters_schema

        schema = judge_formats(contract, make_parameters_schema(contract))
        return (MessageSchema("normative", schema),)
    schema = load_judged(contract, entry["schema"])
    schemas = [MessageSchema("normative", schema)]
    schemas += [
        MessageSchema("tenant", _fill_in(load_schema(contract, overlay["schema"]), overlay, value))
        for overlay, value in _list_tenant_overlays(contract, message)
    ]
    if schema is not load_schema(contract, entry["schema"]):  # it has formats
        schemas += _list_advised_formats(contract, entry["schema"])
    if "advice" in entry:
        schemas.append(MessageSchema("advice", load_schema(contract, entry["advice"])))
    for rule, extra in contract.data.get("optional", {}).items():
        if rule in optional and extra["message"] == message:
            schemas.append(MessageSchema("advice", _load_optional_schema(contract, extra)))
    return tuple(schemas)


def load_judged(contract: Contract, file: str) -> Schema:
    """A schema of a contract as it is judged: its formats are silent unless they are errors."""
    schema = load_schema(contract, file)
    if not may_have_formats(contract, file):  # as is usual
        return schema
    from contractkit.contracts.formats import judge_formats

    return judge_formats(contract, schema)


def _list_advised_formats(contract: Contract, file: str) -> list[MessageSchema]:
    """A schema of the formats alone, where these are advice."""
    from contractkit.contracts.formats import ADVICE, has_formats, keep_formats, read_formats

    schema = load_schema(contract, file)
    if read_formats(contract) != ADVICE or not has_formats(schema):
        return []
    return [MessageSchema("advice", keep_formats(schema))]


def _load_optional_schema(contract: Contract, extra: Mapping[str, Any]) -> Schema:
    from contractkit.contracts.views import fill_in_view

    schema: Schema = fill_in_view(contract, load_schema(contract, extra["schema"]))
    return schema


def _list_tenant_overlays(contract: Contract, message: str) -> list[tuple[Mapping[str, Any], Any]]:
    """The schemas that settings of the tenant add, as contract.json has them, with the settings."""
    return [
        (overlay, contract.tenant[setting])
        for setting, overlay in contract.data.get("tenant", {}).items()
        if overlay["message"] == message
        and setting in contract.tenant
        and ("fill" in overlay or contract.tenant[setting] == overlay["when"])
    ]


def _fill_in(schema: Schema, overlay: Mapping[str, Any], value: object) -> Schema:
    """The schema with the tenant's own value at the pointer that the overlay names."""
    if "fill" not in overlay:
        return schema
    filled: Schema = json.loads(json.dumps(schema))
    *path, last = overlay["fill"].split("/")[1:]
    container: Any = filled
    for token in path:
        container = container[token]
    container[last] = value
    return filled


def make_portable(contract: Contract, message: str) -> Schema:
    """The normative schema of a message for any validator: without its `x-…` members.

    Raises UnknownNameError.
    """
    find_message(contract, message)
    portable: Schema = _remove_extensions(load_message_schemas(contract, message)[0].schema)
    return portable


def _remove_extensions(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    plain = {key: inner for key, inner in schema.items() if not key.startswith("x-")}
    return map_subschemas(plain, _remove_extensions)
