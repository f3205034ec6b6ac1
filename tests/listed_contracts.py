"""Small contracts that list their answers by HTTP status, written to a folder and loaded.

They have nothing but what is needed: no templates, no codes, no ids, no callbacks.
"""

import json
from pathlib import Path
from typing import Any

from contractkit.contracts.loading import Contract, load
from tests.compare.made import PAGE, name_rules

NAME = "shop"
RULES = {"OR1": "error", "OR2": "error", "OR3": "error"}
ORDER: dict[str, Any] = {
    "type": "object",
    "required": ["item", "count"],
    "properties": {
        "item": {"type": "string", "minLength": 1, "maxLength": 20},
        "count": {"type": "integer", "minimum": 1, "maximum": 99},
        "note": {"type": "string"},
    },
}
ORDERED: dict[str, Any] = {
    "type": "object",
    "required": ["number", "item"],
    "properties": {"number": {"type": "integer", "minimum": 1}, "item": {"type": "string"}},
}
ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "minLength": 1}},
}
SCHEMAS = {"order": (ORDER, "OR1"), "ordered": (ORDERED, "OR2"), "error": (ERROR, "OR3")}
LISTED: dict[str, str | None] = {"201": "ordered", "400": "error"}


def describe(listed: dict[str, str | None], **more: Any) -> dict[str, Any]:
    """What contract.json says: an order is posted, and answered as is listed."""
    return {
        "title": "Order something",
        "operation": {"method": "POST", "path": "/orders"},
        "messages": {name: {"schema": f"{name}.schema.json"} for name in SCHEMAS},
        "answers": {"messages": listed},
        **more,
    }


def write_contract(
    folder: Path,
    data: dict[str, Any],
    examples: dict[str, Any] | None = None,
    schemas: dict[str, tuple[dict[str, Any], str]] = SCHEMAS,
) -> Contract:
    """Write a contract of these schemas, with an example of some messages, and load it."""
    home = folder / "schemas"
    version, rules = home / NAME / "1.0.0", home / NAME / "rules"
    for made in (version, rules):
        made.mkdir(parents=True)
    entry = {"title": "Shop", "default": "1.0.0", "versions": {"1.0.0": {"sha256": ""}}}
    write(home / "catalog.json", {"default": NAME, "contracts": {NAME: entry}})
    write(version / "contract.json", data)
    for name, (schema, rule) in schemas.items():
        write(version / f"{name}.schema.json", name_rules(schema, rule))
    for rule, severity in RULES.items():
        page = PAGE.format(rule=rule, severity=severity)
        (rules / f"{rule}-so.md").write_text(page, encoding="utf-8")
    for message, example in (examples or {}).items():
        suite = folder / "fixtures" / NAME / "1.0.0" / message
        (suite / "valid").mkdir(parents=True)
        (suite / "findings.csv").write_text("file,rule,pointer\n", encoding="utf-8")
        write(suite / "valid" / "OR1-as-shown.json", example)
    return load(schemas=str(home))


def write(path: Path, value: Any) -> None:
    """Write a file of JSON."""
    path.write_text(json.dumps(value), encoding="utf-8")
