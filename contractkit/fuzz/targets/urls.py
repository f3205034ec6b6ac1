"""The URLs of targets: which can be used at all, and which are of this machine."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from contractkit.errors import TargetError

REMOTE_RATE = 5.0  # requests a second, where a target is not of this machine


def split_url(url: str) -> SplitResult:
    """The parts of a URL. Raises TargetError for what is no http or https URL."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        usable = plain and known
    except ValueError:
        usable = False
    if not usable:
        raise TargetError(url, "is no http or https URL; http://127.0.0.1:8000/ would be one")
    return parts


def is_loopback(url: str) -> bool:
    """Whether a URL is of this machine by its very text; no name is looked up."""
    host = urlsplit(url).hostname or ""
    if host.rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_host(url: str, allowed: tuple[str, ...]) -> None:
    """Refuse a target that is neither on this machine nor allowed by name. Raises TargetError."""
    host = (urlsplit(url).hostname or "").lower()
    if not is_loopback(url) and host not in {name.lower() for name in allowed}:
        reason = "is not on this machine, and a real API may act on what it is sent"
        raise TargetError(url, f"{reason}; allow it with --allow-remote {host}")
