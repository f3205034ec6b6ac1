"""Connections to a URL, straight or through a proxy, that read on to the final answer."""

from http.client import HTTPException, HTTPResponse, parse_headers
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url

from contractkit.errors import TargetError

FINAL = 200
INTERIM, MOST_INTERIM = range(102, FINAL), 100


class FinalResponse(HTTPResponse):
    """Passes over the interim answers (1xx) that may come before the final one.

    The standard class passes over 100 only. What follows 101 is another protocol.
    """

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status not in INTERIM:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException("interim answers without end")


def split_url(url: str) -> SplitResult:
    """The parts of a URL; TargetError for what is no http or https URL."""
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


def connect(
    parts: SplitResult, timeout: float, cacert: str | None, proxy: str | None
) -> HTTPConnection:
    """A connection to a URL, which is not open yet; `proxy` is the URL of what it goes through."""
    connection = _make_connection(parts, timeout, cacert, proxy)
    connection.response_class = FinalResponse
    return connection


def _make_connection(
    parts: SplitResult, timeout: float, cacert: str | None, proxy: str | None
) -> HTTPConnection:
    host, port = parts.hostname or "", parts.port
    secure = parts.scheme == "https"
    if proxy is None:
        if secure:
            return HTTPSConnection(host, port, timeout=timeout, ca_certs=cacert)
        return HTTPConnection(host, port, timeout=timeout)
    gate = parse_url(proxy)
    if not secure:
        return HTTPConnection(gate.host or "", gate.port, timeout=timeout, proxy=gate)
    tunnelled = HTTPSConnection(
        gate.host or "", gate.port, timeout=timeout, ca_certs=cacert, proxy=gate
    )
    tunnelled.set_tunnel(host, port or 443, scheme=gate.scheme or "http")
    return tunnelled
