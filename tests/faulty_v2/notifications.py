"""What is notified of an accepted request, and the wrong forms that it takes."""

from collections.abc import Iterator
from typing import Any

from tests.faulty_v2.answers import tell_time
from tests.faulty_v2.faults import Switches
from tests.faulty_v2.recipients import list_numbers
from tests.problem import Problem

SUBMITTED, DELIVERED = ("7501", "Submitted"), ("7500", "Delivered")
ASKED = {
    "Submitted": ("SUBMITTED", "SENT"),
    "Delivered": ("DELIVERED",),
    "Failed": ("FAILED",),
}


def list_notifications(
    payload: Any, identity: str, late: Problem | None, switches: Switches
) -> Iterator[dict[str, Any]]:
    """The bodies to post, in order: for each number that it was handed over, and how it went."""
    if switches.has("not-told"):
        return
    groups = payload.get("to", [])
    for group in groups:
        for number in list_numbers(group):
            failed = late and (not late.number or late.number == number)
            events = [SUBMITTED, (late.late, "Failed") if late and failed else DELIVERED]
            for code, status in events[::-1] if switches.has("told-delivered-first") else events:
                if is_asked(payload, status, switches):
                    source = groups[0] if switches.has("told-correlation-of-first") else group
                    yield write(payload, source, number, code, status, identity, switches)


def is_asked(payload: Any, status: str, switches: Switches) -> bool:
    """Whether the request wants to be told of a status."""
    names = payload.get("requestedReceipts") or []
    if not names or switches.has("told-what-was-not-asked"):
        return True
    return any(str(name).upper() in ASKED[status] for name in names)


def write(
    payload: Any,
    group: Any,
    number: str,
    code: str,
    status: str,
    identity: str,
    switches: Switches,
) -> dict[str, Any]:
    """One notification."""
    has = switches.has
    time = tell_time()
    info: dict[str, Any] = {
        "timeStamp": time.partition(".")[0] + "Z"
        if has("told-time-without-milliseconds")
        else time,
        "description" if has("told-description-in-lower-case") else "Description": status,
        "code": int(code) if has("told-code-as-number") else code,
        "deliveryChannel": "SMS",
        "additionalInfo": "",
        "destination": number,
        "destinationType": "msisdn",
        "deliveryStatus": "Undelivered" if has("told-unknown-status") else status,
    }
    correlation = "" if has("told-no-correlation") else group.get("correlationId", "")
    body = {
        "deliveryInfo": info,
        "subtid": "",
        "transid": identity,
        "callbackData": payload.get("callbackData", ""),
        "correlationid": correlation,
    }
    if has("told-no-callback"):
        del body["callbackData"]
    return {"deliveryInfoNotification": body}
