"""The fast yes: plain JSON with nothing to report, read by the C scanner of `json`."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import TYPE_CHECKING, Any, NoReturn, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contractkit.jsontext.document import JsonValue

MAX_DEPTH = 100
_SAFE_DIGITS = 308  # an integer of so many digits is below the largest double
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class NotPlain(Exception):
    """The text has, or may have, something to report: read it with `read`."""


def parse_plain(data: bytes) -> JsonValue:
    """Return the value of plain JSON.

    Raises:
        NotPlain: the text has a fault.
    """
    try:
        text = data.decode("utf-8")
        value = cast("JsonValue", _DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        raise NotPlain from error
    if _SURROGATE_ESCAPE.search(text):
        _refuse_lone_surrogates(value)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _refuse_deep_nesting(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotPlain
    return members


def _integer(digits: str) -> int:
    if len(digits) > _SAFE_DIGITS:
        _float(digits)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise NotPlain
    return number


def _constant(name: str) -> NoReturn:
    raise NotPlain(name)


def _refuse_lone_surrogates(value: JsonValue) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        raise NotPlain from error


def _refuse_deep_nesting(value: JsonValue) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _inner_containers(parent)]
        if not level:
            return
    raise NotPlain


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
