"""Faults that refuse a payload which breaks no rule."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.faulty.faults import Switches
from tests.faulty.problem import wrong
from tests.problem import Problem

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_filled(payload: dict[str, Any], name: str) -> bool:
    return isinstance(payload.get(name), str) and payload[name] != ""


REFUSALS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "correlation-no-uuid-refused": lambda payload: (
        is_filled(payload, "correlationid") and not UUID.fullmatch(payload["correlationid"])
    ),
    "correlation-not-ascii-refused": lambda payload: (
        is_filled(payload, "correlationid") and not payload["correlationid"].isascii()
    ),
    "callback-without-url-refused": lambda payload: (
        is_filled(payload, "callbackData") and not is_filled(payload, "notifyurl")
    ),
    "url-without-callback-refused": lambda payload: (
        is_filled(payload, "notifyurl") and not is_filled(payload, "callbackData")
    ),
    "policy-with-smartlinks-refused": lambda payload: (
        "contactPolicy" in payload and "smartlinks" in payload["channels"]
    ),
    "smartlinks-in-unicode-refused": lambda payload: (
        bool(payload["channels"].get("smartlinks"))
        and payload["channels"]["sms"].get("type") == "4"
    ),
    "app-clip-refused": lambda payload: payload["channels"]["sms"].get("sendLinkAsAppClip") is True,
    "large-payload-refused": lambda payload: len(json.dumps(payload)) > 8000,
}


def find_refusals(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    refused = REFUSALS.get(switches.fault or "")
    if refused and refused(payload):
        yield wrong("payload", "another")
