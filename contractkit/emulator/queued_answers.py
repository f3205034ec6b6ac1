"""Queued answers: the next requests get them, one each, in place of the usual answer."""

import json
import threading
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contractkit.emulator.wsgi import JSON_TYPE, Reply
from contractkit.errors import ContractkitError

LONGEST_DELAY, MOST_QUEUED = 600, 10_000
LOWEST_STATUS, HIGHEST_STATUS = 200, 599
MEMBERS = frozenset({"code", "status", "headers", "body", "delay", "drop"})


@dataclass(frozen=True, slots=True)
class QueuedAnswer:
    """After `delay` seconds drop the connection, answer with a code, or with a whole `reply`.

    With neither `drop`, `code` nor `reply` the request gets its usual answer, only late.
    """

    delay: float = 0
    drop: bool = False
    code: str | None = None
    reply: Reply | None = None


class AnswerQueue:
    """The queued answers that no request has got yet."""

    def __init__(self, codes: Collection[str]) -> None:
        """`codes` are those that an answer can carry."""
        self._codes, self._lock = codes, threading.Lock()
        self._answers: deque[QueuedAnswer] = deque()

    def replace(self, answers: Sequence[Any]) -> None:
        """Queue these in place of what was queued before; ContractkitError for a bad one."""
        queued = self._read_all(answers)
        with self._lock:
            self._answers = deque(queued)

    def add(self, answers: Sequence[Any]) -> None:
        """Queue these behind those that are; ContractkitError for a bad one, or for too many."""
        queued = self._read_all(answers)
        with self._lock:
            _refuse_too_many(len(self._answers) + len(queued))
            self._answers.extend(queued)

    @property
    def waiting(self) -> tuple[QueuedAnswer, ...]:
        """The answers that no request has got yet, the next one first."""
        with self._lock:
            return tuple(self._answers)

    def take(self, codes: Collection[str]) -> QueuedAnswer | None:
        """The next answer that is none with another code than these; it is then used up."""
        with self._lock:
            for answer in self._answers:
                if answer.code is None or answer.code in codes:
                    self._answers.remove(answer)
                    return answer
        return None

    def _read_all(self, answers: Sequence[Any]) -> list[QueuedAnswer]:
        _refuse_too_many(len(answers))
        return [read_queued_answer(answer, self._codes) for answer in answers]


def _refuse_too_many(count: int) -> None:
    if count > MOST_QUEUED:
        raise ContractkitError(f"at most {MOST_QUEUED} answers can be queued")


def read_queued_answer(answer: Any, codes: Collection[str]) -> QueuedAnswer:
    """An answer as the control interface takes it; ContractkitError says what is wrong with it."""
    if not isinstance(answer, Mapping) or not answer:
        raise ContractkitError("a queued answer is an object such as {“code”: …} or {“status”: …}")
    unknown = sorted(set(answer) - MEMBERS)
    if unknown:
        raise ContractkitError(f"a queued answer has no member {unknown[0]!r}")
    delay, drop, code = answer.get("delay", 0), answer.get("drop", False), answer.get("code")
    if not _is_number(delay) or not 0 <= delay <= LONGEST_DELAY:
        raise ContractkitError(f"“delay” takes seconds, from 0 to {LONGEST_DELAY}")
    if not isinstance(drop, bool):
        raise ContractkitError("“drop” takes true or false")
    if code is not None and not (isinstance(code, str) and code in codes):
        raise ContractkitError("“code” takes a code that an answer can carry, as a string")
    has_reply = not {"status", "headers", "body"}.isdisjoint(answer)
    if drop + (code is not None) + has_reply > 1:
        raise ContractkitError("“drop”, “code” and “status” or “body” exclude each other")
    return QueuedAnswer(delay, drop, code, _read_reply(answer) if has_reply else None)


def _read_reply(answer: Mapping[str, Any]) -> Reply:
    status, headers = answer.get("status", 200), answer.get("headers", {})
    if not isinstance(status, int) or not LOWEST_STATUS <= status <= HIGHEST_STATUS:
        raise ContractkitError(f"“status” takes {LOWEST_STATUS} to {HIGHEST_STATUS}")
    if not isinstance(headers, Mapping) or not all(map(_is_header, headers.items())):
        raise ContractkitError("“headers” takes an object of strings without line breaks")
    body = answer.get("body", "")
    value = None if isinstance(body, bytes) else body
    if isinstance(body, str):
        body = body.encode("utf-8", "replace")
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    has_type = any(name.lower() == "content-type" for name in headers)
    return Reply(status, value, body, (*(() if has_type else (JSON_TYPE,)), *headers.items()))


def _is_header(pair: tuple[Any, Any]) -> bool:
    name, value = pair
    if not (isinstance(name, str) and isinstance(value, str)):
        return False
    token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return token and value.isascii() and value.isprintable()


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
