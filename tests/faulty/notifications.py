"""What is told of a message after the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.faulty.urls import Url, is_loopback, split_url
from tests.problem import Problem

SUBMITTED = ("7501", "Submitted", "Submitted")
DELIVERED = ("7500", "Delivered", "Delivered")
FAILURES = {
    "7102": "Invalid address",
    "7107": "Message Length Exceeded",
    "7205": "Error in Binary message",
}
Event = tuple[str, str, str]  # code, description, status


@dataclass(frozen=True, slots=True)
class Message:
    """What the notifications of one request repeat."""

    url: Url
    transid: str
    callback: str
    correlation: str
    number: str
    late: Problem | None = None
    refused: bool = False


def describe(
    payload: Any, transid: str, late: Problem | None, *, refused: bool = False
) -> Message | None:
    """None where nobody on this machine listens."""
    if not isinstance(payload, dict) or not isinstance(payload.get("notifyurl"), str):
        return None
    url = split_url(payload["notifyurl"])
    if url is None or url.secure or not is_loopback(url.host):
        return None
    texts = [payload.get(name) for name in ("callbackData", "correlationid")]
    callback, correlation = (one if isinstance(one, str) else "" for one in texts)
    correlation = find_own_id(payload) or correlation
    number = (late.number if late else "") or first_number(payload)
    return Message(url, transid, callback, correlation, number, late, refused)


def find_own_id(payload: dict[str, Any]) -> str:
    """The id of the first destination, which counts before that of the request."""
    match payload:
        case {"destination": [{"correlationid": str(own)}, *_]}:
            return own
    return ""


def first_number(payload: dict[str, Any]) -> str:
    try:
        return str(payload["destination"][0]["msisdn"][0]) or "-"
    except (LookupError, TypeError):
        return "-"


def list_events(message: Message) -> list[Event]:
    if message.late:
        return [SUBMITTED, (message.late.late, FAILURES[message.late.late], "Failed")]
    return [SUBMITTED, DELIVERED]


def compose(message: Message, event: Event, moment: str) -> dict[str, Any]:
    code, description, status = event
    info = {
        "timeStamp": moment,
        "Description": description,
        "code": code,
        "deliveryChannel": "SMS",
        "additionalInfo": "",
        "destination": message.number,
        "destinationType": "msisdn",
        "deliveryStatus": status,
    }
    return {
        "deliveryInfo": info,
        "subtid": "",
        "transid": message.transid,
        "callbackData": message.callback,
        "correlationid": message.correlation,
    }


def tell_time() -> str:
    return datetime.now(timezone(timedelta(hours=1))).isoformat(timespec="milliseconds")
