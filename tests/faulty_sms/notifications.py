"""What is notified of an accepted request, in one form or the other."""

from typing import Any

from tests.faulty_sms.answers import tell_time
from tests.faulty_sms.switches import Switches
from tests.problem import Problem

SUBMITTED, DELIVERED = ("7501", "Submitted", "Submitted"), ("7500", "Delivered", "Delivered")
WORDS = {"Submitted": "SENT", "Delivered": "DELIVERED", "Failed": "FAILED"}
Event = tuple[str, str, str]  # code, description, status


def list_messages(
    message_id: str, payload: dict[str, Any], late: Problem | None, switches: Switches
) -> list[Any]:
    """The notifications, in the order in which they are posted."""
    if switches.has("told-nothing"):
        return []
    last = (late.late, late.message, "Failed") if late else DELIVERED
    messages = [
        write(message_id, payload, event, switches)
        for event in (SUBMITTED, last)
        for write in list_writers(switches)
    ]
    return [[message] for message in messages] if switches.has("told-in-an-array") else messages


def list_writers(switches: Switches) -> list[Any]:
    flat = (
        *("told-flat", "told-other-id", "told-status-of-the-other-form", "told-error-as-text"),
        "told-twice-wrapped",
    )
    if switches.has("told-both"):
        return [write_full, write_flat]
    return [write_flat] if switches.has(*flat) else [write_full]


def write_full(
    message_id: str, payload: dict[str, Any], event: Event, switches: Switches
) -> dict[str, Any]:
    """The form of Send Message API v1."""
    code, description, status = event
    info = {
        "timeStamp": tell_time(),
        "Description": description,
        "code": code,
        "deliveryChannel": "SMS",
        "additionalInfo": "",
        "destination": str(payload.get("to")) or "-",
        "destinationType": "msisdn",
        "deliveryStatus": status.lower() if switches.has("told-status-in-lower-case") else status,
    }
    callback, correlation = echo(payload, message_id, switches)
    told = {"deliveryInfo": info, "subtid": "", "transid": message_id, "correlationid": correlation}
    if not switches.has("told-without-callback"):
        told["callbackData"] = callback
    return {"deliveryInfoNotification": told}


def write_flat(
    message_id: str, payload: dict[str, Any], event: Event, switches: Switches
) -> dict[str, Any]:
    """The flat form."""
    code, description, status = event
    other = switches.has("told-status-of-the-other-form")
    callback, correlation = echo(payload, message_id, switches)
    told: dict[str, Any] = {
        "messageId": message_id[::-1] if switches.has("told-other-id") else message_id,
        "statusTime": tell_time(),
        "status": status if other else WORDS[status],
        "callbackData": callback,
        "correlationId": correlation,
    }
    if status == "Failed":
        told["error"] = {"code": code, "message": description}
    if switches.has("told-error-as-text"):
        told |= {"status": "FAILED", "error": "7102"}
    if switches.has("told-twice-wrapped"):
        return {"deliveryInfoNotification": told}
    return told


def echo(payload: dict[str, Any], message_id: str, switches: Switches) -> tuple[str, str]:
    """The request's own callbackData and correlationId."""
    found = [payload.get(name) for name in ("callbackData", "correlationId")]
    callback, correlation = (one if isinstance(one, str) else "" for one in found)
    if switches.has("told-other-callback"):
        callback = callback[:10]
    if switches.has("told-other-correlation"):
        correlation = message_id
    return callback, correlation
