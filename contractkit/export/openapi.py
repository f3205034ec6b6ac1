"""The operation of a contract as an OpenAPI 3.1 document."""

import json
from collections.abc import Iterable
from typing import Any

from contractkit.contracts.loading import Contract, find_message, load_schema
from contractkit.contracts.operations import PARAMETER, Operation, list_operations
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.requests import list_requests, may_lack_body, request_message
from contractkit.contracts.rules import list_rules_in, load_rules
from contractkit.errors import ContractkitError
from contractkit.export.jsonschema import modernise
from contractkit.export.naming import name_operation, name_root, name_type
from contractkit.export.openapi_callbacks import list_callbacks
from contractkit.export.openapi_parameters import list_openapi_parameters
from contractkit.export.openapi_responses import describe_query_responses, describe_responses
from contractkit.export.openapi_schemas import JSON_TYPE, list_components, refer, write_content
from contractkit.export.openapi_security import list_requirements, list_security
from contractkit.export.samples import pick_samples


def export(contract: Contract) -> str:
    """The document as JSON. Raises ContractkitError for a contract without an operation."""
    return json.dumps(make_document(contract), indent=2, ensure_ascii=False) + "\n"


def make_document(contract: Contract) -> dict[str, Any]:
    """The document of `export` as a value."""
    views, security = list_requests(contract), list_security(contract)
    if any("operation" not in view.data for view in views):
        raise ContractkitError(f"{contract} cannot be exported as openapi: it has no 'operation'")
    components = {"schemas": list_components(contract)}
    paths: dict[str, dict[str, Any]] = {}
    for view in views:
        operation = view.data["operation"]
        described = _describe_operation(view, components)
        paths.setdefault(operation["path"], {})[operation["method"].lower()] = described
        for other in list_operations(view):
            asked = _describe_query(view, other)
            paths.setdefault(other.path, {})[other.method.lower()] = asked
    return {
        "openapi": "3.1.0",
        "info": {"title": name_root(contract), "version": contract.version},
        **_list_servers(views),
        "paths": paths,
        "components": {**components, **({"securitySchemes": security} if security else {})},
    }


def _list_servers(views: Iterable[Contract]) -> dict[str, Any]:
    operations = [view.data["operation"] for view in views]
    urls = [
        f"{operation.get('scheme', 'https')}://{host}"
        for operation in operations
        for host in operation.get("hosts", ())
    ]
    servers = [{"url": url} for url in dict.fromkeys(urls)]
    return {"servers": servers} if servers else {}


def _describe_operation(contract: Contract, components: dict[str, Any]) -> dict[str, Any]:
    message = request_message(contract)
    callbacks = list_callbacks(contract)
    parameters = [*list_openapi_parameters(contract), *_list_headers(contract)]
    return {
        "operationId": name_operation(contract),
        **_describe_request(contract, message),
        "security": list_requirements(contract),
        **({"parameters": parameters} if parameters else {}),
        **(_describe_body(contract, message) if message else {}),
        "responses": describe_responses(contract, components["schemas"]),
        **({"callbacks": callbacks} if callbacks else {}),
    }


def _describe_request(contract: Contract, message: str) -> dict[str, str]:
    """What a request does, and what holds of its body if it has one."""
    title = name_root(contract)
    if not message:
        return {"summary": title}
    schema = load_schema(contract, find_message(contract, message)["schema"])
    own = title if contract.whole else schema.get("title", title)
    return {"summary": own, "description": _describe_rules(contract, message)}


def _describe_body(contract: Contract, message: str) -> dict[str, Any]:
    [body] = write_content(refer(message), pick_samples(contract, message)).values()
    content_type = contract.data["operation"].get("contentType", JSON_TYPE)
    required = not may_lack_body(contract)
    return {"requestBody": {"required": required, "content": {content_type: body}}}


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
    named = sorted(set(list_rules_in(schema)))
    listed = [f"- {rule}: {rules[rule].title}" for rule in named if rule in rules]
    parts = [schema.get("description", ""), "\n".join(["What holds of the body:", "", *listed])]
    return "\n\n".join(part for part in parts[: 2 if listed else 1] if part)
