"""The first ways to break a keyword are those that careless readers let through."""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Schema
from contractkit.fuzz.broken_cases import list_broken
from contractkit.payloads.mutation_points import list_mutation_points
from tests.validation.ruled_contracts import write_contract

FIRST = 4
WORD = {"type": "string", "pattern": "^[a-z]{2,5}$"}
KINDS = [
    {
        "type": "object",
        "required": ["kind", name],
        "additionalProperties": False,
        "properties": {"kind": {"const": kind}, name: {"type": "string"}},
    }
    for kind, name in (("text", "says"), ("picture", "url"))
]
EITHER = {
    "type": "object",
    "properties": {"url": {"type": "string"}, "path": {"type": "string"}},
    "additionalProperties": False,
    "oneOf": [{"required": ["url"]}, {"required": ["path"]}],
}


def is_unknown_kind(value: Any) -> bool:
    return isinstance(value, dict) and value.get("kind") not in ("text", "picture")


# A schema, the keyword that is broken, and what one of the first values is.
CASES: dict[str, tuple[Schema, str, Any]] = {
    "a kind that no branch is": ({"oneOf": KINDS}, "oneOf", is_unknown_kind),
    "what two branches allow": (EITHER, "oneOf", lambda value: len(value) == 2),
    "what no branch allows": (EITHER, "oneOf", lambda value: value == {}),
    "a member of another branch": (
        {"oneOf": KINDS}, "additionalProperties", lambda value: "url" in value and "says" in value,
    ),
    "a name in capitals": (
        {"type": "object", "minProperties": 1, "propertyNames": WORD},
        "propertyNames",
        lambda value: any(name.isupper() for name in value),
    ),
    "a text in capitals": (WORD, "pattern", lambda value: value.isupper()),
    "a line break behind a text": (WORD, "pattern", lambda value: value.endswith("\n")),
    "a number in quotes": ({"type": "integer"}, "type", lambda value: str(value).isdecimal()),
    "a fraction of a step within the limits": (
        {"type": "number", "minimum": 0, "maximum": 9.99, "multipleOf": 0.01},
        "multipleOf",
        lambda value: 0 < value < 9.99,
    ),
    "a day that is not": ({"type": "string", "format": "date"}, "format", "2023-02-29".__eq__),
    "a time without an offset": (
        {"type": "string", "format": "time"}, "format", "09:30:00".__eq__,
    ),
    "a time of a day without an offset": (
        {"type": "string", "format": "date-time"}, "format", "2026-03-14T09:30:00".__eq__,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_likely_mistake_is_tried_early(name: str, tmp_path: Path) -> None:
    schema, keyword, is_it = CASES[name]
    contract = write_contract(tmp_path, schema)
    points = [
        point for point in list_mutation_points(contract, "request") if point.keyword == keyword
    ]
    tried = [case.payload for point in points for case in islice(list_broken([point]), FIRST)]
    assert any(is_it(value) is True for value in tried), tried
