"""A schema as any draft-07 validator reads it: without the members that are ours alone."""

from typing import Any

from contractkit.contracts.loading import Contract, Schema, find_message, load_schema


def make_portable(contract: Contract, message: str) -> Schema:
    """The normative schema of a message without its `x-…` members; UnknownNameError."""
    stripped: Schema = _strip(load_schema(contract, find_message(contract, message)["schema"]))
    return stripped


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _strip(inner) for key, inner in value.items() if not key.startswith("x-")}
    return [_strip(inner) for inner in value] if isinstance(value, list) else value
