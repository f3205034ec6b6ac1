"""Payloads for every keyword of JSON Schema: valid ones, and each keyword broken."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.subschemas import LATEST
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.building.choices import Seeded
from contractkit.payloads.cases import is_json
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.sampling import draw_broken, generate_cases
from contractkit.validation.reference_validator import compile_validator
from tests.validation.ruled_contracts import write_contract

SCHEMAS: dict[str, Any] = json.loads(Path(__file__).with_name("every_keyword.json").read_text())
# What stands beside another keyword, so that no payload breaks it alone, or at all.
NEVER_ALONE = {
    "anyOf": {"K001", "K003", "K005"},
    "oneOf of types": {"K001", "K005"},
    "oneOf of open objects": {"K002"},  # what is no object is none of them
    "oneOf that may fit twice": {"K003", "K005"},  # every whole number fits one of them
    "a recursion through a choice": {"K002", "K003"},  # of another type no branch is meant
}
DRAWS = 30


def is_valid(schema: Schema, value: object) -> bool:
    """Whether jsonschema finds a value valid, formats and patterns of ECMA-262 included."""
    return compile_validator(schema).is_valid(value)  # type: ignore[arg-type]


@pytest.fixture(params=SCHEMAS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def schema(name: str) -> Schema:
    return {"$schema": LATEST, **SCHEMAS[name]}


@pytest.fixture
def contract(schema: Schema, tmp_path: Path) -> Contract:
    return write_contract(tmp_path, schema)


def generate(contract: Contract, verdict: Verdict) -> list[Any]:
    return list(islice(generate_cases(contract, "request", verdict, None, "1"), 40))


def test_valid_payloads_are_valid_and_differ(schema: Schema, contract: Contract) -> None:
    payloads = [case.payload for case in generate(contract, Verdict.VALID)]
    assert [one for one in payloads if not is_valid(schema, one)] == []
    assert len({json.dumps(one) for one in payloads}) > 1 or "const" in schema


def test_invalid_payloads_are_invalid(schema: Schema, contract: Contract) -> None:
    payloads = [case.payload for case in generate(contract, Verdict.INVALID)]
    assert [one for one in payloads if is_valid(schema, one)] == []


def test_each_keyword_is_broken(name: str, contract: Contract) -> None:
    points = list_mutation_points(contract, "request")
    unbroken = {point.rule for point in points if not breaks(point)}
    assert unbroken <= NEVER_ALONE.get(name, set())
    assert points


def breaks(point: MutationPoint) -> bool:
    """Whether some draw breaks the rule of a point, at best with no other."""
    for number in range(DRAWS):
        try:
            case = draw_broken(point, Seeded(str(number)))
        except UnbuildableError:
            continue
        if case and point.rule in case.rules:
            return True
    return False


def test_the_boundary_suite_ends_and_is_right(schema: Schema, contract: Contract) -> None:
    cases = list(filter(is_json, boundary_suite(contract, "request")))
    wrong = [
        case for case in cases if is_valid(schema, case.payload) != (case.verdict is Verdict.VALID)
    ]
    assert wrong == []
    assert {case.verdict for case in cases} == {Verdict.VALID, Verdict.INVALID}
