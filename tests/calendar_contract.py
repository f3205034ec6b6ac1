"""A contract with several requests: a calendar, with parameters everywhere and bodies in some."""

from pathlib import Path
from typing import Any

from contractkit.contracts.loading import Contract
from tests.listed_contracts import ERROR, ORDER, ORDERED, write_contract

DAY = {
    "type": "string",
    "pattern": "^20[0-9]{2}-[01][0-9]-[0-3][0-9]$",
    "x-rules": {"type": "OR1", "pattern": "OR1"},
}
LIMIT = {
    "type": "integer",
    "minimum": 1,
    "maximum": 100,
    "x-rules": {"type": "OR2", "minimum": "OR2", "maximum": "OR2"},
}
ZONE = {"enum": ["utc", "cet"], "x-rules": {"enum": "OR3"}}
TAGS = {
    "type": "array",
    "maxItems": 2,
    "items": {"$ref": "#/$defs/tag"},
    "$defs": {"tag": {"type": "string", "maxLength": 3, "x-rules": {"maxLength": "OR2"}}},
    "x-rules": {"maxItems": "OR1"},
}
TRACE = {"type": "string", "maxLength": 8, "x-rules": {"maxLength": "OR3"}}
SEEN = {"type": "boolean", "x-rules": {"type": "OR2"}}
PATH_DAY = {"in": "path", "name": "day", "required": True, "schema": DAY, "example": "2030-01-02"}
PARAMETERS: list[dict[str, Any]] = [
    PATH_DAY,
    {"in": "query", "name": "limit", "schema": LIMIT},
    {"in": "query", "name": "zone", "required": True, "rule": "OR1", "schema": ZONE},
    {"in": "query", "name": "tags", "schema": TAGS},
    {"in": "header", "name": "X-Trace", "schema": TRACE},
    {"in": "cookie", "name": "seen", "schema": SEEN},
]
KEYED = [{"scheme": "key", "header": "X-Key"}]
BASE, DAY_PATH = "/api/v1", "/days/{day}/events"
LIST, ADD, REMOVE = f"GET {DAY_PATH}", f"POST {DAY_PATH}", f"DELETE {DAY_PATH}"
TODAY = "GET /days/today/events"
MESSAGES = {"event": (ORDER, "OR1"), "added": (ORDERED, "OR2"), "error": (ERROR, "OR3")}


def describe_request(method: str, path: str, **operation: Any) -> dict[str, Any]:
    """What contract.json says of an operation."""
    rules = {"method": "OR1", "path": "OR1", "status": "OR3", "credentials": "OR2"}
    return {"method": method, "path": f"{BASE}{path}", "rules": rules, **operation}


CALENDAR: dict[str, Any] = {
    "title": "Calendar",
    "messages": {name: {"schema": f"{name}.schema.json"} for name in MESSAGES},
    "requests": {
        LIST: {
            "title": "List the events of a day",
            "operation": describe_request(
                "GET", DAY_PATH, body="none", operationId="listEvents", parameters=PARAMETERS
            ),
            "messages": ["added", "error"],
            "answers": {"messages": {"200": "added", "400": "error"}},
        },
        ADD: {
            "title": "Add an event",
            "operation": describe_request(
                "POST", DAY_PATH, operationId="addEvent", parameters=[PATH_DAY]
            ),
            "messages": ["event", "added", "error"],
            "answers": {"messages": {"201": "added", "default": "error"}},
            "authentication": KEYED,
        },
        REMOVE: {
            "title": "Remove the events of a day",
            "operation": describe_request("DELETE", DAY_PATH, body="none", parameters=[PATH_DAY]),
            "messages": [],
            "answers": {"messages": {"204": None, "404": None}},
            "authentication": KEYED,
        },
        TODAY: {
            "title": "List the events of today",
            "operation": describe_request("GET", "/days/today/events", body="none"),
            "messages": ["added"],
            "answers": {"messages": {"200": "added"}},
        },
    },
}
EVENT = {"item": "tea", "count": 2}


def write_calendar(folder: Path) -> Contract:
    """Write the contract, and load it as a whole."""
    return write_contract(folder, CALENDAR, schemas=MESSAGES)
