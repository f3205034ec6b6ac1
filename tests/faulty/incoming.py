"""A request as it came in, and the ways of failing without an answer."""

from dataclasses import dataclass, field
from email.message import Message
from typing import Any

UNREAD: Any = object()


@dataclass(slots=True)
class Incoming:
    """`session` lives as long as the connection; `value` is UNREAD where the text is no JSON.

    `chunks`: in how many the body came, 0 where its length was given.
    """

    path: str
    headers: Message
    raw: bytes
    session: dict[str, Any] = field(default_factory=dict)
    value: Any = UNREAD
    version: str = "HTTP/1.1"
    chunks: int = 0


class DroppedError(Exception):
    """The connection is closed without an answer."""


class HungError(Exception):
    """Nothing is answered for a long time."""


class BrokenError(Exception):
    """The developer did not think of that: answered 500."""
