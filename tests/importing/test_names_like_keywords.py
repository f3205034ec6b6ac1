"""Properties that are named like keywords: whatever walks over a schema takes them for names."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from contractkit import check, judge
from contractkit.contracts.loading import Contract, load
from contractkit.contracts.parameters import find_first_rule
from contractkit.export import export
from contractkit.findings import Verdict
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.sampling import generate_cases
from tests.importing.making import make, wrap

NAMES = (
    "x-rules", "x-distinct", "$ref", "$defs", "definitions", "properties", "type", "enum", "allOf",
    "items", "required", "not",
)  # fmt: skip


def name_all(inner: Any) -> dict[str, Any]:
    return {"type": "object", "required": [*NAMES], "properties": dict.fromkeys(NAMES, inner)}


TEXT = {"type": "string", "minLength": 1}


def make_named(tmp_path: Path, inner: Any = TEXT, *, update: bool = False) -> Contract:
    text = wrap(json.dumps(name_all(inner)), version="3.1.0")
    return load("api", schemas=str(make(tmp_path, text, update=update).folder.parents[1]))


@pytest.mark.parametrize("inner", [TEXT, {"type": "integer"}, name_all(TEXT)])
def test_payloads_are_made(tmp_path: Path, inner: Any) -> None:
    contract = make_named(tmp_path, inner)
    for verdict in (Verdict.VALID, Verdict.INVALID):
        for case in islice(generate_cases(contract, "request", verdict, None, "1"), 20):
            findings = check(case.payload, "request", contract=contract)
            assert judge(findings) is verdict
    assert list(islice(boundary_suite(contract, "request"), 20))


def test_a_newer_document_is_compared(tmp_path: Path) -> None:
    make_named(tmp_path, name_all(TEXT))
    contract = make_named(tmp_path, name_all({**TEXT, "minLength": 2}), update=True)
    assert contract.version == "2.0.0"


def test_a_document_of_openapi_is_written(tmp_path: Path) -> None:
    contract = make_named(tmp_path, name_all(TEXT))
    written = json.loads(export(contract, "openapi"))["components"]["schemas"]["request"]
    assert list(written["properties"]) == [*NAMES]
    assert list(written["properties"]["$ref"]["properties"]) == [*NAMES]


def test_a_parameter_is_written(tmp_path: Path) -> None:
    schema = json.dumps(name_all(TEXT))
    query = f"{{in: query, name: q, content: {{application/json: {{schema: {schema}}}}}}}"
    text = wrap("{}", version="3.1.0").replace(
        "requestBody", f"parameters: [{query}]\n      requestBody"
    )
    contract = load("api", schemas=str(make(tmp_path, text).folder.parents[1]))
    [path] = json.loads(export(contract, "openapi"))["paths"].values()
    [parameter] = path["post"]["parameters"]
    written = parameter["content"]["application/json"]["schema"]
    assert list(written["properties"]) == [*NAMES]


def test_the_first_rule_is_found() -> None:
    inner = {"type": "string", "x-rules": {"type": "AB101"}}
    assert find_first_rule({"properties": {"x-rules": inner}}) == "AB101"
