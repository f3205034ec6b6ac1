"""The log: a JSON object for each request and each failed notification, without their content."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from contractkit.jsontext.display import HIDDEN

Log = Callable[[Mapping[str, Any]], object]


def make_log(target: Log | TextIO | None) -> Log:
    """A function that takes a log entry: the caller's own, or one that writes lines to a stream."""
    if target is None:
        return lambda _: None
    if callable(target):
        return target
    stream, lock = target, threading.Lock()

    def write(entry: Mapping[str, Any]) -> None:
        # A closed or full stream is no reason to leave a request without an answer.
        with lock, suppress(OSError, ValueError):
            stream.write(json.dumps(entry) + "\n")
            stream.flush()

    return write


def current_time() -> str:
    """The time now, in ISO 8601 with milliseconds and offset."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def hide_secrets(text: str, secrets: tuple[str | None, ...]) -> str:
    """A text without any of the secrets, whatever their case in it."""
    for secret in filter(None, secrets):
        text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text
