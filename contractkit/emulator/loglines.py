"""One JSON object for each request and for each notification that failed: never what was in it."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from contractkit.jsontext.display import HIDDEN

Log = Callable[[Mapping[str, Any]], object]
LONGEST_PATH = 200


def make_log(target: Log | TextIO | None) -> Log:
    """A function that takes one object: the caller's own, or one that writes lines to a stream."""
    if target is None:
        return _forget
    if callable(target):
        return target
    stream, lock = target, threading.Lock()

    def write(entry: Mapping[str, Any]) -> None:
        # A closed or full stream is no reason to leave a request without an answer.
        with lock, suppress(OSError, ValueError):
            stream.write(json.dumps(entry) + "\n")
            stream.flush()

    return write


def hide_path(path: str, secrets: tuple[str | None, ...]) -> str:
    """A path that can be logged: cut, and without any of the secrets."""
    return hide_secrets(path, secrets)[:LONGEST_PATH]


def hide_secrets(text: str, secrets: tuple[str | None, ...]) -> str:
    """A text without any of the secrets, in whatever case they stand in it."""
    for secret in filter(None, secrets):
        text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text


def _forget(_: Mapping[str, Any]) -> None:
    pass
