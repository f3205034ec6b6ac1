"""What passes through an emulator: requests, answers, notifications."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.findings import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `headers` by name in lower case, `body` None where it is larger than allowed."""

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as HTTP has it: `value` is the JSON that it carries, None where it is no JSON."""

    status: int
    value: Any
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request, what was found in it, and how it was answered.

    `headers` are without credentials; `body` and `findings` may be cut. `verdict` is None where the
    request was not judged, `status` where the connection was dropped; `code` is the answer's.
    """

    time: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    code: str | None
    status: int | None
    answer: Any

    @property
    def payload(self) -> Any:
        """The JSON in the body; None where it is none, or too long to be kept whole."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification that was posted, or given up: `status` is that of the last answer, if any."""

    time: str
    url: str
    message: Any
    attempts: int
    delivered: bool
    status: int | None
