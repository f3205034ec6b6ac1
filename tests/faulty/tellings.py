"""Faults of the notifications: which are sent, and what they say."""

import html
import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from tests.faulty.faults import Switches
from tests.faulty.notifications import DELIVERED, Event, Message

Body = dict[str, Any]


def in_info(name: str, change: Callable[[Any], Any]) -> Callable[[Body], Body]:
    return lambda body: {
        **body,
        "deliveryInfo": {**body["deliveryInfo"], name: change(body["deliveryInfo"][name])},
    }


def at_top(name: str, change: Callable[[Any], Any]) -> Callable[[Body], Body]:
    return lambda body: {**body, name: change(body[name])}


def without(name: str) -> Callable[[Body], Body]:
    return lambda body: {key: value for key, value in body.items() if key != name}


def lower_description(body: Body) -> Body:
    info = dict(body["deliveryInfo"])
    info["description"] = info.pop("Description")
    return {**body, "deliveryInfo": info}


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


# What becomes of the body of a notification.
BODIES: dict[str, Callable[[Body], Body]] = {
    "told-wrong-transid": at_top("transid", lambda _: str(uuid.uuid4())),
    "told-upper-case-transid": at_top("transid", str.upper),
    "told-transid-without-hyphens": at_top("transid", lambda it: it.replace("-", "")),
    "told-transid-missing": without("transid"),
    "told-callback-missing": without("callbackData"),
    "told-callback-empty": at_top("callbackData", lambda _: ""),
    "told-callback-null-when-empty": at_top("callbackData", lambda it: it or None),
    "told-callback-255": at_top("callbackData", lambda it: it[:255]),
    "told-callback-html": at_top("callbackData", html.escape),
    "told-callback-latin-1": at_top(
        "callbackData", lambda it: it.encode("latin-1", "replace").decode("latin-1")
    ),
    "told-callback-stripped": at_top("callbackData", str.strip),
    "told-callback-composed": at_top("callbackData", lambda it: unicodedata.normalize("NFC", it)),
    "told-callback-lower": at_top("callbackData", str.lower),
    "told-callback-line-breaks": at_top("callbackData", lambda it: it.replace("\n", " ")),
    "told-callback-parsed": at_top("callbackData", parsed),
    "told-callback-escaped-twice": at_top("callbackData", lambda it: json.dumps(it)[1:-1]),
    "told-correlation-missing": without("correlationid"),
    "told-correlation-empty": at_top("correlationid", lambda _: ""),
    "told-correlation-36": at_top("correlationid", lambda it: it[:36]),
    "told-correlation-made-up": at_top("correlationid", lambda it: it or str(uuid.uuid4())),
    "told-callback-crlf-as-lf": at_top("callbackData", lambda it: it.replace("\r\n", "\n")),
    "told-callback-cr-as-lf": at_top("callbackData", lambda it: re.sub("\r(?!\n)", "\n", it)),
    "told-callback-lf-as-crlf": at_top("callbackData", lambda it: re.sub("(?<!\r)\n", "\r\n", it)),
    "told-callback-tabs-as-spaces": at_top("callbackData", lambda it: it.replace("\t", " ")),
    "told-callback-nel-as-lf": at_top("callbackData", lambda it: it.replace("\x85", "\n")),
    "told-callback-separators-lost": at_top(
        "callbackData", lambda it: re.sub("[\u2028\u2029]", "", it)
    ),
    "told-callback-control-characters-lost": at_top(
        "callbackData", lambda it: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", it)
    ),
    "told-callback-first-line": at_top("callbackData", lambda it: it.partition("\n")[0]),
    "told-callback-compatible": at_top(
        "callbackData", lambda it: unicodedata.normalize("NFKC", it)
    ),
    "told-callback-decomposed": at_top("callbackData", lambda it: unicodedata.normalize("NFD", it)),
    "told-callback-astral-lost": at_top(
        "callbackData", lambda it: re.sub("[\U00010000-\U0010ffff]", "?", it)
    ),
    "told-callback-unquoted": at_top("callbackData", unquote_plus),
    "told-callback-backslashes-read": at_top("callbackData", lambda it: it.replace("\\n", "\n")),
    "told-callback-null-ends": at_top("callbackData", lambda it: it.partition("\0")[0]),
    "told-callback-control-characters-replaced": at_top(
        "callbackData", lambda it: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", it)
    ),
    "told-callback-directions-lost": at_top(
        "callbackData", lambda it: re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", it)
    ),
    "told-callback-no-break-spaces-as-spaces": at_top(
        "callbackData", lambda it: it.replace("\xa0", " ")
    ),
    "told-callback-hyphens-lost": at_top("callbackData", lambda it: it.replace("\xad", "")),
    "told-callback-as-latin-1": at_top(
        "callbackData", lambda it: it.encode("utf-8", "surrogatepass").decode("latin-1")
    ),
    "told-callback-noncharacters-lost": at_top("callbackData", lambda it: it.replace("\uffff", "")),
    "told-correlation-null-lost": at_top("correlationid", lambda it: it.replace("\0", "")),
    "told-correlation-folded": at_top("correlationid", str.casefold),
    "told-correlation-tabs-as-spaces": at_top("correlationid", lambda it: it.replace("\t", " ")),
    "told-correlation-cr-lost": at_top("correlationid", lambda it: it.replace("\r", "")),
    "told-correlation-crlf-as-lf": at_top("correlationid", lambda it: it.replace("\r\n", "\n")),
    "told-correlation-end-of-line-cut": at_top("correlationid", lambda it: it.rstrip("\r\n")),
    "told-correlation-white-space-joined": at_top(
        "correlationid", lambda it: re.sub(r"(?<=\S)\s+(?=\S)", " ", it)
    ),
    "told-correlation-composed": at_top(
        "correlationid", lambda it: unicodedata.normalize("NFC", it)
    ),
    "told-correlation-in-capitals": at_top("correlationid", str.upper),
    "told-correlation-byte-order-mark-lost": at_top(
        "correlationid", lambda it: it.replace("\ufeff", "")
    ),
    "told-callback-for-correlation": lambda body: {
        **body,
        "callbackData": body["correlationid"],
        "correlationid": body["callbackData"],
    },
    "told-number-as-integer": in_info("destination", lambda it: int(it.lstrip("+"))),
    "told-number-in-a-list": in_info("destination", lambda it: [it]),
    "told-code-as-integer": in_info("code", int),
    "told-lower-case-description": lower_description,
    "told-time-without-milliseconds": in_info("timeStamp", lambda it: it[:19] + it[23:]),
    "told-time-without-offset": in_info("timeStamp", lambda it: it[:23]),
    "told-time-with-space": in_info("timeStamp", lambda it: it.replace("T", " ")),
    "told-time-as-number": in_info("timeStamp", lambda _: 1700000000000),
    "told-time-with-short-offset": in_info("timeStamp", lambda it: it[:26] + it[27:]),
    "told-unknown-status": in_info(
        "deliveryStatus", lambda it: "Sent" if it == "Submitted" else it
    ),
    "told-status-in-lower-case": in_info("deliveryStatus", str.lower),
    "told-status-in-capitals": in_info("deliveryStatus", str.upper),
    "told-other-channel": in_info("deliveryChannel", lambda _: "Text"),
    "told-other-destination-type": in_info("destinationType", lambda _: "phone"),
    "told-info-missing": without("deliveryInfo"),
    "told-info-in-a-list": lambda body: {**body, "deliveryInfo": [body["deliveryInfo"]]},
    "told-additional-info-null": in_info("additionalInfo", lambda _: None),
}


def is_silent(message: Message, switches: Switches) -> bool:
    return (
        switches.has("told-never")
        or (switches.has("told-with-callback-only") and not message.callback)
        or (switches.has("told-with-correlation-only") and not message.correlation)
        or (switches.has("told-for-plus-only") and not message.number.startswith("+"))
    )


def choose_events(message: Message, events: list[Event], switches: Switches) -> list[Event]:
    """The events that are told: all in order, but for a fault."""
    if is_silent(message, switches):
        return []
    if switches.has("late-failure-told-as-delivered") and message.late:
        return [events[0], DELIVERED]
    if switches.has("submitted-only") or (switches.has("late-failure-not-told") and message.late):
        return events[:1]
    if switches.has("told-delivered-first"):
        return events[::-1]
    return events * 2 if switches.has("told-twice") else events


def write(body: Body, switches: Switches) -> bytes:
    changed = BODIES[switches.fault](body) if switches.fault in BODIES else body
    whole: Any = {"deliveryInfoNotification": changed}
    if switches.has("told-without-wrapper"):
        whole = changed
    if switches.has("told-in-an-array"):
        whole = [whole]
    if switches.has("told-wrapper-in-lower-case"):
        whole = {"deliveryinfonotification": changed}
    text = json.dumps(whole)
    if switches.has("told-in-single-quotes"):
        text = text.replace('"', "'")
    if switches.has("told-cut-short"):
        text = text[:-2]
    return b"" if switches.has("told-empty") else text.encode()
