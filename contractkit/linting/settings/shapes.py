"""What the value of a setting may be: each function reads one kind of value of a file.

They take the value and the key that it stands under, return the value of the field of Settings,
and raise UnfitValueError.
"""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from contractkit.errors import ContractkitError, UnknownNameError

Shape = Callable[[object, str], Any]
SEVERITIES = ("error", "warning", "note")
ELLIPSIS = "…"
AUTO = "auto"
MOST_SHOWN = 40


class UnfitValueError(ContractkitError):
    """A value that a setting cannot have; the text begins with the key."""

    def __init__(self, key: str, reason: str) -> None:
        """Name the key and say why not."""
        super().__init__(f"{key}: {reason}")


def read_text(value: object, key: str) -> str:
    """Text that is not empty."""
    if isinstance(value, str) and value:
        return value
    raise _expect("text in quotes", value, key)


def read_flag(value: object, key: str) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise _expect("true or false", value, key)


def read_count(value: object, key: str) -> int:
    """A whole number from 1."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise _expect("a whole number from 1", value, key)


def read_jobs(value: object, key: str) -> int | str:
    """A whole number from 1, or `auto`."""
    if value == AUTO:
        return AUTO
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise _expect(f'a whole number from 1, or "{AUTO}"', value, key)


def read_words(value: object, key: str) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    raise _expect('a list of texts, such as ["…"]', value, key)


def read_globs(value: object, key: str) -> tuple[str, ...]:
    """A list of patterns of file names."""
    return tuple(_check_glob(pattern, key) for pattern in read_words(value, key))


def read_placeholders(value: object, key: str) -> tuple[str, ...]:
    """A list of patterns of placeholders: an ellipsis, or three dots, with something around."""
    words = tuple(word.replace("...", ELLIPSIS) for word in read_words(value, key))
    for word in words:
        before, _, behind = word.partition(ELLIPSIS)
        if not (before and behind) or ELLIPSIS in behind:
            raise _expect(f'patterns such as "{{{{{ELLIPSIS}}}}}"', word, key)
    return words


def read_severities(value: object, key: str) -> tuple[tuple[str, str], ...]:
    """A table of severities by rule."""
    found = []
    for rule, severity in _read_table(value, key, 'of severities, such as SM201 = "error"'):
        if severity not in SEVERITIES:
            place = join_keys(key, rule)
            text = severity if isinstance(severity, str) else write_value(severity)
            raise UnfitValueError(place, str(UnknownNameError("severity", text, SEVERITIES)))
        found.append((rule, str(severity)))
    return tuple(found)


def read_kinds(value: object, key: str) -> tuple[tuple[str, str], ...]:
    """A table of messages by pattern of file names."""
    table = _read_table(value, key, 'of messages, such as "answers/" = "response"')
    return tuple(
        (_check_glob(pattern, key), read_text(kind, join_keys(key, pattern)))
        for pattern, kind in table
    )


def read_ignores(value: object, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table of lists of rules by pattern of file names."""
    table = _read_table(value, key, 'of lists of rules, such as "old/" = ["SM2"]')
    return tuple(
        (_check_glob(pattern, key), read_words(rules, join_keys(key, pattern)))
        for pattern, rules in table
    )


def read_tenant(value: object, key: str) -> dict[str, Any]:
    """A tenant's profile; the contract says what may stand in it."""
    return dict(_read_table(value, key, "of the tenant's settings"))


def join_keys(key: str, inner: str) -> str:
    """A key inside a table, as TOML writes it."""
    return f"{key}.{write_key(inner)}"


def write_key(key: str) -> str:
    """A key as TOML writes it: in quotes where it needs them."""
    bare = key and all(char.isascii() and (char.isalnum() or char in "_-") for char in key)
    return key if bare else write_value(key)


def write_value(value: object) -> str:
    """A value as it may stand in the file."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _read_table(value: object, key: str, words: str) -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        return list(value.items())
    raise _expect(f"a table {words}", value, key)


def _check_glob(pattern: str, key: str) -> str:
    parts = pattern.split("/")
    if not pattern.strip() or pattern.startswith("!") or os.pardir in parts:
        raise UnfitValueError(join_keys(key, pattern), "is no pattern of file names")
    return pattern


def _expect(words: str, value: object, key: str) -> UnfitValueError:
    shown = write_value(value)
    if len(shown) > MOST_SHOWN:
        shown = shown[: MOST_SHOWN - 1] + "…"
    return UnfitValueError(key, f"takes {words}, not {shown}")
