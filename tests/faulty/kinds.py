"""Kinds of requests that a server may fall over: tests of a request as it came in."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.faulty.incoming import UNREAD, Incoming

Test = Callable[[Incoming], bool]


def nodes(incoming: Incoming) -> Iterator[Any]:
    """Every value of what was read, and every name of a member."""
    waiting = [] if incoming.value is UNREAD else [incoming.value]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, dict):
            yield from value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def any_text(pattern: str) -> Callable[[Incoming], bool]:
    found = re.compile(pattern).search
    return lambda incoming: any(isinstance(one, str) and found(one) for one in nodes(incoming))


def member(path: str, test: Callable[[Any], bool]) -> Callable[[Incoming], bool]:
    """Whether the value of a member, named by the way to it, passes a test."""

    def reaches(incoming: Incoming) -> bool:
        value = incoming.value
        for name in path.split("."):
            if isinstance(value, list) and value:
                value = value[0]
            if not isinstance(value, dict) or name not in value:
                return False
            value = value[name]
        return test(value)

    return reaches


def is_root(*kinds: type) -> Callable[[Incoming], bool]:
    return lambda incoming: incoming.value is not UNREAD and isinstance(incoming.value, kinds)


def raw_matches(pattern: bytes) -> Callable[[Incoming], bool]:
    found = re.compile(pattern).search
    return lambda incoming: found(incoming.raw) is not None


def holds_text(items: list[Any]) -> bool:
    return any(isinstance(item, str) for item in items)


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_unreadable(incoming: Incoming) -> bool:
    return incoming.value is UNREAD


def any_number(test: Callable[[int | float], bool]) -> Callable[[Incoming], bool]:
    def is_met(value: object) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and test(value)

    return lambda incoming: any(is_met(one) for one in nodes(incoming))


def is_whole_float(value: object) -> bool:
    return isinstance(value, float) and value.is_integer()


def holds_member(names: str, test: Callable[[Any], bool]) -> Callable[[Incoming], bool]:
    """Whether a member of one of the names, wherever it is, passes a test."""
    wanted = set(names.split())

    def found(incoming: Incoming) -> bool:
        holders = (one for one in nodes(incoming) if isinstance(one, dict))
        return any(test(holder[name]) for holder in holders for name in wanted & holder.keys())

    return found


def depth(raw: bytes) -> int:
    level = deepest = 0
    for mark in re.findall(rb'"(?:\\.|[^"\\])*"|[\[{]|[\]}]', raw):
        level += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(mark, 0)
        deepest = max(deepest, level)
    return deepest
