"""What an emulator remembers: the last requests and the last notifications."""

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contractkit.emulator.fresh_values import FreshValues
from contractkit.emulator.log import current_time, hide_secrets
from contractkit.emulator.wsgi import Request
from contractkit.findings import Finding, Verdict

MOST_RECORDED, LONGEST_BODY, MOST_FINDINGS = 1000, 1 << 16, 200


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request, the findings in it, and the answer that it got.

    `headers` are without credentials; `body` and `findings` may be cut. `verdict` is None where the
    request was not judged, `status` where the connection was dropped; `code` is the answer's.
    `number` grows by one a request; `contract` is the `NAME@VERSION` of the one that judged it,
    with the operation where it has several. `query` is that of the URL, without credentials.
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
    contract: str = ""
    number: int = 0
    query: str = ""

    @property
    def target(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path

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


class History:
    """The last 1,000 requests and notifications, and the values that no request may repeat.

    Of a body 64 KiB are kept, and 200 of the findings in it.
    """

    def __init__(
        self,
        secret_headers: set[str],
        secrets: tuple[str | None, ...] = (),
        on_request: Callable[[RecordedRequest], object] | None = None,
    ) -> None:
        """`secret_headers` are names in lower case of headers that are not remembered.

        `secrets` are hidden everywhere else but in the body.
        `on_request` is called with each request.
        """
        self._secret_headers, self._secrets = secret_headers, secrets
        self.fresh_values = FreshValues()
        self._lock = threading.Lock()
        self._on_request = [on_request] if on_request else []
        self._on_clear: list[Callable[[], object]] = []
        self._requests: deque[RecordedRequest] = deque(maxlen=MOST_RECORDED)
        self._newest = 0
        self._notifications: deque[Notification] = deque(maxlen=MOST_RECORDED)

    @property
    def newest(self) -> int:
        """The number of the last request, forgotten or not; 0 before the first."""
        return self._newest

    def subscribe(
        self, on_request: Callable[[RecordedRequest], object], on_clear: Callable[[], object]
    ) -> None:
        """Call these too: with each request, and when all is forgotten."""
        self._on_request.append(on_request)
        self._on_clear.append(on_clear)

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """The requests, the oldest first."""
        with self._lock:
            return tuple(self._requests)

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """The notifications that were posted or given up, the oldest first."""
        with self._lock:
            return tuple(self._notifications)

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._requests.clear()
            self.fresh_values.clear()
            self._notifications.clear()
        for tell in self._on_clear:
            tell()

    def add_request(
        self, request: Request, findings: Sequence[Finding], **result: Any
    ) -> RecordedRequest:
        """Remember a request; `result` are the other fields of RecordedRequest but the number."""
        headers = {
            self._hide(name): self._hide(value)
            for name, value in request.headers.items()
            if name not in self._secret_headers
        }
        fields = {
            "time": current_time(),
            "method": self._hide(request.method),
            "path": self._hide(request.path),
            "query": self._hide(request.query),
            "headers": headers,
            "body": (request.body or b"")[:LONGEST_BODY],
            "findings": tuple(findings[:MOST_FINDINGS]),
            **result,
        }
        with self._lock:
            # Within the lock, so that they are in the order of their numbers.
            self._newest += 1
            recorded = RecordedRequest(**fields, number=self._newest)
            self._requests.append(recorded)
        for tell in self._on_request:
            tell(recorded)
        return recorded

    def add_notification(self, notification: Notification) -> None:
        """Remember a notification."""
        with self._lock:
            self._notifications.append(notification)

    def _hide(self, text: str) -> str:
        return hide_secrets(text, self._secrets)
