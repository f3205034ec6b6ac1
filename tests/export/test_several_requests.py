"""A contract with several requests as OpenAPI: each has its parameters, answers and credentials."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from contractkit.contracts.explanations import explain
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import find_request
from contractkit.errors import UnknownNameError
from contractkit.export import export
from tests.calendar_contract import ADD, BASE, DAY_PATH, PARAMETERS, write_calendar


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_calendar(tmp_path_factory.mktemp("calendar"))


def list_references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (inner for key, inner in value.items() if key == "$ref")
    for inner in value.values() if isinstance(value, dict) else value:
        yield from list_references(inner) if isinstance(inner, dict | list) else ()


def test_the_document_is_valid_and_has_all_requests(contract: Contract) -> None:
    document = json.loads(export(contract, "openapi"))
    validate(document)
    paths = document["paths"]
    assert {path: set(methods) for path, methods in paths.items()} == {
        f"{BASE}{DAY_PATH}": {"get", "post", "delete"},
        f"{BASE}/days/today/events": {"get"},
    }
    lists, adds, removes = paths[f"{BASE}{DAY_PATH}"].values()
    assert lists["operationId"] == "listEvents"
    assert removes["operationId"] == "deleteDaysDayEvents"
    assert [one["security"] for one in (lists, adds, removes)] == [[], [{"key": []}], [{"key": []}]]
    assert ["requestBody" in one for one in (lists, adds, removes)] == [False, True, False]
    assert [(one["in"], one["name"]) for one in lists["parameters"]] == [
        (one["in"], one["name"]) for one in PARAMETERS
    ]
    assert set(lists["responses"]) == {"200", "400"}
    assert set(document["components"]["schemas"]) == set(contract.messages)
    known = {f"#/components/schemas/{message}" for message in contract.messages}
    assert set(list_references(document)) <= known


def test_one_request_is_a_document_too(contract: Contract) -> None:
    document = json.loads(export(find_request(contract, ADD), "openapi"))
    validate(document)
    assert [list(methods) for methods in document["paths"].values()] == [["post"]]


@pytest.mark.parametrize("style", ["jsonschema", "typescript", "python"])
def test_the_messages_of_all_are_exported(style: str, contract: Contract) -> None:
    assert export(contract, style)


def test_a_parameter_is_explained_by_its_name(contract: Contract) -> None:
    text = explain("zone", contract)
    assert text.startswith("# zone, the query parameter of GET /days/{day}/events\n\nIt is mandat")
    assert "- OR3: OR3 holds" in text
    assert explain("day", contract).count("# day, the path parameter of ") == 3
    with pytest.raises(UnknownNameError, match="did you mean 'limit'"):
        explain("limi", contract)
