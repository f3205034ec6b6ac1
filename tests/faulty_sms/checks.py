"""Whether a request is right, property by property: the first problem counts."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faulty_sms.switches import Switches
from tests.faulty_sms.values import is_instant, is_number, is_plain, is_url
from tests.problem import Problem

TYPES = ("text", "unicode")
DAYS = 7  # that a message may wait
LONGEST, LONGEST_OF_SANDBOX, LONGEST_DATA = 4000, 1024, 2000
TEXTS = (
    *("from", "to", "content", "correlationId", "dltTemplateId", "callbackUrl"),
    *("callbackUrlAuthId", "callbackData", "expireAt", "shortUrlDomain"),
)
FLAGS = ("shortenUrls", "trackShortUrlClicks")
NAMES = (*TEXTS, *FLAGS, "contentType", "substitutions")
MISTAKEN: Mapping[tuple[str, type], str] = {
    ("from", int): "from-number",
    ("to", int): "to-number",
    ("content", int): "content-number",
    ("content", type(None)): "content-null",
    ("correlationId", int): "correlation-number",
    ("correlationId", type(None)): "correlation-null",
    ("callbackData", dict): "callback-object",
    ("dltTemplateId", int): "dlt-number",
    ("callbackUrl", type(None)): "url-null",
    ("callbackUrlAuthId", int): "auth-id-number",
    ("shortUrlDomain", int): "domain-number",
    ("expireAt", int): "expire-number",
}
PLACEHOLDER = re.compile(r"\$\(([^$)]+)\)")


def wrong(name: str, late: str = "") -> Problem:
    return Problem("7004", f"Invalid parameter -  : {name}", late)


def missing(name: str) -> Problem:
    return Problem("7003", f"Mandatory parameter missing: {name}")


def check(payload: Any, switches: Switches) -> Iterator[Problem]:
    """What is wrong with a payload; where nothing is, what is doubtful if the server is strict."""
    if not isinstance(payload, dict):
        yield Problem("7000", "Invalid JSON")
        return
    found = list(check_rules(payload, switches))
    yield from found or (find_doubts(payload) if switches.strict else ())


def check_rules(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    for name in ("from", "to", "content"):
        if name not in payload and not switches.has(f"{name}-missing"):
            yield missing(name)
        if payload.get(name) == "" and not switches.has(f"{name}-empty"):
            yield missing(name)
    yield from (wrong(name) for name in TEXTS if not is_text(payload, name, switches))
    for name, problems in CHECKS.items():
        value = payload.get(name)
        if isinstance(value, str) and value:
            yield from problems(value, switches)
    yield from check_empty(payload, switches)
    yield from check_type(payload, switches)
    yield from check_flags(payload, switches)
    yield from check_substitutions(payload, switches)


def is_text(payload: dict[str, Any], name: str, switches: Switches) -> bool:
    """Whether a property is a string, or not there, or taken for one by mistake."""
    value = payload.get(name, "")
    if name == "to" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return (switches.has("to-list") and bool(value)) or (
            switches.has("to-list-of-one") and len(value) == 1
        )
    mistaken = MISTAKEN.get((name, type(value)))
    return isinstance(value, str) or (mistaken is not None and switches.has(mistaken))


def check_from(text: str, switches: Switches) -> Iterator[Problem]:
    if switches.has("from-11") and len(text) > 11:
        yield wrong("from")


def check_number(text: str, switches: Switches) -> Iterator[Problem]:
    digits = text.removeprefix("+")
    plain = digits.isascii() and digits.isdigit()
    taken = (
        is_number(text)
        or (switches.has("to-16-digits") and is_number(text[:-1]) and len(digits) == 16 and plain)
        or (switches.has("to-any-length") and plain and digits[0] != "0")
        or (switches.has("to-one-digit") and plain and len(digits) == 1 and digits != "0")
        or (switches.has("to-any-digits") and plain and 1 < len(digits) < 16)
        or (switches.has("to-spaces") and is_number(re.sub("[ -]", "", text)))
        or (switches.has("to-white-space-around") and is_number(text.strip()))
        or (switches.has("to-letters") and text.removeprefix("+").isalnum() and len(digits) > 1)
        or (
            switches.has("to-digits-of-any-script") and 1 < len(digits) < 16 and is_any_digits(text)
        )
    )
    if not taken or (switches.has("to-14-digits") and len(digits) > 14):
        yield wrong("to", "7102")


def is_any_digits(text: str) -> bool:
    return re.fullmatch(r"\+?[1-9]\d+", text) is not None


def check_content(text: str, switches: Switches) -> Iterator[Problem]:
    length = len(text)
    if switches.has("content-in-bytes"):
        length = len(text.encode("utf-8", "surrogatepass"))
    limits = {"content-1000": 1000, "content-160": 160, "content-1023": 1023}
    limits |= {"content-4001": LONGEST + 1, "content-no-limit": 10**9}
    limit = next((limits[name] for name in limits if switches.has(name)), LONGEST)
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > limit or (switches.has("content-in-utf16-units-at-2000") and units > 2000):
        yield wrong("content", "7107")
    if switches.has("placeholders-refused") and "$(" in text:
        yield wrong("content")
    if switches.has("link-refused") and "://" in text:
        yield wrong("content")


def check_data(text: str, switches: Switches) -> Iterator[Problem]:
    length = len(text)
    if switches.has("callback-in-bytes"):
        length = len(text.encode("utf-8", "surrogatepass"))
    limits = {"callback-1999": 1999, "callback-2001": 2001, "callback-no-limit": 10**9}
    if length > next((limits[name] for name in limits if switches.has(name)), LONGEST_DATA):
        yield wrong("callbackData")


def check_correlation(text: str, switches: Switches) -> Iterator[Problem]:
    if switches.has("correlation-36") and len(text) > 36:
        yield wrong("correlationId")


def check_url(text: str, switches: Switches) -> Iterator[Problem]:
    taken = (
        is_url(text)
        or switches.has("url-any")
        or (switches.has("url-any-scheme") and is_url(f"http://{text.partition('://')[2]}"))
        or (switches.has("url-space-around") and is_url(text.strip(" ")))
        or (switches.has("url-without-host") and re.fullmatch("https?:///?[a-z/]*", text))
        or (switches.has("url-any-port") and is_url(re.sub(r":\d+(?=/|$)", "", text)))
    )
    long = switches.has("url-255") and len(text) > 255
    if not taken or long or (switches.has("url-with-query-refused") and "?" in text):
        yield wrong("callbackUrl")


def check_expiry(text: str, switches: Switches) -> Iterator[Problem]:
    taken = (
        is_instant(text)
        or switches.has("expire-any")
        or (switches.has("expire-date-only") and is_instant(f"{text}T00:00:00Z"))
        or (switches.has("expire-with-a-space") and is_instant(text.replace(" ", "T", 1)))
        or (switches.has("expire-any-day") and is_instant(re.sub(r"-[0-3]\dT", "-01T", text)))
    )
    if switches.has("expiry-by-the-clock") and is_instant(text) and not is_ahead(text):
        yield Problem("7005", "Request expired")
    fraction = "." in text
    refused = (switches.has("expire-without-fraction-refused") and not fraction) or (
        switches.has("expire-with-fraction-refused") and fraction
    )
    if not taken or refused:
        yield wrong("expireAt")


def is_ahead(text: str) -> bool:
    """Whether a time is within the next 7 days; one without a zone is in UTC."""
    moment = datetime.fromisoformat(re.sub(r"\.[0-9]+", "", text))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    now = datetime.now(UTC)
    return now <= moment <= now + timedelta(days=DAYS)


CHECKS: Mapping[str, Callable[[str, Switches], Iterator[Problem]]] = {
    "from": check_from,
    "to": check_number,
    "content": check_content,
    "callbackData": check_data,
    "correlationId": check_correlation,
    "callbackUrl": check_url,
    "expireAt": check_expiry,
}


def check_empty(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    if payload.get("expireAt") == "" and not switches.has("expire-any"):
        yield wrong("expireAt")
    refused = {"callbackUrl": "url", "correlationId": "correlation", "callbackData": "callback"}
    for name, short in refused.items():
        if payload.get(name) == "" and switches.has(f"{short}-empty-refused"):
            yield wrong(name)


def check_type(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    value = payload.get("contentType", "text")
    known = {*TYPES, "template", "flash", "binary"}
    text = value if isinstance(value, str) else "?"
    taken = (
        (text.isascii() and text.lower() in known)
        or (switches.has("type-any") and isinstance(value, str) and value != "")
        or (switches.has("type-empty") and value == "")
        or (switches.has("type-null") and value is None)
        or (switches.has("type-number") and value in ("1", "2", "3", "4", 1, 4))
        or (switches.has("type-white-space-around") and text.strip() in known)
    )
    if not taken or (switches.has("type-unicode-refused") and text == "unicode"):
        yield wrong("contentType")


def check_flags(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    for name in FLAGS:
        value, short = payload.get(name, False), "shorten" if name == FLAGS[0] else "track"
        taken = (
            isinstance(value, bool)
            or (switches.has(f"{short}-string") and value in ("true", "false"))
            or (short == "shorten" and switches.has("shorten-number") and value in (0, 1))
            or (short == "track" and switches.has("track-null") and value is None)
        )
        refused = name in payload and value is False and switches.has("shorten-false-refused")
        if not taken or (refused and short == "shorten"):
            yield wrong(name)


def check_substitutions(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    value = payload.get("substitutions", {"": ""})
    if not isinstance(value, dict):
        listed = switches.has("substitutions-list") and isinstance(value, list)
        if not listed and not (switches.has("substitutions-null") and value is None):
            yield wrong("substitutions")
        return
    if not value and switches.has("substitutions-empty-refused"):
        yield wrong("substitutions")
    values = list(value.values())
    for one in values[:1] if switches.has("substitution-first-only") else values:
        number = switches.has("substitution-number") and type(one) in (int, float)
        null = switches.has("substitution-null") and one is None
        if not (isinstance(one, str) or number or null):
            yield wrong("substitutions")


def find_doubts(payload: dict[str, Any]) -> Iterator[Problem]:
    """What the pages leave open, and a strict server refuses."""
    yield from (wrong(name) for name in payload if name not in NAMES)
    text, sender = payload["content"], payload["from"]
    kind = payload.get("contentType", "text")
    if not payload["to"].startswith("+") or sender.startswith("+"):
        yield wrong("to or from")
    if len(text) > LONGEST_OF_SANDBOX or is_blank(text) or is_blank(sender):
        yield wrong("content or from")
    if kind not in TYPES or (kind == "text" and not is_plain(text)):
        yield wrong("contentType")
    if set(PLACEHOLDER.findall(text)) != set(payload.get("substitutions", {})):
        yield wrong("substitutions")
    if payload.get("trackShortUrlClicks") is True and payload.get("shortenUrls") is not True:
        yield wrong("trackShortUrlClicks")
    if not payload.get("expireAt", "Z").endswith("Z"):
        yield wrong("expireAt")
    yield from doubt_url(payload.get("callbackUrl", ""))


def is_blank(text: str) -> bool:
    unseen = "\u180e\u200b\u2060\ufeff"
    return all(char.isspace() or char in unseen for char in text)


def doubt_url(url: str) -> Iterator[Problem]:
    """Plain HTTP to another machine, and what is not plain ASCII."""
    local = re.match(r"(?i)http://(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]*)?([/?#]|$)", url)
    if url[:5].lower() == "http:" and not local:
        yield wrong("callbackUrl")
