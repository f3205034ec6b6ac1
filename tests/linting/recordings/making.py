"""Recordings and collections that tests are made of."""

import json
from typing import Any

URL = "https://api.us.webexconnect.io/resources/v1/messaging"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
PLAIN_HEADERS = (
    {"name": "Content-Type", "value": "application/json"},
    {"name": "key", "value": "k"},
)


def make_entry(body: str | None, answer: str | None = None, **changes: Any) -> dict[str, Any]:
    """An entry of a HAR recording; `changes` are members of its request, `status` of its answer."""
    status = changes.pop("status", 200)
    request = {"method": "POST", "url": URL, "headers": list(PLAIN_HEADERS)} | changes
    if body is not None:
        request["postData"] = {"mimeType": "application/json", "text": body}
    content = {} if answer is None else {"text": answer}
    return {"request": request, "response": {"status": status, "content": content}}


def make_har(*entries: dict[str, Any]) -> dict[str, Any]:
    """A HAR recording."""
    return {"log": {"version": "1.2", "entries": list(entries)}}


def make_item(raw: str | None, url: object = None, **changes: Any) -> dict[str, Any]:
    """An item of a Postman collection; `changes` are members of its request."""
    header = [{"key": "key", "value": "{{key}}"}]
    request: dict[str, Any] = {"method": "POST", "header": header, "url": url or {"raw": URL}}
    if raw is not None:
        options = {"raw": {"language": "json"}}
        request["body"] = {"mode": "raw", "raw": raw, "options": options}
    return {"name": "send", "request": request | changes}


def make_collection(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A Postman collection; `changes` are members of its own."""
    return {"info": {"name": "c", "schema": SCHEMA}, "item": list(items)} | changes


def write(value: object) -> bytes:
    """The bytes of a file with that value."""
    return json.dumps(value, indent=1).encode()
