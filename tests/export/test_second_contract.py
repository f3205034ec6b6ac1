"""The export of a contract with statuses, headers, other operations and forms of notification."""

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from contractkit.export import export
from tests.second_contract import write_second_contract

REFER = "#/components/schemas/"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    contract = write_second_contract(tmp_path_factory.mktemp("second"))
    written: dict[str, Any] = json.loads(export(contract, "openapi"))
    return written


def list_forms(responses: dict[str, Any]) -> dict[str, str | None]:
    """The schema that each response refers to, by status; None for one without content."""
    contents = {status: response.get("content") for status, response in responses.items()}
    return {
        status: content and content["application/json"]["schema"]["$ref"].removeprefix(REFER)
        for status, content in contents.items()
    }


def test_it_is_openapi(document: dict[str, Any]) -> None:
    validate(document, cls=OpenAPIV31SpecValidator)


def test_the_answers_stand_by_their_statuses(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/bookings"]["post"]["responses"]
    without = dict.fromkeys(("401", "403", "409", "429", "503"))
    assert list_forms(responses) == {"201": "answer-accepted", "400": "answer-refused", **without}
    assert responses["401"]["description"].endswith("There may be no body.")
    assert responses["503"]["description"].startswith("The server failed.")


def test_a_header_with_a_rule_is_a_parameter(document: dict[str, Any]) -> None:
    [header] = document["paths"]["/v1/bookings"]["post"]["parameters"]
    assert (header["name"], header["in"]) == ("Booking-Key", "header")
    assert header["schema"]["pattern"] == "^[A-Za-z0-9_-]{1,40}$"
    assert "BT701" in header["description"]
    assert "required" not in header


def test_the_other_operation_has_its_path(document: dict[str, Any]) -> None:
    asked = document["paths"]["/v1/bookings/{id}"]["get"]
    assert asked["operationId"] == "bookTableV1Status"
    assert [(one["name"], one["in"]) for one in asked["parameters"]] == [("id", "path")]
    assert list_forms(asked["responses"]) == {"200": "status", "404": None, "401": None}
    assert "requestBody" not in asked


def test_each_form_of_notification_is_a_callback(document: dict[str, Any]) -> None:
    callbacks = document["paths"]["/v1/bookings"]["post"]["callbacks"]
    assert {name: list(one) for name, one in callbacks.items()} == {
        "event": ["{$request.body#/tell}"],
        "short-event": ["{$request.body#/tell}"],
    }


def test_an_open_way_to_authenticate_is_left_out(document: dict[str, Any]) -> None:
    assert list(document["components"]["securitySchemes"]) == ["key"]
