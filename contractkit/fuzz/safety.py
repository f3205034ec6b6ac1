"""What may be sent to a target that is not on this machine."""

import ipaddress
from urllib.parse import urlsplit

from contractkit.contract import Contract
from contractkit.errors import TargetError
from contractkit.fuzz.records import Probe
from contractkit.generate import is_json
from contractkit.judging.validators import compile_pattern
from contractkit.pointer import select

REMOTE_RATE = 5.0


def is_loopback(url: str) -> bool:
    """Whether a URL is of this machine by its very text; no name is looked up."""
    host = urlsplit(url).hostname or ""
    if host.rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def check_host(url: str, allowed: tuple[str, ...]) -> None:
    """Refuse a target that is neither on this machine nor allowed by name. Raises TargetError."""
    host = (urlsplit(url).hostname or "").lower()
    if not is_loopback(url) and host not in {one.lower() for one in allowed}:
        reason = "is not on this machine, and a real API may act on what it is sent"
        raise TargetError(url, f"{reason}; allow it with --allow-remote {host}")


def is_safe(contract: Contract, probe: Probe) -> bool:
    """Whether a probe can reach no real person, however leniently it is read."""
    if probe.case is None or not is_json(probe.case):
        return not contract.data.get("safe")
    return all(
        isinstance(value, str) and compile_pattern(entry["pattern"]).search(value)
        for entry in contract.data.get("safe", ())
        for _, value in select(probe.case.payload, entry["request"])
    )
