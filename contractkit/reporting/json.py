"""JSON reports: bodies as texts, and the failures of a written report read back."""

import base64
import json
from collections.abc import Callable
from typing import Any, TypeVar

from contractkit.errors import UnreadableInputError

Read = TypeVar("Read")


def show_body(body: bytes, hide: Callable[[str], str]) -> dict[str, str]:
    """A body as the text `body`; what is no UTF-8 is `bytes`, in base64. `hide` removes secrets."""
    try:
        return {"body": hide(body.decode())}
    except UnicodeDecodeError:
        hidden = hide(body.decode("latin-1")).encode("latin-1", "replace")
        return {"body": "", "bytes": base64.b64encode(hidden).decode("ascii")}


def write_json(data: dict[str, Any]) -> str:
    """A report's data as JSON text."""
    return json.dumps(data, indent=2) + "\n"


def read_failures(path: str, read: Callable[[list[Any]], Read]) -> Read:
    """What `read` makes of the failures in a JSON report.

    Raises UnreadableInputError where there is no report, or `read` raises one of ValueError,
    KeyError, TypeError and AttributeError.
    """
    try:
        with open(path, encoding="utf-8") as file:
            return read(json.load(file)["failures"])
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = "is no report of this program; --report json=FILE writes one"
        raise UnreadableInputError(path, reason) from error
