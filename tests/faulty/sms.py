"""What is sent: the sms in the channels."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from tests.faulty.faults import Switches
from tests.faulty.lengths import check_invented, check_text_length
from tests.faulty.members import (
    ABSENT,
    check_flag,
    check_mandatory,
    check_object,
    check_optional,
    is_type_taken,
)
from tests.faulty.problem import missing, wrong
from tests.problem import Problem

KINDS = ("1", "2", "3", "4")
OCTETS = re.compile(r"([0-9A-Fa-f]{2})+")
FAULTY_OCTETS = {
    "hex-odd": r"[0-9A-Fa-f]+",
    "hex-prefix": r"(0x)?([0-9A-Fa-f]{2})+",
    "hex-unicode-digits": r"([\dA-Fa-f]{2})+",
    "hex-spaces": r"([0-9A-Fa-f]{2}\x20?)+",
    "hex-colons": r"([0-9A-Fa-f]{2}:?)+",
    "hex-trailing-line-break": r"([0-9A-Fa-f]{2})+\n?",
    "hex-any-letter": r"([0-9A-Za-z]{2})+",
    "hex-base64": r"(?s)([0-9A-Fa-f]{2})+|[0-9A-Za-z+/]+=*",
    "hex-beginning-only": r"(?s)[0-9A-Fa-f]{2}.*",
    "hex-second-line": r"(?s)([0-9A-Fa-f]{2})+(\n.*)?",
    "hex-not-checked": r"(?s).*",
    "hex-lower-refused": r"([0-9A-F]{2})+",
    "hex-upper-refused": r"([0-9a-f]{2})+",
    "hex-mixed-refused": r"([0-9a-f]{2})+|([0-9A-F]{2})+",
    "hex-140-digits": r"([0-9A-Fa-f]{2}){1,70}",
    "hex-two-octets-at-least": r"([0-9A-Fa-f]{2}){2,}",
}
TEXTS_REFUSED = {
    "text-emoji-refused": r"[\U00010000-\U0010ffff]",
    "text-line-break-refused": r"\n",
    "text-not-ascii-refused": r"[^\x00-\x7f]",
    "text-null-word-refused": r"(?i)^null$",
    "text-digits-refused": r"^[0-9]+$",
    "text-angle-brackets-refused": r"[<>]",
    "text-quotes-refused": r"[\"']",
    "text-euro-refused": "€",
}


def check_sms(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    if "type" in sms and switches.has("type-given-skips-the-rest"):
        return
    yield from check_sender(sms, switches)
    yield from check_kind(sms, switches)
    yield from check_text(sms, switches)
    yield from check_body(sms, switches)
    yield from check_flag(sms, "sendLinkAsAppClip", switches)
    yield from check_region(sms, switches)
    if "extras" in sms:
        yield from check_object(sms, "extras", switches)
        if isinstance(sms["extras"], dict) and "dlt_templateid" in sms["extras"]:
            yield from check_mandatory(sms["extras"], "dlt_templateid", switches)


def check_sender(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    kinds = {"3": "senderid-not-required-for-binary", "4": "senderid-not-required-for-unicode"}
    if "senderid" not in sms and switches.fault == kinds.get(str(sms.get("type")), ""):
        return
    yield from check_mandatory(sms, "senderid", switches)
    sender = sms.get("senderid")
    yield from check_invented("senderid", sender, switches)
    if isinstance(sender, str):
        if switches.has("senderid-word-only") and not re.fullmatch(r"\w*", sender):
            yield wrong("senderid", "letters and digits")
        if switches.has("senderid-digits-refused") and sender.isdigit():
            yield wrong("senderid", "a name")


def is_kind(value: object, switches: Switches) -> bool:
    if isinstance(value, str):
        return (
            value in KINDS
            or (switches.has("type-five") and value == "5")
            or (switches.has("type-zero") and value == "0")
            or (switches.has("type-by-int") and value.isdecimal() and 1 <= int(value) <= 4)
            or (switches.has("type-white-space-around") and value.strip() in KINDS)
            or (switches.has("type-name") and value.lower() in {"text", "flash", "unicode"})
            or (switches.has("type-any-string") and value != "")
            or (switches.has("type-empty") and value == "")
            or (switches.has("type-compatible") and normalize("NFKC", value) in KINDS)
        )
    if isinstance(value, float) and switches.has("type-as-float"):
        return value in {1, 2, 3, 4}
    if isinstance(value, int) and not isinstance(value, bool) and switches.has("type-as-number"):
        return 1 <= value <= 4
    return (value is None and switches.has("type-null")) or switches.has("type-not-checked")


def check_kind(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    kind = sms.get("type", ABSENT)
    if kind is ABSENT:
        if switches.has("type-required"):
            yield missing("type")
    elif not is_kind(kind, switches):
        yield wrong("type", "one of '1', '2', '3', '4'")
    elif (switches.has("type-1-refused") and kind == "1") or (
        switches.has("type-4-refused") and kind == "4"
    ):
        yield wrong("type", "another")


def check_text(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    kind = sms.get("type")
    if kind == "3" and "text" not in sms and switches.has("text-not-required-for-binary"):
        return
    if kind == "2" and switches.has("flash-skips-the-text"):
        return
    if kind == "3" and sms.get("text") == "" and switches.has("text-empty-for-binary"):
        return
    if sms.get("sendLinkAsAppClip") is True and switches.has("text-not-required-for-app-clip"):
        return
    yield from check_mandatory(sms, "text", switches)
    text = sms.get("text")
    if isinstance(text, str):
        yield from check_text_length(text, kind, switches)
        pattern = TEXTS_REFUSED.get(switches.fault or "")
        if pattern and re.search(pattern, text):
            yield wrong("text", "plain text")
        if switches.has("text-placeholder-refused") and "{{" in text:
            yield wrong("text", "without a placeholder")


def is_octets(body: str, switches: Switches) -> bool:
    if switches.has("hex-by-int"):
        try:
            return int(body, 16) >= 0
        except ValueError:
            return False
    if switches.has("hex-compatible"):
        body = normalize("NFKC", body)
    faulty = FAULTY_OCTETS.get(switches.fault or "")
    return bool(re.fullmatch(faulty, body) if faulty else OCTETS.fullmatch(body))


def is_body_required(kind: object, switches: Switches) -> bool:
    if switches.has("body-required-for-unicode") and kind == "4":
        return True
    return kind == "3"


def check_body(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    body = sms.get("body", ABSENT)
    if body is not ABSENT and not isinstance(body, str):
        if not is_type_taken(body, "body", switches):
            yield wrong("body", "a string")
    elif is_body_required(sms.get("type"), switches):
        if body is ABSENT or not body:
            if not switches.has("body-missing" if body is ABSENT else "body-empty"):
                yield missing("body")
        elif not is_octets(body, switches):
            yield wrong("body", "hexadecimal octets", late="7205")


def check_region(sms: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_optional(sms, "storeRegion", switches)
    region, clip = sms.get("storeRegion"), sms.get("sendLinkAsAppClip")
    yield from check_invented("storeRegion", region, switches)
    if switches.has("region-us-only") and region not in [None, "", "US"]:
        yield wrong("storeRegion", "US")
    if switches.has("region-required-with-app-clip") and clip is True and not region:
        yield missing("storeRegion")
    if switches.has("region-refused-without-app-clip") and region and not clip:
        yield wrong("storeRegion", "left out")
