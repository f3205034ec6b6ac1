"""Smartlinks, and how the text mentions them."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from tests.faulty.faults import Switches
from tests.faulty.lengths import check_invented
from tests.faulty.members import ABSENT, check_mandatory
from tests.faulty.phones import choose
from tests.faulty.problem import missing, wrong
from tests.problem import Problem

MENTION = re.compile(r"\{\{.+?\}\}", re.DOTALL)
FAULTY_MENTIONS = {
    "mention-not-required": "",
    "mention-in-single-braces": r"\{[^{}]+\}",
    "mention-in-round-brackets": r"\{\{.+?\}\}|\(\(.+?\)\)",
    "mention-opened-only": r"\{\{",
    "mention-closed-only": r"\}\}",
    "mention-empty": r"\{\{.*?\}\}",
    "mention-without-braces": r"link",
    "mention-braces-apart": r"\{\s*\{.+?\}\s*\}",
    "mention-at-the-end-only": r"\{\{[^{}]+\}\}$",
    "mention-of-a-number-only": r"\{\{link_[0-9]+\}\}",
}


def check_smartlinks(channels: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    value = channels.get("smartlinks", ABSENT)
    if value is ABSENT or switches.has("smartlinks-not-checked"):
        return
    if not value and switches.has("smartlinks-falsy"):
        return
    if (value is None and switches.has("smartlinks-null")) or (
        isinstance(value, str) and switches.has("smartlinks-as-string")
    ):
        return
    if isinstance(value, dict):
        value = [] if switches.has("smartlinks-object-not-checked") else [value]
    if not isinstance(value, list):
        yield wrong("smartlinks", "an array of objects")
        return
    if not value and switches.has("smartlinks-empty-refused"):
        yield missing("smartlinks")
    for link in choose(value, switches, "smartlinks"):
        yield from check_smartlink(link, switches)
    if value:
        yield from check_mention(channels, value, switches)


def check_smartlink(link: object, switches: Switches) -> Iterator[Problem]:
    if not isinstance(link, dict):
        if not (isinstance(link, str) and switches.has("smartlink-as-string")):
            yield wrong("smartlinks", "an array of objects")
        return
    for name in ("linkid", "validity"):
        value = link.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield from check_mandatory(link, name, switches)
    yield from check_invented("linkid", link.get("linkid"), switches)
    validity = link.get("validity")
    if isinstance(validity, str) and validity:
        if switches.has("validity-two-digits") and not re.fullmatch(r"[0-9]{2}", validity):
            yield wrong("validity", "two digits")
        if switches.has("linkid-digits-only") and not str(link.get("linkid")).isdigit():
            yield wrong("linkid", "digits")


def check_mention(
    channels: dict[str, Any], links: list[Any], switches: Switches
) -> Iterator[Problem]:
    sms = channels.get("sms")
    text = sms.get("text") if isinstance(sms, dict) else None
    if not isinstance(text, str):
        return
    if switches.has("mention-compatible"):
        text = normalize("NFKC", text)
    faulty = FAULTY_MENTIONS.get(switches.fault or "")
    pattern = re.compile(faulty) if faulty is not None else MENTION
    if not pattern.search(text):
        yield wrong("text", "mentioning the smartlink")
    if switches.has("mention-prefix-doubled"):
        ids = [link.get("linkid") for link in links if isinstance(link, dict)]
        if not all("{{link_" + str(one) + "}}" in text for one in ids):
            yield wrong("text", "mentioning each smartlink")
    if switches.has("mention-twice-refused") and len(MENTION.findall(text)) > len(links):
        yield wrong("text", "mentioning each smartlink once")
