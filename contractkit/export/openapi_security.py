"""The security schemes of an OpenAPI document: the ways to authenticate."""

from collections.abc import Mapping
from typing import Any

from contractkit.contracts.loading import Contract


def list_security(contract: Contract) -> dict[str, dict[str, Any]]:
    """The security schemes by name; any one of them will do. Open ways are left out.

    Keys come first: many tools take the first scheme, and a key asks for least.
    """
    found: dict[str, dict[str, Any]] = {}
    methods = contract.data.get("authentication", ())
    closed = (method for method in methods if not method.get("open"))
    for method in sorted(closed, key=lambda method: method["scheme"] == "bearer"):
        name = method["scheme"]
        found[name if name not in found else f"{name}{len(found) + 1}"] = _describe_method(method)
    return found


def _describe_method(method: Mapping[str, Any]) -> dict[str, Any]:
    if method["scheme"] != "bearer":
        described = {"type": "apiKey", "in": "header", "name": method["header"]}
        prefix = method.get("prefix", "").strip()
        return described | ({"description": f"Behind “{prefix}”."} if prefix else {})
    if method["header"].lower() == "authorization":
        written = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    else:
        written = {"type": "apiKey", "in": "header", "name": method["header"]}
    return {**written, "description": _describe_token(method)}


def _describe_token(method: Mapping[str, Any]) -> str:
    words = "A JSON Web Token"
    if "algorithm" in method:
        words += f", signed with {method['algorithm']}"
    if "claims" in method:
        words += f", with {' and '.join(method['claims'])}"
    if "lifetimeSeconds" in method:
        words += f"; it is good for {method['lifetimeSeconds']} seconds"
    return f"{words}."
