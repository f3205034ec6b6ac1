"""The operation of a contract as an OpenAPI 3.1 document."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from contractkit.contracts.fields import list_keyword_rules
from contractkit.contracts.loading import Contract, Schema, find_message, load_schema
from contractkit.contracts.rules import load_rules
from contractkit.errors import ContractkitError
from contractkit.export.jsonschema import modernise
from contractkit.export.naming import name_operation, name_root
from contractkit.export.samples import pick_samples

PLACE = "#/components/schemas/"
KINDS = {"acceptance": "accepted", "refusal": "refused"}
OK = 200
JSON_TYPE = "application/json"


def export(contract: Contract) -> str:
    """The document as JSON. Raises ContractkitError for a contract without an operation."""
    return json.dumps(make_document(contract), indent=2, ensure_ascii=False) + "\n"


def make_document(contract: Contract) -> dict[str, Any]:
    """The document of `export` as a value."""
    if "operation" not in contract.data:
        raise ContractkitError(f"{contract} cannot be exported as openapi: it has no 'operation'")
    operation, security = contract.data["operation"], _list_security(contract)
    components = {"schemas": _list_components(contract)}
    method = operation["method"].lower()
    return {
        "openapi": "3.1.0",
        "info": {"title": name_root(contract), "version": contract.version},
        **_list_servers(contract),
        "paths": {operation["path"]: {method: _describe_operation(contract, components)}},
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
    callbacks = _list_callbacks(contract)
    body = {"schema": _refer(message), **_show(pick_samples(contract, message))}
    content_type = contract.data["operation"].get("contentType", JSON_TYPE)
    return {
        "operationId": name_operation(contract),
        "summary": schema.get("title", name_root(contract)),
        "description": _describe_rules(contract, message),
        "security": [{name: []} for name in _list_security(contract)],
        "requestBody": {"required": True, "content": {content_type: body}},
        "responses": _describe_responses(contract, components["schemas"]),
        **({"callbacks": callbacks} if callbacks else {}),
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


def _describe_responses(contract: Contract, components: dict[str, Any]) -> dict[str, Any]:
    """An answer of 200 accepts or refuses; a refusal may have a status of its own (4xx)."""
    message = contract.data.get("answers", {}).get("message")
    if message is None:
        return {"200": {"description": "The request was answered."}}
    schema = load_schema(contract, find_message(contract, message)["schema"])
    refused = f"{message}-{KINDS['refusal']}"
    samples = _pick_answers(contract)
    every = {name: sample for found in samples.values() for name, sample in found.items()}
    whole = {"schema": _describe_answer(contract, components), **_show(every)}
    words = schema.get("description", "The request was answered.")
    responses = {"200": {"description": words, "content": {JSON_TYPE: whole}}}
    if refused in components:
        part = {"schema": _refer(refused), **_show(samples["refusal"])}
        words = "The request was refused, by a server that says so in the status too."
        responses["4XX"] = {"description": words, "content": {JSON_TYPE: part}}
    return responses


def _pick_answers(contract: Contract) -> dict[str, dict[str, Any]]:
    """The examples of each kind of answer, by the key of the schema that recognises it."""
    from contractkit.validation.reference_validator import compile_validator

    answers = contract.data["answers"]
    validators = {key: compile_validator(answers[key]) for key in KINDS if key in answers}
    message = answers["message"]
    codes = answers.get("code", ())
    return {
        key: pick_samples(contract, message, validator.is_valid, codes)
        for key, validator in validators.items()
    }


def _show(samples: dict[str, Any]) -> dict[str, Any]:
    return {"examples": samples} if samples else {}


def _list_security(contract: Contract) -> dict[str, dict[str, Any]]:
    """The security schemes by name; any one of them will do.

    Keys come first: many tools take the first scheme, and a key asks for least.
    """
    found: dict[str, dict[str, Any]] = {}
    methods = contract.data.get("authentication", ())
    for method in sorted(methods, key=lambda method: method["scheme"] == "bearer"):
        name = method["scheme"]
        found[name if name not in found else f"{name}{len(found) + 1}"] = _describe_method(method)
    return found


def _describe_method(method: Mapping[str, Any]) -> dict[str, Any]:
    if method["scheme"] != "bearer":
        return {"type": "apiKey", "in": "header", "name": method["header"]}
    if method["header"].lower() == "authorization":
        written = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    else:
        written = {"type": "apiKey", "in": "header", "name": method["header"]}
    return {**written, "description": _describe_token(method)}


def _describe_token(method: Mapping[str, Any]) -> str:
    words = "A JSON Web Token"
    if "algorithm" in method:
        words += f", signed with {method['algorithm']}"
    if "claims" in method:
        words += f", with {' and '.join(method['claims'])}"
    if "lifetimeSeconds" in method:
        words += f"; it is good for {method['lifetimeSeconds']} seconds"
    return f"{words}."


def _list_components(contract: Contract) -> dict[str, Schema]:
    """The schemas by name: `MESSAGE`, `MESSAGE.DEFINITION`, `MESSAGE-accepted`, `-refused`."""
    found: dict[str, Schema] = {}
    for message in contract.messages:
        schema = load_schema(contract, find_message(contract, message)["schema"])
        modern = modernise(schema, PLACE + message, f"{PLACE}{message}.")
        found[message] = modern.schema
        found |= {
            f"{message}.{name}": definition for name, definition in modern.definitions.items()
        }
    return found | _list_answer_kinds(contract)


def _list_answer_kinds(contract: Contract) -> dict[str, Schema]:
    """The answer's schema with what makes it an acceptance or a refusal."""
    answers = contract.data.get("answers", {})
    message = answers.get("message")
    return {
        f"{message}-{kind}": {
            "title": f"{message}: {kind}",
            "allOf": [_refer(message), modernise(answers[key]).schema],
        }
        for key, kind in KINDS.items()
        if message and key in answers
    }


def _refer(component: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": PLACE + component}


def _describe_answer(contract: Contract, components: Mapping[str, Any]) -> Schema:
    """The schema of an answer: an acceptance or a refusal, if the contract distinguishes them."""
    message = contract.data["answers"]["message"]
    kinds = [name for kind in KINDS.values() if (name := f"{message}-{kind}") in components]
    return {"oneOf": [_refer(name) for name in kinds]} if len(kinds) > 1 else _refer(message)


def _list_callbacks(contract: Contract) -> dict[str, Any]:
    """The callback, named after its message; none if OpenAPI cannot say where it goes.

    An expression of OpenAPI names one place of the request, not every item of an array.
    """
    callback = contract.data.get("callback", {})
    url, message = callback.get("url"), callback.get("message")
    if message is None or url is None or "*" in url.split("/"):
        return {}
    return {message: {f"{{$request.body#{url}}}": {"post": _describe_post(contract, message)}}}


def _describe_post(contract: Contract, message: str) -> dict[str, Any]:
    callback = contract.data["callback"]
    schema = load_schema(contract, find_message(contract, message)["schema"])
    signature = _describe_signature(callback.get("signature"))
    delivery = callback.get("delivery", {})
    status = [callback["status"]] if "status" in callback else []
    content: dict[str, Any] = {"schema": _refer(message)}
    if samples := pick_samples(contract, message, distinct=status):
        content["examples"] = samples
    return {
        "summary": schema.get("title", message),
        "description": schema.get("description", ""),
        **({"parameters": [signature]} if signature else {}),
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {str(delivery.get("status", OK)): {"description": _describe_end(delivery)}},
        "security": [],
    }


def _describe_signature(signature: dict[str, str] | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    made = f"{signature['prefix']}, then the hexadecimal HMAC ({signature['algorithm']})"
    return {
        "name": signature["header"],
        "in": "header",
        "description": f"Where notifications are signed: {made} of the body.",
        "schema": {"type": "string"},
    }


def _describe_end(delivery: dict[str, Any]) -> str:
    words = "The notification was received."
    if "retries" in delivery:
        words += f" With any other answer it is posted again, up to {delivery['retries']} times"
        pause = delivery.get("pauseSeconds")
        words += f", {pause} seconds apart." if pause is not None else "."
    return words
