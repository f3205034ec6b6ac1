"""HTTP POSTs of notifications, only to this machine and to hosts that were allowed by name."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from http.client import HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from contractkit.errors import ContractkitError
from contractkit.httpserver.deadlines import Watchdog

LOOPBACK = IPv4Network("127.0.0.0/8")
LONGEST_ANSWER = 1 << 16
HEADERS = {"Content-Type": "application/json", "User-Agent": "contractkit"}


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
    if parts.scheme not in ("http", "https") or not host:
        raise ForbiddenUrlError("the URL is not http or https, or has no host")
    if not _is_loopback(host) and host not in {name.strip("[]").lower() for name in allowed}:
        raise ForbiddenUrlError("the host is neither this machine nor allowed (--allow-notify)")
    return parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return address in LOOPBACK
    return address == IPv6Address("::1")


class Poster:
    """Posts messages, over the same connection while the address stays the same.

    It follows no redirects and uses no proxy. For one thread.
    """

    def __init__(
        self,
        watchdog: Watchdog,
        seconds: float,
        allowed: Collection[str],
        secret: str | None = None,
        signature: Mapping[str, Any] | None = None,
    ) -> None:
        """`seconds` are for one post, from connecting to the end of the answer.

        `allowed` are hosts; `secret` signs as `signature`, from the contract, says.
        """
        self._watchdog, self._seconds, self._allowed = watchdog, seconds, allowed
        self._secret, self._signature = secret, signature
        self._address: tuple[str | None, str | None, int | None] | None = None
        self._connection: HTTPConnection | None = None

    def post(self, url: str, body: bytes) -> int | None:
        """The status of the answer, or None where there was none; ForbiddenUrlError."""
        parts = parse_allowed(url, self._allowed)
        try:
            connection = self._connect(parts)
            with self._watchdog.watch(connection.sock, self._seconds) as watch:
                connection.request(
                    "POST",
                    parts.request_uri,
                    body=body,
                    headers={**HEADERS, **self._sign(body)},
                    preload_content=False,
                )
                answer = connection.getresponse()
                if len(answer.read(LONGEST_ANSWER + 1)) > LONGEST_ANSWER:
                    self.close()
        except (HTTPError, HTTPException, OSError, ValueError):
            self.close()
            return None
        return None if watch.fired else answer.status

    def close(self) -> None:
        """Close the connection, if one is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self, parts: Url) -> HTTPConnection:
        address = (parts.scheme, parts.host, parts.port)
        if self._connection is None or address != self._address:
            self.close()
            make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
            host = (parts.host or "").strip("[]")
            self._connection = make(host, parts.port, timeout=self._seconds)
            self._address = address
        if not self._connection.is_connected:
            self._connection.close()
            self._connection.connect()
        return self._connection

    def _sign(self, body: bytes) -> dict[str, str]:
        if not (self._secret and self._signature):
            return {}
        algorithm = getattr(hashlib, self._signature["algorithm"])
        digest = hmac.new(self._secret.encode(), body, algorithm)
        return {self._signature["header"]: self._signature["prefix"] + digest.hexdigest()}
