"""The head of a request: the request line and the headers, as RFC 9112 has them."""

import re
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import BinaryIO

from contractkit.httpserver.fields import TOKEN, BadRequestError, read_fields, read_line

LONGEST_LINE, MOST_HEADERS, LARGEST_HEADERS = 1 << 16, 100, 1 << 16  # bytes, count, bytes
_REQUEST_LINE = re.compile(
    rf"(?P<method>{TOKEN}) (?P<target>[!\"$-~]+) HTTP/(?P<major>[0-9])\.(?P<minor>[0-9])".encode()
)
_HOST_AND_PORT = r"(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._~!$&'()*+,;=%-]{0,255})(?::[0-9]{0,5})?"
_ABSOLUTE_TARGET = re.compile(
    rf"(?P<scheme>[A-Za-z][0-9A-Za-z+.-]*)://(?=[^:/?]){_HOST_AND_PORT}(?:[/?].*)?"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body; `version` is `HTTP/1.1` or `HTTP/1.0`."""

    method: str
    target: str
    version: str
    headers: Message

    @property
    def keeps_connection(self) -> bool:
        """Whether the client may send another request on the same connection."""
        options = self.list_values("Connection")
        return "close" not in options and (self.version != "HTTP/1.0" or "keep-alive" in options)

    @property
    def awaits_continue(self) -> bool:
        """Whether the client waits for “100 Continue” before it sends the body."""
        return self.version != "HTTP/1.0" and "100-continue" in self.list_values("Expect")

    def list_values(self, name: str) -> list[str]:
        """The parts of a header that is a list, in lower case; empty ones are parts as well."""
        lines = self.headers.get_all(name, [])
        return [part.strip(" \t").lower() for line in lines for part in line.split(",")]


def read_head(source: BinaryIO) -> Head:
    """The next head of a connection.

    Raises BadRequestError, and ConnectionAbortedError where the sender stops early.
    """
    too_long = BadRequestError("the first line is too long", HTTPStatus.REQUEST_URI_TOO_LONG)
    # One empty line may stand before a request: some clients end a body with it.
    line = read_line(source, LONGEST_LINE, too_long) or read_line(source, LONGEST_LINE, too_long)
    method, target, version = _parse_request_line(line)
    too_large = BadRequestError(
        "the headers are too many or too large", HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    )
    headers = Message()
    for name, value in read_fields(source, MOST_HEADERS, LARGEST_HEADERS, too_large):
        headers[name] = value
    _check_target(method, target)
    _check_host(headers.get_all("Host", []), version)
    return Head(method, target, version, headers)


def _parse_request_line(line: bytes) -> tuple[str, str, str]:
    found = _REQUEST_LINE.fullmatch(line)
    if not found:
        raise BadRequestError(
            "the first line is not a method, a target and HTTP/1.1, with one space between them"
        )
    if found["major"] != b"1":
        raise BadRequestError(
            "only HTTP/1.1 and HTTP/1.0 are spoken", HTTPStatus.HTTP_VERSION_NOT_SUPPORTED
        )
    version = "HTTP/1.0" if found["minor"] == b"0" else "HTTP/1.1"
    return found["method"].decode("ascii"), found["target"].decode("ascii"), version


def _check_target(method: str, target: str) -> None:
    if method == "CONNECT":
        raise BadRequestError("the server opens no tunnels", HTTPStatus.NOT_IMPLEMENTED)
    if target.startswith("/") or (target == "*" and method == "OPTIONS"):
        return
    absolute = _ABSOLUTE_TARGET.fullmatch(target)
    if not absolute:
        raise BadRequestError("the target is neither a path nor a URL")
    if absolute["scheme"].lower() != "http":
        raise BadRequestError("the target is no http URL", HTTPStatus.MISDIRECTED_REQUEST)


def _check_host(hosts: list[str], version: str) -> None:
    if len(hosts) > 1:
        raise BadRequestError("there are several headers Host")
    if not hosts and version != "HTTP/1.0":
        raise BadRequestError("the header Host is missing")
    if not all(re.fullmatch(_HOST_AND_PORT, host) for host in hosts):
        raise BadRequestError("the header Host is not a host, or a host with a port")
