"""The fast yes: plain JSON with nothing to report, read by the C scanner of `json`."""

from __future__ import annotations

import json
import os
import re
from math import isinf
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NoReturn, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contractkit.jsontext.document import JsonValue

MAX_DEPTH = 100
_SAFE_DIGITS = 308  # an integer of so many digits is below the largest double
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class NotPlainError(Exception):
    """The text has, or may have, something to report: read it with `read`."""


def parse_plain(data: bytes) -> JsonValue:
    """Return the value of plain JSON.

    Raises:
        NotPlainError: the text has a fault.
    """
    try:
        text = data.decode("utf-8")
        value = cast("JsonValue", _DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        raise NotPlainError from error
    if _SURROGATE_ESCAPE.search(text):
        _refuse_lone_surrogates(value)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _refuse_deep_nesting(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotPlainError
    return members


def _integer(digits: str) -> int:
    if len(digits) > _SAFE_DIGITS:
        _float(digits)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise NotPlainError
    return number


def _constant(name: str) -> NoReturn:
    raise NotPlainError(name)


def _refuse_lone_surrogates(value: JsonValue) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        raise NotPlainError from error


def _refuse_deep_nesting(value: JsonValue) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _inner_containers(parent)]
        if not level:
            return
    raise NotPlainError


def _inner_containers(value: JsonValue) -> list[JsonValue]:
    children: Iterable[JsonValue] = ()
    if isinstance(value, dict):
        children = value.values()
    elif isinstance(value, list):
        children = value
    return [child for child in children if isinstance(child, (dict, list))]


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)


_SEPARATOR = int.from_bytes(os.urandom(7), "big")
_BETWEEN = b",%d," % _SEPARATOR
_COUNT_ARRAYS, _COUNT_OBJECTS = methodcaller("count", b"["), methodcaller("count", b"{")
_HIDDEN_QUOTE = b"\\u0022"


def parse_batch(texts: Sequence[bytes]) -> list[Any] | None:
    """The values of plain JSON texts; None where any has, or may have, something to report."""
    from orjson import JSONDecodeError, JSONEncodeError, dumps, loads

    together = b"[" + _BETWEEN.join(texts) + b"]"
    try:
        items = loads(together)
        quotes = dumps(items).count(b'"')
    except (JSONDecodeError, JSONEncodeError):
        return None
    count = len(texts)
    if len(items) != 2 * count - 1 or items[1::2] != [_SEPARATOR] * (count - 1):
        return None
    if quotes != together.count(b'"') or _HIDDEN_QUOTE in together:
        return None
    if max(map(_COUNT_ARRAYS, texts)) + max(map(_COUNT_OBJECTS, texts)) > MAX_DEPTH:
        return None
    values: list[Any] = items[::2]
    return values
