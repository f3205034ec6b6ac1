"""The OpenAPI document is one, and says what the contract says."""

import json
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from contractkit import load
from contractkit.contracts.loading import Contract
from contractkit.errors import ContractkitError
from contractkit.export import export
from contractkit.pointers import resolve
from tests.export.payloads import judge_by_original, list_payloads, read_examples


def read_document(contract: Contract) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(export(contract, "openapi"))
    return document


def read_operation(contract: Contract) -> dict[str, Any]:
    operation = contract.data["operation"]
    found: dict[str, Any] = read_document(contract)["paths"][operation["path"]][
        operation["method"].lower()
    ]
    return found


def compile_part(document: dict[str, Any], schema: dict[str, Any]) -> jsonschema_rs.Validator:
    """A judge by a schema that stands in a document."""
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole)


def list_contents(value: Any) -> list[dict[str, Any]]:
    """Every media type of a document: an object with a schema and examples."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [one for part in inner for one in list_contents(part)]
    return [value, *found] if isinstance(value, dict) and "examples" in value else found


def test_it_is_openapi(contract: Contract) -> None:
    document = read_document(contract)
    validate(document, cls=OpenAPIV31SpecValidator)
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == contract.version
    assert '"x-rules"' not in json.dumps(document)


def test_schemas_judge_as_the_contract_does(contract: Contract) -> None:
    document = read_document(contract)
    for message in contract.messages:
        payloads = list_payloads(contract, message)
        validator = compile_part(document, {"$ref": f"#/components/schemas/{message}"})
        verdicts = [validator.is_valid(one) for one in payloads]
        assert verdicts == judge_by_original(contract, message, payloads)


def find_answer(contract: Contract) -> dict[str, Any]:
    """The schema of an acceptance or a refusal, whatever their statuses are."""
    responses = read_operation(contract)["responses"]
    statuses = contract.data["answers"].get("statuses")
    kinds = [statuses[kind][0] for kind in ("acceptance", "refusal")] if statuses else ["200"]
    schemas = [responses[str(kind)]["content"]["application/json"]["schema"] for kind in kinds]
    return {"oneOf": schemas} if statuses else schemas[0]


def test_an_answer_accepts_or_refuses(contract: Contract) -> None:
    document, answers = read_document(contract), contract.data["answers"]
    whole = find_answer(contract)
    kinds = [compile_part(document, one) for one in whole["oneOf"]]
    tellings = [jsonschema_rs.Draft7Validator(answers[key]) for key in ("acceptance", "refusal")]
    seen = set()
    for value in read_examples(contract, answers["message"], "valid", "doubtful"):
        told = [one.is_valid(value) for one in kinds]
        assert told == [one.is_valid(value) for one in tellings]
        assert sum(told) == 1
        assert compile_part(document, whole).is_valid(value)
        seen.add(tuple(told))
    assert len(seen) == 2


def test_a_refusal_may_have_a_status_of_its_own(contract: Contract) -> None:
    document, responses = read_document(contract), read_operation(contract)["responses"]
    if "statuses" in contract.data["answers"]:
        kinds = dict(contract.data["answers"]["statuses"])
        listed = [*kinds.pop("codes", {}).values(), *kinds.values()]
        assert set(responses) == {str(status) for found in listed for status in found}
        return
    assert list(responses) == ["200", "4XX"]
    content = responses["4XX"]["content"]["application/json"]
    validator = compile_part(document, content["schema"])
    both = responses["200"]["content"]["application/json"]["examples"]
    verdicts = {name: validator.is_valid(one["value"]) for name, one in both.items()}
    assert {name for name, refused in verdicts.items() if refused} == set(content["examples"])
    assert set(verdicts.values()) == {True, False}


def test_a_code_with_a_status_of_its_own_stands_there() -> None:
    responses = read_operation(load("send-sms-v1"))["responses"]
    codes = {
        status: {one["value"].get("code") for one in content["examples"].values()}
        for status, response in responses.items()
        for content in response.get("content", {}).values()
    }
    assert codes == {"202": {None}, "400": {"7000", "7004"}, "403": {"7001"}, "500": {"7006"}}
    assert responses["500"]["description"] == "The server failed."


def test_every_example_fits_its_schema(contract: Contract) -> None:
    document = read_document(contract)
    contents = list_contents(document["paths"])
    assert contents
    for content in contents:
        assert 1 <= len(content["examples"]) <= 10
        validator = compile_part(document, content["schema"])
        assert all(validator.is_valid(one["value"]) for one in content["examples"].values())


def test_the_operation_is_the_contracts(contract: Contract) -> None:
    document, told = read_document(contract), contract.data["operation"]
    urls = [one["url"] for one in document["servers"]]
    assert urls == [f"{told['scheme']}://{host}" for host in told["hosts"]]
    operation = read_operation(contract)
    assert operation["operationId"].isidentifier()
    schemes = document["components"].get("securitySchemes", {})
    assert [list(one) for one in operation["security"]] == [[name] for name in schemes]
    ways = contract.data.get("authentication", ())
    assert len(schemes) == sum(not way.get("open") for way in ways)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "1.2.0"])
def test_schemes_and_callback_of_the_shipped_contract(version: str) -> None:
    contract = load(f"send-message-v1@{version}")
    schemes = read_document(contract)["components"]["securitySchemes"]
    key, bearer = schemes["key"], schemes["bearer"]
    assert key == {"type": "apiKey", "in": "header", "name": "key"}
    assert (bearer["type"], bearer["scheme"], bearer["bearerFormat"]) == ("http", "bearer", "JWT")
    [(expression, item)] = read_operation(contract)["callbacks"]["notification"].items()
    pointer = expression.removeprefix("{$request.body#").removesuffix("}")
    request = {"notifyurl": "https://example.com"}
    assert resolve(request, pointer) == "https://example.com"
    schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/notification"}
    assert list(item["post"]["responses"]) == ["200"]


@pytest.mark.parametrize("url", ["/to/*/url", None])
def test_a_callback_that_openapi_cannot_say_is_left_out(
    contracts: dict[str, Contract], url: str | None
) -> None:
    kettle = contracts["kettle"]
    data = {**kettle.data, "callback": {"message": "answer"} | ({"url": url} if url else {})}
    changed = Contract(kettle.name, kettle.version, kettle.home, data)
    assert "callbacks" not in read_operation(changed)


def test_a_contract_without_an_operation_has_none(contracts: dict[str, Contract]) -> None:
    kettle = contracts["kettle"]
    data = {key: one for key, one in kettle.data.items() if key != "operation"}
    changed = Contract(kettle.name, kettle.version, kettle.home, data)
    with pytest.raises(ContractkitError, match="no 'operation'"):
        export(changed, "openapi")
    assert "interface" in export(changed, "typescript")
