"""Writes payloads as JSON; placeholders that stood without quotes stay without."""

import json
import re
from typing import Any

_MARK = "(bare placeholder)"
_MARKED = re.compile(rf'"{re.escape(_MARK)}((?:[^"\\]|\\.)*?){re.escape(_MARK)}"')


class BarePlaceholder(str):
    """A placeholder without quotes: once it is filled in, the value may be of any type."""

    __slots__ = ()


def write_payload(value: Any, *, pretty: bool = False) -> str:
    """A payload on one line, or over several to be read; without a line end.

    All characters stand for themselves, but for halves of surrogate pairs, which UTF-8 has not.
    """
    text = json.dumps(_mark(value), indent=2 if pretty else None, ensure_ascii=False)
    bare = _MARKED.sub(lambda match: str(json.loads(f'"{match[1]}"')), text)
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", bare)


def has_bare_placeholder(value: Any) -> bool:
    """Whether a placeholder without quotes stands anywhere in a value."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return any(has_bare_placeholder(one) for one in inner)
    return isinstance(value, BarePlaceholder)


def _mark(value: Any) -> Any:
    if isinstance(value, BarePlaceholder):
        return f"{_MARK}{value}{_MARK}"
    if isinstance(value, dict):
        return {name: _mark(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mark(inner) for inner in value]
    return value
