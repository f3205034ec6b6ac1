"""Payloads some levels down in others of the same message."""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, Schema
from contractkit.findings import Verdict
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.nesting import list_deep, list_nested, list_recursions
from contractkit.validation.reference_validator import compile_validator
from tests.validation.ruled_contracts import write_contract

NAMED = {"type": "string", "minLength": 1}
TREE = {"type": "array", "maxItems": 2, "items": {"$ref": "#/$defs/node"}}
NODE = {"type": "object", "required": ["name"], "properties": {"name": NAMED, "below": TREE}}
QUOTE = {
    "type": "object",
    "required": ["said"],
    "additionalProperties": False,
    "properties": {"said": {"$ref": "#/$defs/said"}},
}
SAID: Schema = {"oneOf": [{"type": "string", "maxLength": 5}, QUOTE]}
POST = {
    "type": "object",
    "required": ["said"],
    "properties": {
        "said": {"$ref": "#/$defs/said"},
        "answers": {"type": "array", "items": {"$ref": "#/$defs/post"}},
    },
}
# Each with the places where a recursion stands first and again.
SCHEMAS: dict[str, tuple[Schema, set[tuple[str, str]]]] = {
    "a tree": ({"$ref": "#/$defs/node", "$defs": {"node": NODE}}, {("", "/below/0")}),
    "a tree in a member": (
        {
            "type": "object",
            "required": ["root"],
            "properties": {"root": {"$ref": "#/$defs/node"}},
            "$defs": {"node": NODE},
        },
        {("/root", "/root/below/0")},
    ),
    "two recursions, one in the other": (
        {"$ref": "#/$defs/post", "$defs": {"post": POST, "said": SAID}},
        {("", "/answers/0"), ("/said", "/said/said")},
    ),
    "a chain of mandatory members": (
        {
            "$ref": "#/$defs/a",
            "$defs": {
                "a": {
                    "type": "object",
                    "required": ["b"],
                    "properties": {"b": {"$ref": "#/$defs/b"}},
                },
                "b": {
                    "type": "object",
                    "required": ["c"],
                    "properties": {"c": {"$ref": "#/$defs/c"}},
                },
                "c": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}},
            },
        },
        {("", "/b/c/a")},
    ),
    "none": ({"type": "object", "properties": {"name": NAMED}}, set()),
}


@pytest.fixture(params=SCHEMAS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def contract(name: str, tmp_path: Path) -> Contract:
    return write_contract(tmp_path, SCHEMAS[name][0])


def count_levels(value: Any) -> int:
    """How deep a value is."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(count_levels, inner), default=0)


def test_every_recursion_is_found_once(name: str, contract: Contract) -> None:
    found = {
        (one.first, "".join(f"/{token}" for token in one.inner))
        for one in list_recursions(contract, "request")
    }
    assert found == SCHEMAS[name][1]


def test_deep_payloads_are_valid_and_ever_deeper(name: str, contract: Contract) -> None:
    validator = compile_validator(SCHEMAS[name][0])
    cases = list(list_deep(contract, "request"))
    assert len(cases) == 6 * len(SCHEMAS[name][1])
    assert all(validator.is_valid(case.payload) for case in cases)
    assert not cases or max(count_levels(case.payload) for case in cases) > 30


def test_broken_cases_are_broken_by_the_same_rule_further_down(
    name: str, contract: Contract
) -> None:
    validator = compile_validator(SCHEMAS[name][0])
    moved: list[tuple[Case, Case, int]] = []
    for case in islice(filter(is_json, boundary_suite(contract, "request")), 200):
        if case.verdict is Verdict.INVALID:
            for depth in (1, 2):
                moved += [(case, one, depth) for one in list_nested(contract, case, depth)]
    for case, one, depth in moved:
        assert case.rules[0] in one.rules
        assert not validator.is_valid(one.payload)
        assert (one.pointer or "").count("/") >= (case.pointer or "").count("/") + depth
    assert bool(moved) == bool(SCHEMAS[name][1])
