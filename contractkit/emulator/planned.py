"""Answers that were ordered beforehand: the next requests get them, one each."""

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contractkit.emulator.records import Reply
from contractkit.errors import ContractkitError

LONGEST_DELAY, MOST_PLANNED = 600, 10_000
LOWEST_STATUS, HIGHEST_STATUS = 200, 599
MEMBERS = frozenset({"code", "status", "headers", "body", "delay", "drop"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One ordered answer: after `delay` seconds, drop the connection, or answer with a code, or so.

    With neither `drop`, `code` nor `raw` the request gets its usual answer, only late.
    """

    delay: float = 0
    drop: bool = False
    code: str | None = None
    raw: Reply | None = None


class Plan:
    """The ordered answers that are still to be given."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        """`knows` says whether an answer can carry a code."""
        self._knows, self._lock = knows, threading.Lock()
        self._next: deque[Planned] = deque()

    def replace(self, orders: Sequence[Any]) -> None:
        """Give these from now on, in place of what was ordered; ContractkitError for a bad one."""
        if len(orders) > MOST_PLANNED:
            raise ContractkitError(f"at most {MOST_PLANNED} answers can be planned")
        planned = [read_order(order, self._knows) for order in orders]
        with self._lock:
            self._next = deque(planned)

    def take(self) -> Planned | None:
        """The next answer, which is then used up."""
        with self._lock:
            return self._next.popleft() if self._next else None


def read_order(order: Any, knows: Callable[[str], bool]) -> Planned:
    """An order as the control interface takes it; ContractkitError says what is wrong with it."""
    if not isinstance(order, Mapping) or not order:
        raise ContractkitError("a planned answer is an object such as {“code”: …} or {“status”: …}")
    unknown = sorted(set(order) - MEMBERS)
    if unknown:
        raise ContractkitError(f"a planned answer has no member {unknown[0]!r}")
    delay, drop, code = order.get("delay", 0), order.get("drop", False), order.get("code")
    if not _is_number(delay) or not 0 <= delay <= LONGEST_DELAY:
        raise ContractkitError(f"“delay” takes seconds, from 0 to {LONGEST_DELAY}")
    if not isinstance(drop, bool):
        raise ContractkitError("“drop” takes true or false")
    if code is not None and not (isinstance(code, str) and knows(code)):
        raise ContractkitError("“code” takes a code that an answer can carry, as a string")
    parts = {"status", "headers", "body"} & set(order)
    if drop + (code is not None) + bool(parts) > 1:
        raise ContractkitError("“drop”, “code” and “status” or “body” exclude each other")
    return Planned(delay, drop, code, _read_raw(order) if parts else None)


def _read_raw(order: Mapping[str, Any]) -> Reply:
    status, headers = order.get("status", 200), order.get("headers", {})
    if not isinstance(status, int) or not LOWEST_STATUS <= status <= HIGHEST_STATUS:
        raise ContractkitError(f"“status” takes {LOWEST_STATUS} to {HIGHEST_STATUS}")
    if not isinstance(headers, Mapping) or not all(map(_is_header, headers.items())):
        raise ContractkitError("“headers” takes an object of strings without line breaks")
    body = order.get("body", "")
    named = {name.lower() for name in headers}
    usual = () if "content-type" in named else (("Content-Type", "application/json"),)
    value = None if isinstance(body, bytes) else body
    return Reply(status, value, _write(body), (*usual, *headers.items()))


def _write(body: Any) -> bytes:
    """A body as it is sent: bytes and strings as they are, anything else as JSON."""
    if isinstance(body, bytes):
        return body
    return body.encode("utf-8", "replace") if isinstance(body, str) else json.dumps(body).encode()


def _is_header(pair: tuple[Any, Any]) -> bool:
    name, value = pair
    if not (isinstance(name, str) and isinstance(value, str)):
        return False
    token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return token and value.isascii() and value.isprintable()


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
