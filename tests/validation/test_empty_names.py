"""A member without a name, `""`: what is said of it has the right place."""

from pathlib import Path

import pytest

from contractkit import check
from contractkit.contracts.loading import Schema
from tests.validation.ruled_contracts import write_contract

NUMBER: Schema = {"type": "number", "minimum": 2}
BESIDE: Schema = {"properties": {"": {"type": "boolean"}, "type": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "value", "pointer"),
    [
        (BESIDE, {"": 1}, "/"),
        (BESIDE, {"": True, "type": 1}, "/type"),
        ({"properties": {"": {"properties": {"": NUMBER}}}}, {"": {"": 1}}, "//"),
        ({"additionalProperties": NUMBER}, {"": 1}, "/"),
        ({"items": {"additionalProperties": NUMBER}}, [{"a": 2}, {"": 1}], "/1/"),
        ({"additionalProperties": {"properties": {"a": NUMBER}}}, {"": {"a": 1}, "a": 3}, "//a"),
        ({"properties": {"a": {"required": ["b"]}}}, {"a": {"": 1}}, "/a"),
        ({"patternProperties": {"": NUMBER}}, {"a": 1}, "/a"),
        ({"$ref": "#/$defs/", "$defs": {"": NUMBER}}, 1, ""),
        ({"anyOf": [{"additionalProperties": NUMBER}]}, {"": 1}, "/"),
    ],
)
def test_a_finding_has_its_place(
    tmp_path: Path, schema: Schema, value: object, pointer: str
) -> None:
    contract = write_contract(tmp_path, schema)
    findings = check(value, "request", contract=contract)
    assert [finding.pointer for finding in findings] == [pointer]
