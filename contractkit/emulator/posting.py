"""One HTTP POST of a notification: no redirects, no proxies, one deadline for all of it."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from http.client import HTTPException
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Url

from contractkit.emulator.destinations import parse_allowed
from contractkit.httpserver.deadlines import Watchdog

LONGEST_ANSWER = 1 << 16
CONTENT_TYPE = {"Content-Type": "application/json", "User-Agent": "contractkit"}


class Poster:
    """Posts messages, over the same connection while the address stays the same.

    For one thread. `signature` is what the contract says of signing.
    """

    def __init__(
        self,
        watchdog: Watchdog,
        seconds: float,
        allowed: Collection[str],
        secret: str | None = None,
        signature: Mapping[str, Any] | None = None,
    ) -> None:
        """`seconds` are for one post, from connecting to the end of the answer."""
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
                    headers={**CONTENT_TYPE, **self._sign(body)},
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
        digest = hmac.new(
            self._secret.encode(), body, getattr(hashlib, self._signature["algorithm"])
        )
        return {self._signature["header"]: self._signature["prefix"] + digest.hexdigest()}
