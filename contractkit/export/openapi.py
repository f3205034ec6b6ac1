"""The operation of a contract as an OpenAPI 3.1 document."""

import json
from collections.abc import Iterator
from typing import Any

from contractkit.contracts.fields import list_keyword_rules
from contractkit.contracts.loading import Contract, find_message, load_schema
from contractkit.contracts.operations import PARAMETER, Operation, list_operations
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.rules import load_rules
from contractkit.errors import ContractkitError
from contractkit.export.jsonschema import modernise
from contractkit.export.naming import name_operation, name_root, name_type
from contractkit.export.openapi_callbacks import list_callbacks
from contractkit.export.openapi_responses import describe_query_responses, describe_responses
from contractkit.export.openapi_schemas import JSON_TYPE, list_components, refer, write_content
from contractkit.export.openapi_security import list_requirements, list_security
from contractkit.export.samples import pick_samples


def export(contract: Contract) -> str:
    """The document as JSON. Raises ContractkitError for a contract without an operation."""
    return json.dumps(make_document(contract), indent=2, ensure_ascii=False) + "\n"


def make_document(contract: Contract) -> dict[str, Any]:
    """The document of `export` as a value."""
    if "operation" not in contract.data:
        raise ContractkitError(f"{contract} cannot be exported as openapi: it has no 'operation'")
    operation, security = contract.data["operation"], list_security(contract)
    components = {"schemas": list_components(contract)}
    method = operation["method"].lower()
    paths = {operation["path"]: {method: _describe_operation(contract, components)}}
    for other in list_operations(contract):
        described = _describe_query(contract, other)
        paths.setdefault(other.path, {})[other.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": name_root(contract), "version": contract.version},
        **_list_servers(contract),
        "paths": paths,
        "components": {**components, **({"securitySchemes": security} if security else {})},
    }


def _list_servers(contract: Contract) -> dict[str, Any]:
    operation = contract.data["operation"]
    scheme = operation.get("scheme", "https")
    servers = [{"url": f"{scheme}://{host}"} for host in operation.get("hosts", ())]
    return {"servers": servers} if servers else {}


def _describe_operation(contract: Contract, components: dict[str, Any]) -> dict[str, Any]:
    message = contract.messages[0]
    schema = load_schema(contract, find_message(contract, message)["schema"])
    callbacks = list_callbacks(contract)
    [body] = write_content(refer(message), pick_samples(contract, message)).values()
    content_type = contract.data["operation"].get("contentType", JSON_TYPE)
    parameters = _list_headers(contract)
    return {
        "operationId": name_operation(contract),
        "summary": schema.get("title", name_root(contract)),
        "description": _describe_rules(contract, message),
        "security": list_requirements(contract),
        **({"parameters": parameters} if parameters else {}),
        "requestBody": {"required": True, "content": {content_type: body}},
        "responses": describe_responses(contract, components["schemas"]),
        **({"callbacks": callbacks} if callbacks else {}),
    }


def _list_headers(contract: Contract) -> list[dict[str, Any]]:
    """The headers that a request may have, as parameters."""
    rules = load_rules(contract)
    return [
        {
            "name": header.name,
            "in": "header",
            "description": f"{header.rule}: {rules[header.rule].title}.",
            "schema": modernise(header.schema).schema,
            **({"example": header.example} if header.example else {}),
        }
        for header in list_request_headers(contract)
    ]


def _describe_query(contract: Contract, operation: Operation) -> dict[str, Any]:
    """Another operation, which takes no body."""
    return {
        "operationId": f"{name_operation(contract)}{name_type(operation.name)}",
        "summary": operation.title,
        "security": list_requirements(contract),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in PARAMETER.findall(operation.path)
        ],
        "responses": describe_query_responses(contract, operation),
    }


def _describe_rules(contract: Contract, message: str) -> str:
    """The message's description, and the titles of the rules that its schema keeps."""
    schema = load_schema(contract, find_message(contract, message)["schema"])
    rules = load_rules(contract)
    named = sorted(set(_list_named(schema)))
    listed = [f"- {rule}: {rules[rule].title}" for rule in named if rule in rules]
    parts = [schema.get("description", ""), "\n".join(["What holds of the body:", "", *listed])]
    return "\n\n".join(part for part in parts[: 2 if listed else 1] if part)


def _list_named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from list_keyword_rules(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        yield from _list_named(inner)
