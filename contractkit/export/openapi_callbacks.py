"""The callbacks of an OpenAPI document: the notifications of a request."""

from typing import Any

from contractkit.contracts.loading import Contract, find_message, load_schema
from contractkit.contracts.message_forms import MessageForm, list_notification_forms
from contractkit.export.openapi_schemas import refer, write_content
from contractkit.export.samples import pick_samples

OK = 200


def list_callbacks(contract: Contract) -> dict[str, Any]:
    """The callbacks, named after their messages; none if OpenAPI cannot say where they go.

    An expression of OpenAPI names one place of the request, not every item of an array.
    """
    url = contract.data.get("callback", {}).get("url")
    if url is None or "*" in url.split("/"):
        return {}
    expression = f"{{$request.body#{url}}}"
    return {
        form.message: {expression: {"post": _describe_post(contract, form)}}
        for form in list_notification_forms(contract)
    }


def _describe_post(contract: Contract, form: MessageForm) -> dict[str, Any]:
    callback, message = contract.data["callback"], form.message
    schema = load_schema(contract, find_message(contract, message)["schema"])
    signature = _describe_signature(callback.get("signature"))
    delivery = callback.get("delivery", {})
    samples = pick_samples(contract, message, distinct=[form.status] if form.status else [])
    return {
        "summary": schema.get("title", message),
        "description": schema.get("description", ""),
        **({"parameters": [signature]} if signature else {}),
        "requestBody": {"required": True, "content": write_content(refer(message), samples)},
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
