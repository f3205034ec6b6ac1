"""The URL that notifications go to."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from tests.faulty.faults import Switches
from tests.faulty.lengths import check_invented
from tests.faulty.members import check_optional
from tests.faulty.problem import wrong
from tests.problem import Problem

NAME = "notifyurl"
FORBIDDEN = '<>"{}|\\^`'
LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|\[::1\]", re.IGNORECASE)
SPARED = {
    "url-spaces": " ",
    "url-tab": "\t",
    "url-line-break": "\n",
    "url-no-break-space": "\u00a0",
    "url-control-character": "\x7f",
    "url-braces": "{}",
    "url-angle-brackets": "<>",
    "url-backslash": "\\",
    "url-vertical-bar": "|",
    "url-circumflex": "^",
    "url-backtick": "`",
    "url-quotation-mark": '"',
    "url-placeholder": "",
}
# What each faulty server takes for an URL, before it looks closer.
TAKEN = {
    "url-not-checked": r"(?s).*",
    "url-without-scheme": r"[\w-]+(\.[\w-]+)+(/\S*)?",
    "url-relative-scheme": r"//[\w.-]+(/\S*)?",
    "url-path-alone": r"/\S*",
    "url-ftp": r"ftps?://\S+",
    "url-any-scheme": r"[a-z][a-z0-9+.-]*:\S*",
    "url-mail-address": r"\S+@\S+\.\w+",
    "url-one-slash": r"https?:/[^/\s]\S*",
    "url-longer-scheme": r"https?\w*://\S*",
    "url-no-host": r"https?://(/\S*)?",
    "url-port-without-host": r"https?://:[0-9]+(/\S*)?",
    "url-port-in-letters": r"https?://[\w.-]+:\w+(/\S*)?",
    "url-negative-port": r"https?://[\w.-]+:-[0-9]+(/\S*)?",
    "url-two-ports": r"https?://[\w.-]+(:[0-9]+)*(/\S*)?",
    "url-two-urls": r"https?://\S+ https?://\S+",
    "url-ipv6-without-brackets": r"https?://[0-9a-f:]+(/\S*)?",
    "url-ipv6-not-closed": r"https?://\[\S*",
    "url-placeholder": r"\{\{\w+\}\}",
    "url-blank": r"\s+",
    "url-javascript": r"javascript:.*",
}
REFUSED = {
    "url-http-refused": r"(?i)http:",
    "url-https-refused": r"(?i)https:",
    "url-port-refused": r"(?i)https?://[^/]*[^/:\[\]]+:[0-9]+(/|$)",
    "url-upper-case-scheme-refused": r"HTTP",
    "url-ipv4-refused": r"(?i)https?://[0-9.]+([:/?#]|$)",
    "url-ipv6-refused": r"(?i)https?://\[",
    "url-localhost-refused": r"(?i)https?://localhost",
    "url-query-refused": r"[?]",
    "url-fragment-refused": r"#",
    "url-no-path-refused": r"(?i)https?://[^/]*$",
    "url-percent-refused": r"%",
    "url-loopback-refused": r"(?i)https?://(localhost|127\.|\[::1)",
}
PORTS = {"url-port-65536": 65536, "url-port-any": float("inf"), "url-port-32767": 32767}


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of an absolute URL; `port` is "" where none is given."""

    secure: bool
    user: str | None
    host: str
    port: str
    rest: str


def split_url(text: str) -> Url | None:
    """None where the text is no absolute http or https URL with a host."""
    scheme, separator, tail = text.partition("://")
    if not separator or scheme.lower() not in {"http", "https"}:
        return None
    authority = re.split(r"[/?#]", tail, maxsplit=1)[0]
    user, at, place = authority.rpartition("@")
    pattern = r"(\[[^\[\]]+\])(?::([0-9]*))?" if place[:1] == "[" else r"([^:]+)(?::([0-9]*))?"
    found = re.fullmatch(pattern, place)
    if not found:
        return None
    rest = tail[len(authority) :]
    return Url(scheme.lower() == "https", user if at else None, found[1], found[2] or "", rest)


def is_loopback(host: str) -> bool:
    if LOOPBACK.fullmatch(host):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_clean(text: str, switches: Switches) -> bool:
    """No white space, no control character, and none that no URL may hold."""
    spared = SPARED.get(switches.fault or "", "")
    for sign, fault in (("?", "url-unchecked-in-query"), ("#", "url-unchecked-in-fragment")):
        if switches.fault == fault:
            text = text.partition(sign)[0]
    return not any(
        (one.isspace() or ord(one) < 32 or 127 <= ord(one) < 160 or one in FORBIDDEN)
        and one not in spared
        for one in text
    )


def check_notify_url(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_optional(payload, NAME, switches)
    text = payload.get(NAME)
    yield from check_invented(NAME, text, switches)
    if not isinstance(text, str) or not text:
        return
    if switches.has("url-white-space-around"):
        text = text.strip()
    if switches.has("url-compatible"):
        text = normalize("NFKC", text)
    taken = TAKEN.get(switches.fault or "")
    if taken and re.fullmatch(taken, text):
        return
    refused = REFUSED.get(switches.fault or "")
    url = split_url(text)
    most = PORTS.get(switches.fault or "", 65535)
    if url is None or not is_clean(text, switches):
        yield wrong(NAME, "an absolute http or https URL")
    elif (url.port and float(url.port) > most) or (refused and re.search(refused, text)):
        yield wrong(NAME, "another URL")
