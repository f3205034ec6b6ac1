"""Pairs of small made-up contracts, written to a folder, with a rule named for each keyword."""

import json
from pathlib import Path
from typing import Any

from contractkit import load
from contractkit.contracts.loading import Contract

PAGE = """---
title: {rule} holds
severity: {severity}
source: "The kettle's leaflet"
---

## What it says

It is so.

## Why it matters

It matters.

## How to fix it

Fix it.
"""
SEVERITIES = {"KE1": "error", "KE2": "warning", "KE3": "note", "KE4": "error"}
QUIET = {
    "properties", "items", "allOf", "if", "then", "else", "description", "x-rules", "$schema",
    "$defs", "$ref", "prefixItems",
}  # fmt: skip
Schema = dict[str, Any]


def name_rules(schema: Schema, rule: str) -> Schema:
    """The schema with a rule named for each keyword that has none yet; conditions have none."""
    named = {
        key: dict.fromkeys(value, rule) if key == "required" else rule
        for key, value in schema.items()
        if key not in QUIET
    }
    found = dict(schema)
    if "properties" in schema:
        found["properties"] = {
            name: name_rules(one, rule) for name, one in schema["properties"].items()
        }
    for key in ("items", "additionalProperties", "then", "else"):
        if isinstance(schema.get(key), dict):
            named.pop(key, None)
            found[key] = name_rules(schema[key], rule)
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        if key in schema:
            found[key] = [name_rules(one, rule) for one in schema[key]]
    if "$defs" in schema:
        found["$defs"] = {name: name_rules(one, rule) for name, one in schema["$defs"].items()}
    rules = named | schema.get("x-rules", {})
    return found | {"x-rules": rules} if rules else found


def order(**properties: Schema) -> Schema:
    """The schema of an order with these properties; `must` is mandatory."""
    known = {"must": {"type": "string"}, **properties}
    return {"type": "object", "required": ["must"], "properties": known}


def write_contracts(folder: Path, versions: dict[str, dict[str, Any]]) -> Path:
    """A folder of contracts with one, a kettle, of these versions.

    Of each: `order`, and `advice` if it has any; `data` is merged into its contract.json.
    """
    entry = {
        "title": "Kettle",
        "default": next(iter(versions)),
        "versions": {version: {"sha256": ""} for version in versions},
    }
    catalog = {"default": "kettle", "contracts": {"kettle": entry}}
    rules = folder / "kettle" / "rules"
    rules.mkdir(parents=True)
    (folder / "catalog.json").write_text(json.dumps(catalog))
    for rule, severity in SEVERITIES.items():
        (rules / f"{rule}-so.md").write_text(PAGE.format(rule=rule, severity=severity))
    for version, about in versions.items():
        _write_version(folder / "kettle" / version, about)
    return folder


def _write_version(folder: Path, about: dict[str, Any]) -> None:
    folder.mkdir()
    message = {"schema": "order.schema.json", "advice": "order.advice.schema.json"}
    data = {"title": "Kettle", "messages": {"order": message}} | about.get("data", {})
    advice = name_rules(about.get("advice", {}), "KE2")
    (folder / "contract.json").write_text(json.dumps(data))
    (folder / message["schema"]).write_text(json.dumps(name_rules(about["order"], "KE1")))
    (folder / message["advice"]).write_text(json.dumps(advice))


def make_pair(folder: Path, before: dict[str, Any], after: dict[str, Any]) -> list[Contract]:
    """Two versions of the kettle, loaded."""
    home = write_contracts(folder, {"1.0.0": before, "1.1.0": after})
    return [load(f"kettle@{version}", schemas=str(home)) for version in ("1.0.0", "1.1.0")]
