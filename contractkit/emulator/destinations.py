"""Where notifications may go: to this machine, and to hosts that were allowed by name."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from contractkit.errors import ContractkitError

LOOPBACK = IPv4Network("127.0.0.0/8")
SCHEMES = ("http", "https")


class ForbiddenUrlError(ContractkitError):
    """A URL that no notification goes to. The message repeats nothing of it."""


def parse_allowed(url: str, allowed: Collection[str]) -> Url:
    """The parts of a URL, as the client that posts to it reads them too; ForbiddenUrlError.

    Names are not looked up: only `localhost` and literal loopback addresses are this machine.
    """
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise ForbiddenUrlError("the URL cannot be read") from None
    host = (parts.host or "").strip("[]").lower()
    if parts.scheme not in SCHEMES or not host:
        raise ForbiddenUrlError("the URL is not one of http or https with a host")
    if not is_loopback(host) and host not in {one.strip("[]").lower() for one in allowed}:
        raise ForbiddenUrlError("its host is neither loopback nor allowed (--allow-notify)")
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by what is written alone."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return address in LOOPBACK
    return address == IPv6Address("::1")
