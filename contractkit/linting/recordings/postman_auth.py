"""The headers that the authentication of a Postman collection stands for."""

from collections.abc import Iterator
from typing import Any

from contractkit.linting.recordings.members import get_items, get_member
from contractkit.linting.recordings.requests import Header

TOKEN_KINDS = frozenset({"bearer", "jwt", "oauth2"})


def list_auth_headers(auth: Any, pointer: str) -> Iterator[Header]:
    """The header that a way of authentication stands for, if it is sent as a header."""
    kind = get_member(auth, "type")
    if not isinstance(kind, str) or kind == "noauth":
        return
    fields = _read_fields(auth.get(kind))
    if kind == "apikey":
        if fields.get("in", "header") == "header":
            yield Header(fields.get("key", ""), fields.get("value", ""), pointer)
        return
    token = fields.get("token", "-") if kind == "bearer" else "-"
    prefix = "Bearer" if kind in TOKEN_KINDS else kind.capitalize()
    yield Header("Authorization", f"{prefix} {token}" if token else "", pointer)


def _read_fields(fields: Any) -> dict[str, str]:
    """The settings of a way of authentication: a list of keys and values, or an object (v2.0)."""
    if isinstance(fields, dict):
        return {str(name): str(value) for name, value in fields.items()}
    return {
        str(entry["key"]): str(entry.get("value") or "")
        for entry in get_items(fields)
        if isinstance(entry, dict) and "key" in entry
    }
