"""What an emulator remembers: the last requests and the last notifications."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from contractkit.emulator.loglines import hide_secrets
from contractkit.emulator.records import Notification, Request, Seen
from contractkit.findings import Finding

MOST_SEEN, LONGEST_BODY, MOST_FINDINGS = 1000, 1 << 16, 200


class Journal:
    """The last 1,000 requests and notifications.

    Of a body 64 KiB are kept, and 200 of the findings in it.
    """

    def __init__(
        self,
        secret_headers: set[str],
        secrets: tuple[str | None, ...] = (),
        watch: Callable[[Seen], None] | None = None,
    ) -> None:
        """`secret_headers` are names in lower case of headers that are not remembered.

        `secrets` are hidden wherever else a client put them, but for the body.
        `watch` is called with each request.
        """
        self._secret, self._lock = secret_headers, threading.Lock()
        self._hide = partial(hide_secrets, secrets=secrets)
        self._watch = watch
        self._seen: deque[Seen] = deque(maxlen=MOST_SEEN)
        self._posted: deque[Notification] = deque(maxlen=MOST_SEEN)

    @property
    def requests(self) -> tuple[Seen, ...]:
        """The requests, the oldest first."""
        with self._lock:
            return tuple(self._seen)

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """The notifications that came to rest, the oldest first."""
        with self._lock:
            return tuple(self._posted)

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._seen.clear()
            self._posted.clear()

    def add_request(self, request: Request, findings: Sequence[Finding], **judged: Any) -> None:
        """Remember a request; `judged` are the other fields of Seen."""
        headers = {
            self._hide(name): self._hide(text)
            for name, text in request.headers.items()
            if name not in self._secret
        }
        body = (request.body or b"")[:LONGEST_BODY]
        seen = Seen(
            time=moment(),
            method=self._hide(request.method),
            path=self._hide(request.path),
            headers=headers,
            body=body,
            findings=tuple(findings[:MOST_FINDINGS]),
            **judged,
        )
        with self._lock:
            self._seen.append(seen)
        if self._watch:
            self._watch(seen)

    def add_notification(self, notification: Notification) -> None:
        """Remember a notification."""
        with self._lock:
            self._posted.append(notification)


def moment() -> str:
    """Now, in ISO 8601 with milliseconds and offset."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def show_request(seen: Seen) -> Mapping[str, Any]:
    """A request as JSON."""
    return {
        "time": seen.time,
        "method": seen.method,
        "path": seen.path,
        "headers": seen.headers,
        "body": seen.body.decode("utf-8", "replace"),
        "verdict": seen.verdict,
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "verdict": one.verdict,
                "pointer": one.pointer,
                "message": one.message,
            }
            for one in seen.findings
        ],
        "answer": {"status": seen.status, "code": seen.code, "body": seen.answer},
    }


def show_notification(one: Notification) -> Mapping[str, Any]:
    """A notification as JSON."""
    return {
        "time": one.time,
        "url": one.url,
        "body": one.message,
        "attempts": one.attempts,
        "delivered": one.delivered,
        "status": one.status,
    }
