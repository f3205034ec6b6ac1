"""A contract of another API, with what the shipped one has not: odd names, choices, recursion."""

import json
from pathlib import Path
from typing import Any

from contractkit import load
from contractkit.contracts.loading import Contract

PAGE = """---
title: {title}
severity: error
source: "The kettle's leaflet"
---

## What it says

It is so.

## Why it matters

It matters.

## How to fix it

Fix it.
"""
RULES = {"KE1": "The order is an object", "KE2": "The volume is from 1 to 3", "KE3": "It is told"}
MOOD = 'it\'s "hot" \U0001fad6\n*/'
REQUEST: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Kettle order: what to boil",
    "description": 'Says "boil" in C:\\new\\kettles */.',
    "type": "object",
    "required": ["volume", "class"],
    "properties": {
        "volume": {
            "type": "integer",
            "minimum": 1,
            "maximum": 3,
            "x-rules": {"type": "KE2", "minimum": "KE2", "maximum": "KE2"},
        },
        "class": {"enum": ["tea", 1, True, None]},
        "x-a tag": {"type": ["string", "null"]},
        "steps": {"type": "array", "items": {"$ref": "#/definitions/step"}},
        "corner": {
            "type": "array",
            "items": [{"type": "number"}, {"type": "string"}],
            "additionalItems": False,
        },
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "lid": {"allOf": [{"$ref": "#/definitions/lid"}, {"required": ["hinge"]}]},
        "whatever": {},
        "before": {"$ref": "#"},
        "mood": {"anyOf": [{"enum": [MOOD, "\\"]}, {"$ref": "#"}]},
        "notify": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    },
    "dependencies": {"lid": ["labels"], "corner": {"required": ["steps"]}},
    "x-rules": {"type": "KE1", "required": {"volume": "KE2", "class": "KE3"}},
    "definitions": {
        "step": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "then": {"$ref": "#/definitions/step"},
                "list": {"type": "array", "items": {"type": "number"}},
            },
        },
        "lid": {
            "type": "object",
            "properties": {"hinge": {"const": "left"}},
            "if": {"required": ["lock"]},
            "then": {"properties": {"lock": {"type": "boolean"}}},
        },
    },
}
ANSWER = {
    "title": "Kettle answer",
    "type": "array",
    "items": {"enum": ["yes", "no"]},
    "minItems": 1,
}
PLAIN: dict[str, Any] = {"volume": 2, "class": "tea"}
STEP = {"name": "pour", "then": {"name": "wait", "then": {"name": "boil"}}, "list": [1, 2.5]}
VALID: dict[str, list[Any]] = {
    "order": [
        PLAIN,
        {**PLAIN, "class": 1, "before": {**PLAIN, "class": None}},
        {**PLAIN, "x-a tag": None, "steps": [STEP], "corner": [1.5, "north"], "class": True},
        {**PLAIN, "x-a tag": "mine", "lid": {"hinge": "left", "lock": True}, "labels": {"a": "b"}},
        {**PLAIN, "whatever": [{"a": 1}], "notify": "me", "steps": []},
        {**PLAIN, "notify": ["me", "you"], "before": PLAIN},
        {**PLAIN, "mood": MOOD},
        {**PLAIN, "mood": {**PLAIN, "mood": "\\"}},
    ],
    "answer": [["yes"], ["no", "yes"], ["no"]],
}
INVALID: dict[str, list[Any]] = {
    "order": [
        {**PLAIN, "volume": 4},
        {**PLAIN, "corner": [1, "north"]},
        {**PLAIN, "steps": [], "corner": [1, "north", 2]},
        {**PLAIN, "steps": [], "corner": ["north"]},
        {**PLAIN, "lid": {"hinge": "left"}},
        {**PLAIN, "lid": {}, "labels": {}},
        {**PLAIN, "before": {**PLAIN, "class": "coffee"}},
        {**PLAIN, "steps": [{"name": "a", "then": {"name": 1}}]},
        {**PLAIN, "x-a tag": 1},
        {**PLAIN, "mood": "hot"},
        "tea",
    ],
    "answer": [[], ["perhaps"], "yes"],
}
CONTRACT = {
    "title": "Kettle",
    "operation": {"method": "PUT", "path": "/boil", "hosts": ["kettle.example"], "scheme": "http"},
    "messages": {"order": {"schema": "order.json"}, "answer": {"schema": "answer.json"}},
    "answers": {
        "message": "answer",
        "acceptance": {"contains": {"const": "yes"}},
        "refusal": {"not": {"contains": {"const": "yes"}}},
    },
}


def write_contract(folder: Path) -> Contract:
    """Write the contract with its examples below a folder, and load it."""
    home = folder / "schemas"
    versions = {"1.0.0": {"sha256": ""}}
    entry = {"title": "Kettle", "default": "1.0.0", "versions": versions}
    write(home / "catalog.json", {"default": "kettle", "contracts": {"kettle": entry}})
    for name, value in (("contract", CONTRACT), ("order", REQUEST), ("answer", ANSWER)):
        write(home / "kettle" / "1.0.0" / f"{name}.json", value)
    (home / "kettle" / "rules").mkdir()
    for rule, title in RULES.items():
        page = home / "kettle" / "rules" / f"{rule}-so.md"
        page.write_text(PAGE.format(title=title), encoding="utf-8")
    for verdict, payloads in (("valid", VALID), ("invalid", INVALID)):
        for message, values in payloads.items():
            suite = folder / "fixtures" / "kettle" / "1.0.0" / message
            for number, value in enumerate(values):
                write(suite / verdict / f"KE2-number-{number}.json", value)
            (suite / "findings.csv").write_text("file,rule,pointer\n", encoding="utf-8")
    return load("kettle", schemas=str(home))


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
