"""One JSON object for each request and for each notification that failed: never what was in it."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from contractkit.judging.redact import HIDDEN

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
    for secret in filter(None, secrets):
        path = path.replace(secret, HIDDEN)
    return path[:LONGEST_PATH]


def _forget(_: Mapping[str, Any]) -> None:
    pass
