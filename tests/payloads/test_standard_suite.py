"""Payloads for the schemas of the JSON-Schema-Test-Suite: what is said of them is so."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError

from contractkit.contracts.formats import silence_formats
from contractkit.contracts.loading import Contract, load_schema
from contractkit.contracts.subschemas import list_subschemas
from contractkit.errors import UnfitRuleError
from contractkit.findings import Verdict
from contractkit.importing import make_contract
from contractkit.payloads.sampling import generate_cases
from contractkit.validation.reference_validator import compile_validator
from tests.validation.standard_suite import fetch_suite, read_remotes

pytestmark = pytest.mark.registry
DIALECTS = {"draft7": "draft-07", "draft2020-12": "2020-12"}
COUNT = 20
ENOUGH = 0.97


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetch_suite(tmp_path_factory.mktemp("suite"))


def read_schemas(tests: Path, dialect: str) -> Iterator[tuple[str, Any]]:
    """The schemas of a dialect that have a valid value, each with its name."""
    for file in sorted((tests / dialect).glob("*.json")):
        for group in json.loads(file.read_text("utf-8")):
            if any(test["valid"] for test in group["tests"]):
                yield f"{file.stem}: {group['description']}", group["schema"]


def list_keywords(schema: Any, rule: str) -> Iterator[str]:
    """The keywords that stand for a rule, anywhere in a schema."""
    for keyword, named in schema.get("x-rules", {}).items():
        if rule in (named.values() if isinstance(named, dict) else [named]):
            yield "contains" if keyword.endswith("Contains") else keyword  # as jsonschema has it
    for _, inner in list_subschemas(schema):
        if isinstance(inner, dict):
            yield from list_keywords(inner, rule)


def list_broken(errors: Iterator[ValidationError] | list[ValidationError]) -> Iterator[str]:
    """The keywords on the way to what is broken, that in the branches of a choice too."""
    for error in errors:
        yield from map(str, error.absolute_schema_path)
        yield from list_broken(error.context or [])


def find_fault(contract: Contract) -> str:
    """What is wrong with the payloads of a contract; an empty text where nothing is."""
    [message] = contract.messages
    schema = load_schema(contract, contract.data["messages"][message]["schema"])
    validator = compile_validator(silence_formats(schema))
    made = {
        verdict: list(islice(generate_cases(contract, message, verdict, None, "1"), COUNT))
        for verdict in (Verdict.VALID, Verdict.INVALID)
    }
    if len(made[Verdict.VALID]) < COUNT:
        return "too few valid payloads"
    for case in made[Verdict.VALID]:
        if not validator.is_valid(case.payload):
            return f"{case.payload!r} is not valid"
    for case in made[Verdict.INVALID]:
        broken = set(list_broken(validator.iter_errors(case.payload)))
        if not broken & set(list_keywords(schema, case.rules[0])):
            return f"{case.payload!r} does not break {case.rules[0]}"
    return ""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_payloads_are_what_they_are_said_to_be(suite: Path, dialect: str, tmp_path: Path) -> None:
    remotes = read_remotes(suite)
    faults, unbreakable, count = {}, [], 0
    for count, (name, schema) in enumerate(read_schemas(suite, dialect), 1):
        folder = str(tmp_path / str(count))
        contract = make_contract(
            folder, schema, retrieve=remotes, dialect=DIALECTS[dialect], formats="nothing"
        )
        try:
            faults[name] = find_fault(contract)
        except UnfitRuleError:  # nothing breaks any of its keywords
            unbreakable.append(name)
    wrong = {name: fault for name, fault in faults.items() if fault}
    share = f"{dialect}: {len(faults) - len(wrong)} of {count} right;"
    print(share, wrong, "cannot be broken:", unbreakable)  # noqa: T201 - the list is the result
    assert len(wrong) <= (1 - ENOUGH) * count
    assert len(unbreakable) < count / 10
    assert count > 200
