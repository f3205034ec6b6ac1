"""What the specification leaves open, and a strict server refuses."""

import ipaddress
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.faulty.options import find_doubts_about_options
from tests.faulty.problem import wrong
from tests.faulty.urls import is_loopback, split_url
from tests.problem import Problem

KNOWN = {
    "payload": "deliverychannel destination channels correlationid callbackData notifyurl"
    " contactPolicy options notifyurlAuthId expiry gtrId icmessage",
    "destination": "msisdn correlationid",
    "channels": "sms smartlinks",
    "sms": "senderid text type body sendLinkAsAppClip storeRegion extras",
    "extras": "dlt_templateid",
    "smartlinks": "linkid validity",
    "contactPolicy": "contactPolicyGroup channelCheckConsent channelApplyFrequencyCap",
    "options": "trackClicks shortenLinks domain tag1 tag2 allowFallbackURL",
}
MOMENT = re.compile(
    r"(?P<day>(?P<year>[0-9]{4})-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2}(:[0-9]{2})?)"
    r"(?<=[0-9])(\.[0-9]+)?(Z|[+-](?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2}))"
)
PLAIN = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
)


def find_doubts(payload: dict[str, Any]) -> Iterator[Problem]:
    """The doubts about a payload that breaks no rule."""
    if "message" in payload or not all("msisdn" in one for one in payload["destination"]):
        yield wrong("payload", "with channels and numbers")
        return
    yield from find_unknown(payload)
    yield from find_doubts_about_members(payload)
    sms = payload["channels"]["sms"]
    policy = payload.get("contactPolicy", {})
    for name, value in (
        ("senderid", sms["senderid"]),
        ("text", sms["text"]),
        ("dlt_templateid", sms.get("extras", {}).get("dlt_templateid", "1")),
        ("contactPolicyGroup", policy.get("contactPolicyGroup", "1")),
    ):
        if not value.strip():
            yield wrong(name, "more than white space")
    yield from find_doubts_about_numbers(payload)
    if sms.get("type", "1") == "1" and not set(sms["text"]) <= PLAIN:
        yield wrong("text", "plain text")
    if sms.get("type") == "2":
        yield wrong("type", "documented")
    if "body" in sms and sms.get("type") != "3":
        yield wrong("body", "left out")
    yield from find_doubts_about_url(payload.get("notifyurl", ""))
    yield from find_doubts_about_options(payload.get("options", {}))
    yield from find_doubts_about_links(payload["channels"].get("smartlinks", []), sms["text"])


def find_unknown(payload: dict[str, Any]) -> Iterator[Problem]:
    channels = payload["channels"]
    links = channels.get("smartlinks", [])
    places = [("payload", payload), ("channels", channels), ("sms", channels["sms"])]
    places += [("destination", entry) for entry in payload["destination"]]
    places += [("extras", channels["sms"].get("extras", {}))]
    places += [("smartlinks", link) for link in (links if isinstance(links, list) else [links])]
    places += [(name, payload.get(name, {})) for name in ("contactPolicy", "options")]
    for place, value in places:
        if not set(value) <= set(KNOWN[place].split()):
            yield wrong(place, "without unknown members")


def find_doubts_about_members(payload: dict[str, Any]) -> Iterator[Problem]:
    """What only some pages have, or say otherwise."""
    if any(len(one.get("correlationid", "").encode()) > 50 for one in payload["destination"]):
        yield wrong("correlationid", "at most 50 bytes")
    if "expiry" in payload and not is_moment(payload["expiry"]):
        yield wrong("expiry", "a date and time with its zone")
    if "gtrId" in payload:
        ids = payload["gtrId"]
        fits = isinstance(ids, list) and len(ids) == len(payload["destination"])
        if not fits or not all(isinstance(one, str) for one in ids):
            yield wrong("gtrId", "a string for each destination")


def is_moment(text: str) -> bool:
    found = MOMENT.fullmatch(text)
    if not found or found["year"][0] == "0":
        return False
    hours, minutes = (int(found[name] or 0) for name in ("hours", "minutes"))
    try:
        datetime.fromisoformat(f"{found['day']}T{found['time']}")
    except ValueError:
        return False
    return (hours, minutes) <= (14, 0) and minutes < 60


def find_doubts_about_numbers(payload: dict[str, Any]) -> Iterator[Problem]:
    numbers = [one.lstrip("+") for entry in payload["destination"] for one in entry["msisdn"]]
    if len(numbers) > 1000:
        yield Problem("7009", "maximum number of destinations reached")
    if len(set(numbers)) < len(numbers):
        yield wrong("msisdn", "without repeated numbers")


def find_doubts_about_url(text: str) -> Iterator[Problem]:
    url = split_url(text) if text else None
    if url is None:
        return
    odd = (
        not text.isascii()
        or re.search(r"%(?![0-9A-Fa-f]{2})", text)
        or url.user is not None
        or not is_ordinary(url.host)
        or (url.port == "" and f"{url.host}:" in text)
        or url.port.startswith("0")
        or re.search(r"[\[\]]|#.*#", url.rest)
    )
    if odd or not (url.secure or is_loopback(url.host)):
        yield wrong("notifyurl", "an ordinary https URL")


def is_ordinary(host: str) -> bool:
    """Whether a host is an IP address, or a name that a resolver takes."""
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        labels = host.split(".")
        usable = all(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", one) for one in labels)
        return usable and labels[-1][0].isalpha()
    return True


def find_doubts_about_links(value: Any, text: str) -> Iterator[Problem]:
    if isinstance(value, dict):
        yield wrong("smartlinks", "an array")
        return
    if any(not isinstance(link[name], str) for link in value for name in ("linkid", "validity")):
        yield wrong("smartlinks", "named by strings")
        return
    ids = [link["linkid"] for link in value]
    named = {one for one in ids if f"{{{{{one}}}}}" in text or f"{{{{link_{one}}}}}" in text}
    mentioned = {one for one in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL) if one[:5] == "link_"}
    if any(not text.strip() for link in value for text in (link["linkid"], link["validity"])):
        yield wrong("smartlinks", "named by more than white space")
    strays = {one for one in mentioned if one not in ids and one[5:] not in ids}
    if named < set(ids) or strays or len(set(ids)) < len(ids):
        yield wrong("smartlinks", "one for each mention in the text")
