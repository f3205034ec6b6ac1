"""The ways to say who one is, as security schemes of OpenAPI."""

from collections.abc import Mapping
from typing import Any

from contractkit.contracts.loading import Contract


def list_security(contract: Contract) -> dict[str, dict[str, Any]]:
    """The security schemes by name; any one of them will do.

    Keys come first: many tools take the first scheme, and a key asks for least.
    """
    found: dict[str, dict[str, Any]] = {}
    ways = contract.data.get("authentication", ())
    for way in sorted(ways, key=lambda one: one["scheme"] == "bearer"):
        name = way["scheme"]
        found[name if name not in found else f"{name}{len(found) + 1}"] = _describe(way)
    return found


def _describe(way: Mapping[str, Any]) -> dict[str, Any]:
    if way["scheme"] != "bearer":
        return {"type": "apiKey", "in": "header", "name": way["header"]}
    if way["header"].lower() == "authorization":
        written = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    else:
        written = {"type": "apiKey", "in": "header", "name": way["header"]}
    return {**written, "description": _describe_token(way)}


def _describe_token(way: Mapping[str, Any]) -> str:
    words = "A JSON Web Token"
    if "algorithm" in way:
        words += f", signed with {way['algorithm']}"
    if "claims" in way:
        words += f", with {' and '.join(way['claims'])}"
    if "lifetimeSeconds" in way:
        words += f"; it is good for {way['lifetimeSeconds']} seconds"
    return f"{words}."
