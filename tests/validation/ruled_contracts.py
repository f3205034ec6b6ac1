"""A contract of one schema, in a folder, with a rule for each keyword as the format of rules says.

The id of a rule is K and the number of its keyword; the title names keyword and place.
"""

import json
from pathlib import Path
from typing import Any

from contractkit import load
from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.subschemas import LATEST, list_subschemas, map_subschemas

PAGE = """---
title: {title}
severity: error
source: "The leaflet"
---

## What it says

It is so.

## Why it matters

It matters.

## How to fix it

Do as it says.
"""
JUDGING = frozenset(
    {"type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
     "exclusiveMinimum", "maxLength", "minLength", "pattern", "format", "maxItems", "minItems",
     "uniqueItems", "contains", "maxContains", "minContains", "maxProperties", "minProperties",
     "required", "dependentRequired", "not", "oneOf", "anyOf", "propertyNames"}
)  # fmt: skip
CLOSING = frozenset(
    {"additionalProperties", "items", "unevaluatedProperties", "unevaluatedItems",
     "additionalItems"}
)  # fmt: skip
DECIDING = frozenset({"if", "not", "contains", "propertyNames"})


def give_rules(schema: Any, names: dict[str, str], place: str = "") -> Any:
    """The schema with `x-rules`; `names` collects the titles of the rules by their ids."""
    if schema is False:
        schema = {"not": {}}
    if not isinstance(schema, dict):
        return {} if schema is True else schema

    def add(keyword: str, name: str = "") -> str:
        rule = f"K{len(names) + 1:03}"
        names[rule] = f"{keyword} {name} at {place or 'the top'}".replace("  ", " ")
        return rule

    rules: dict[str, Any] = {}
    for keyword, value in schema.items():
        lists = keyword == "dependencies" and any(isinstance(one, list) for one in value.values())
        if keyword == "required":
            rules[keyword] = {name: add(keyword, name) for name in value}
        elif keyword in JUDGING or lists or (keyword in CLOSING and value is False):
            rules[keyword] = add(keyword)
    kept = {key: schema[key] for key in schema if key in DECIDING or schema[key] is False}
    judged = {key: inner for key, inner in schema.items() if key not in kept}
    paths = {id(inner): "/".join(map(str, path)) for path, inner in list_subschemas(judged)}
    ruled = map_subschemas(
        judged, lambda one: give_rules(one, names, f"{place}/{paths.get(id(one), '')}")
    )
    together = {key: kept.get(key, ruled.get(key)) for key in schema}
    return {**together, "x-rules": rules} if rules else together


def write_contract(folder: Path, schema: Schema, **data: Any) -> Contract:
    """Write a contract whose only message, the request, has the schema, and load it."""
    names: dict[str, str] = {}
    ruled = give_rules(schema, names)
    entry = {"title": "Things", "default": "1.0.0", "versions": {"1.0.0": {"sha256": ""}}}
    version = folder / "things" / "1.0.0"
    version.mkdir(parents=True)
    pages = folder / "things" / "rules"
    pages.mkdir()
    catalog = {"default": "things", "contracts": {"things": entry}}
    about = {
        "title": "Things",
        "messages": {"request": {"schema": "request.schema.json", "sentBy": "client"}},
        "formats": "errors",
        **data,
    }
    (folder / "catalog.json").write_text(json.dumps(catalog))
    (version / "contract.json").write_text(json.dumps(about))
    (version / "request.schema.json").write_text(json.dumps(ruled))
    for rule, title in names.items():
        (pages / f"{rule}-so.md").write_text(PAGE.format(title=json.dumps(title)))
    return load(schemas=str(folder))


def latest(**schema: Any) -> Schema:
    """A schema of 2020-12."""
    return {"$schema": LATEST, **schema}
