"""What is posted to the sender later, as a callback of OpenAPI."""

from typing import Any

from contractkit.contracts.loading import Contract, find_message, load_schema
from contractkit.export.components import refer
from contractkit.export.samples import pick_samples

OK = 200


def list_callbacks(contract: Contract) -> dict[str, Any]:
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
    content: dict[str, Any] = {"schema": refer(message)}
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
