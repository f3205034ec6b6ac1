"""All messages of a contract in one JSON Schema 2020-12 document."""

import json
from typing import Any

from contractkit.contracts.loading import Contract, find_message, load_schema
from contractkit.export.naming import name_root
from contractkit.export.schema_2020_12 import DIALECT, modernise


def export(contract: Contract) -> str:
    """The document: a payload fits if it fits the first message, the request.

    Each message stands under `$defs` and has the `$id` of its own schema, for a reference to it.
    """
    return json.dumps(bundle(contract), indent=2, ensure_ascii=False) + "\n"


def bundle(contract: Contract) -> dict[str, Any]:
    """The document of `export` as a value."""
    members = {message: _embed(contract, message) for message in contract.messages}
    return {
        "$schema": DIALECT,
        "$id": f"urn:contractkit:{contract.name}:{contract.version}",
        "title": name_root(contract),
        "description": f"The messages of {contract}; by itself this schema judges the first.",
        "$ref": members[contract.messages[0]]["$id"],
        "$defs": members,
    }


def _embed(contract: Contract, message: str) -> dict[str, Any]:
    schema = load_schema(contract, find_message(contract, message)["schema"])
    modern = modernise(schema)
    usual = f"urn:contractkit:{contract.name}:{contract.version}:{message}"
    inner = {"$defs": dict(modern.definitions)} if modern.definitions else {}
    return {"$id": schema.get("$id", usual), **modern.schema, **inner}
