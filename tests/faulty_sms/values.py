"""What several APIs say of a value: URLs, phone numbers, times, JSON texts."""

import json
import re
from datetime import datetime
from typing import Any, NoReturn

NUMBER = re.compile(r"\+?[1-9][0-9]{1,14}")
INSTANT = re.compile(
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(\.[0-9]+)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
)
NO_URL = set('<>"{}|\\^`')
PORT = re.compile(r"(:[0-9]*)?")
LARGEST_PORT = 65535
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
)


class UnreadableError(Exception):
    """A body is no JSON."""


def read_json(raw: bytes) -> Any:
    """The value of a body; UnreadableError where it is no JSON."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def is_instant(text: str) -> bool:
    """Whether a text is a date that exists and a time, with or without a zone."""
    match = INSTANT.fullmatch(text)
    if not match:
        return False
    try:
        datetime.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def is_url(text: str) -> bool:
    """Whether a text is an absolute URL of HTTP or HTTPS with a host."""
    if any(char in NO_URL or char.isspace() or is_control(char) for char in text):
        return False
    scheme, separator, rest = text.partition("://")
    if scheme.lower() not in ("http", "https") or not separator:
        return False
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    host = authority.rpartition("@")[2]
    name, port = split_port(host)
    return bool(name) and PORT.fullmatch(port) is not None and int(port[1:] or 0) <= LARGEST_PORT


def is_control(char: str) -> bool:
    return char < " " or "\u007f" <= char <= "\u009f"


def split_port(host: str) -> tuple[str, str]:
    """The name of a host, empty where it is none, and what stands behind it."""
    if host.startswith("["):
        name, end, port = host[1:].partition("]")
        return (name if end and "[" not in name else ""), port
    name, colon, port = host.partition(":")
    return name, f"{colon}{port}"


def is_plain(text: str) -> bool:
    """Whether a text keeps to the alphabet of plain SMS."""
    return set(text) <= GSM
