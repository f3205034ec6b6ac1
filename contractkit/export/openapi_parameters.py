"""The parameters of an operation in an OpenAPI document."""

from functools import partial
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.parameters import DEFINITIONS, Parameter, list_parameters
from contractkit.contracts.rules import load_rules
from contractkit.contracts.subschemas import map_subschemas
from contractkit.export.jsonschema import modernise
from contractkit.pointers import resolve

JSON_TYPE = "application/json"
DEEPEST = 8


def list_openapi_parameters(contract: Contract) -> list[dict[str, Any]]:
    """The parameters in the path, the query, headers and cookies."""
    return [_describe(contract, parameter) for parameter in list_parameters(contract)]


def _describe(contract: Contract, parameter: Parameter) -> dict[str, Any]:
    schema = modernise(_inline(parameter.schema, parameter.schema, 0)).schema
    written: dict[str, Any] = (
        {"content": {JSON_TYPE: {"schema": schema}}}
        if parameter.is_json
        else {"style": parameter.style, "explode": parameter.explode, "schema": schema}
    )
    rules = load_rules(contract)
    told = f"{parameter.rule}: {rules[parameter.rule].title}." if parameter.rule in rules else ""
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        **({"description": told} if told else {}),
        **written,
        **({"example": parameter.example} if parameter.example is not None else {}),
    }


def _inline(value: Any, root: Schema, depth: int) -> Any:
    """The schema with its own definitions in the place of references, to some depth."""
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found = resolve(root, reference.removeprefix("#"))
        own = {key: inner for key, inner in value.items() if key != "$ref"}
        if depth >= DEEPEST or not isinstance(found, dict):
            return own
        return _inline({**found, **own}, root, depth + 1)
    kept = {key: inner for key, inner in value.items() if key not in DEFINITIONS}
    return map_subschemas(kept, partial(_inline, root=root, depth=depth))
