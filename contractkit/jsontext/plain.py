"""Read JSON texts without any fault quickly, one with `json` or many at once with `orjson`."""

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
_SEPARATOR = int.from_bytes(os.urandom(7), "big")
_DELIMITER = b",%d," % _SEPARATOR
_count_arrays, _count_objects = methodcaller("count", b"["), methodcaller("count", b"{")
_ESCAPED_QUOTE = b"\\u0022"


class NotPlainError(Exception):
    """The text has, or may have, a fault: read it with `reader.read`."""


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
        _raise_for_lone_surrogates(value)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _raise_for_deep_nesting(value)
    return value


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotPlainError
    return members


def _make_integer(digits: str) -> int:
    if len(digits) > _SAFE_DIGITS:
        _make_float(digits)
    return int(digits)


def _make_float(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise NotPlainError
    return number


def _raise_for_constant(name: str) -> NoReturn:
    raise NotPlainError(name)


def _raise_for_lone_surrogates(value: JsonValue) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        raise NotPlainError from error


def _raise_for_deep_nesting(value: JsonValue) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _list_children(parent)]
        if not level:
            return
    raise NotPlainError


def _list_children(value: JsonValue) -> Iterable[JsonValue]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


_DECODER = json.JSONDecoder(
    object_pairs_hook=_make_object,
    parse_int=_make_integer,
    parse_float=_make_float,
    parse_constant=_raise_for_constant,
)


def parse_batch(texts: Sequence[bytes]) -> list[Any] | None:
    r"""The values of plain JSON texts; None where any has, or may have, a fault.

    The texts are read as one array, with a random number between any two: where every other item
    is that number, no text has swallowed another one. A reader that keeps the last of two members
    of one name loses quotation marks, and nothing else does: a text written out again has as many
    as before, unless one was written as `\u0022`.
    """
    from orjson import JSONDecodeError, JSONEncodeError, dumps, loads

    joined = b"[" + _DELIMITER.join(texts) + b"]"
    try:
        items = loads(joined)
        quotes = dumps(items).count(b'"')
    except (JSONDecodeError, JSONEncodeError):
        return None
    count = len(texts)
    if len(items) != 2 * count - 1 or items[1::2] != [_SEPARATOR] * (count - 1):
        return None
    if quotes != joined.count(b'"') or (b"\\" in joined and _ESCAPED_QUOTE in joined):
        return None
    if max(map(_count_arrays, texts)) + max(map(_count_objects, texts)) > MAX_DEPTH:
        return None
    values: list[Any] = items[::2]
    return values
