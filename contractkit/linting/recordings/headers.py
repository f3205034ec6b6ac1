"""The headers of a saved request: those that are written there, and what authentication adds."""

from collections.abc import Iterator
from typing import Any

from contractkit.linting.recordings.records import Header

TOKENS = frozenset({"bearer", "jwt", "oauth2"})


def list_headers(pointer: str, headers: Any) -> Iterator[Header]:
    """The headers that are sent, of a list or of one text with a line for each."""
    if isinstance(headers, str):
        lines = (line.partition(":") for line in headers.splitlines())
        for before, _, behind in lines:
            yield Header(before.strip(), behind.strip(), f"{pointer}/header")
    for number, header in enumerate(headers if isinstance(headers, list) else ()):
        if isinstance(header, dict) and header.get("disabled") is not True:
            name, value = header.get("key"), header.get("value")
            place = f"{pointer}/header/{number}"
            place += "/value" if "value" in header else ""
            yield Header(str(name or "").strip(), str(value or ""), place)


def list_auth_headers(auth: Any, pointer: str) -> Iterator[Header]:
    """The header that a way of authentication stands for, if it is sent as a header."""
    kind = auth.get("type") if isinstance(auth, dict) else None
    if not isinstance(kind, str) or kind == "noauth":
        return
    fields = _read_fields(auth.get(kind))
    if kind == "apikey":
        if fields.get("in", "header") == "header":
            yield Header(fields.get("key", ""), fields.get("value", ""), pointer)
        return
    token = fields.get("token", "-") if kind == "bearer" else "-"
    prefix = "Bearer" if kind in TOKENS else kind.capitalize()
    yield Header("Authorization", f"{prefix} {token}" if token else "", pointer)


def _read_fields(fields: Any) -> dict[str, str]:
    """The settings of a way of authentication: a list of keys and values, or an object (v2.0)."""
    if isinstance(fields, dict):
        return {str(name): str(value) for name, value in fields.items()}
    listed = fields if isinstance(fields, list) else ()
    return {
        str(one["key"]): str(one.get("value") or "")
        for one in listed
        if isinstance(one, dict) and "key" in one
    }
