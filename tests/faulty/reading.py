"""From the bytes of a request to its value."""

import json
import re
from typing import Any

from tests.faulty.faults import Switches
from tests.faulty.sizes import is_size_refused, receive
from tests.faulty.texts import decode, is_text_refused, parse_otherwise, repair

DEEPEST = 100
NOT_A_NUMBER = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class UnreadableError(Exception):
    """The bytes are no JSON text."""


def read(raw: bytes, switches: Switches) -> Any:
    """The value of a JSON text in UTF-8; UnreadableError for anything else."""
    raw = receive(raw, switches)
    try:
        text = decode(raw, switches).removeprefix("\ufeff")
        if is_text_refused(text, switches) or is_size_refused(raw, switches):
            raise UnreadableError
        text = repair(text, switches)
        otherwise = parse_otherwise(text, switches)
        value = otherwise[0] if otherwise else parse(text, switches)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    if switches.strict and (raw[:3] == b"\xef\xbb\xbf" or is_odd(text, value)):
        raise UnreadableError
    return value


def parse(text: str, switches: Switches) -> Any:
    def refuse(word: str) -> float:
        if switches.has("nan"):
            return NOT_A_NUMBER[word]
        raise ValueError(word)

    def pair(members: list[tuple[str, Any]]) -> dict[str, Any]:
        if switches.strict and len({name for name, _ in members}) < len(members):
            raise ValueError("a name twice")
        return dict(reversed(members)) if switches.has("first-of-equal-names") else dict(members)

    return json.loads(
        text,
        strict=not switches.has("control-characters"),
        parse_int=lambda digits: int(digits) if len(digits) < 400 else float("inf"),
        parse_constant=refuse,
        object_pairs_hook=pair,
    )


def is_odd(text: str, value: Any) -> bool:
    """Whether the text holds what a parser may refuse: lone surrogates, depth, huge numbers."""
    level = deepest = 0
    for mark in re.findall(r'"(?:\\.|[^"\\])*"|[\[{]|[\]}]', text):
        level += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark, 0)
        deepest = max(deepest, level)
    if deepest > DEEPEST:
        return True
    shown = json.dumps(value, ensure_ascii=False)
    return bool(re.search("[\ud800-\udfff]", shown)) or "Infinity" in re.sub(
        r'"(?:\\.|[^"\\])*"', "", shown
    )
