"""What requests have to be beside what their bodies hold, as schemas that can be compared."""

from typing import Any

from contractkit.contracts.contract import Contract, Schema
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.requests import list_requests


def describe_requests(data: dict[str, Any]) -> dict[str, Schema]:
    """By method and path, one schema a request of contract.json: what it asks of parameters.

    A parameter is mandatory by its pointer, a body by the name `body`.
    """
    views = list_requests(Contract("", "", "", data))
    named = [(view, view.data["operation"]) for view in views if "operation" in view.data]
    return {
        f"{operation['method']} {operation['path']}": _describe_request(view, operation)
        for view, operation in named
    }


def _describe_request(view: Contract, operation: dict[str, Any]) -> Schema:
    parameters = list_parameters(view)
    mandatory = {one.pointer: one.rule for one in parameters if one.required and one.rule}
    if "body" not in operation:
        mandatory["body"] = "body"
    return {
        "allOf": [parameter.schema for parameter in parameters],
        "x-rules": {"required": mandatory},
    }
