"""What a failed request has that the plainest request lacks, so that the failure may need it."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.fuzz.probes import plainest
from contractkit.fuzz.records import Probe
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.cases import is_json
from contractkit.pointers import escape, parent_of, to_pattern

DEEP, DEEPEST_USUAL = "deep nesting", 32
WRITTEN, TEXT = "written", "text"  # a body that is written by hand, and one that is no plain JSON
NUMBER = "a number where none is due"
UNKNOWN = "a member that the contract does not know"
AT_LEAST = "at least "  # so many bytes: a larger body needs all that a smaller one needs
SUFFICIENT = frozenset({DEEP, NUMBER})  # what explains a failure whatever else is special
BEHIND = "another request before it on the same connection"
ITEMS = "[]"  # behind the pattern of an array: another number of items
OPENING, CLOSING = b"[{", b"]}"
NO_BRACKETS = bytes(set(range(256)) - set(OPENING + CLOSING))


def list_needs(contract: Contract, probe: Probe) -> frozenset[str]:
    """What a probe has that the plainest request lacks: its marks, and patterns of pointers."""
    marks = probe.marks | ({WRITTEN, TEXT} if probe.wire.compressed else set())
    marks |= {DEEP} if measure_depth(probe.body) > DEEPEST_USUAL else set()
    if probe.case is None:
        return marks | set(probe.rules)
    payload = probe.case.payload
    if not probe.case.message:  # there is no body
        return marks | set(probe.rules)
    if not is_json(probe.case):
        marks |= {WRITTEN}
        try:
            payload = parse_plain(probe.body)
        except NotPlainError:
            return marks | {TEXT, *probe.rules}
    base = plainest(contract, probe.case.message).payload
    if holds_fraction(payload) and not holds_fraction(base):
        marks |= {NUMBER}
    found = frozenset(list_differences(base, payload))
    if any(_is_unknown(contract, probe.case.message, pattern) for pattern in found):
        marks |= {UNKNOWN}
    return marks | found


def _is_unknown(contract: Contract, message: str, pattern: str) -> bool:
    fields = list_fields(contract, message)
    known = pattern in fields or f"{parent_of(pattern)}/*" in fields
    return not known and not pattern.endswith(ITEMS)


def holds_fraction(value: Any) -> bool:
    """Whether there is a number with a fraction or an exponent in a value, however deep."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, float):
            return True
        if isinstance(inner, dict | list):
            waiting += inner.values() if isinstance(inner, dict) else inner
    return False


def drop_sizes(marks: frozenset[str]) -> frozenset[str]:
    """The marks of a body that is written anew, in another size."""
    return frozenset(mark for mark in marks if not mark.startswith(AT_LEAST))


def includes(needed: frozenset[str], fewer: frozenset[str]) -> bool:
    """Whether what is needed includes all of another failure's needs.

    More items of an array include items that are not those of the plainest request.
    """
    arrays = tuple(f"{need.removesuffix(ITEMS)}/*" for need in needed if need.endswith(ITEMS))
    return all(need in needed or (arrays and need.startswith(arrays)) for need in fewer)


def list_differences(base: Any, value: Any, pointer: str = "") -> Iterator[str]:
    """The patterns of the places where a value differs from another."""
    if isinstance(base, dict) and isinstance(value, dict):
        for name in base.keys() | value.keys():
            inner = f"{pointer}/{escape(name)}"
            if name not in base or name not in value:
                yield to_pattern(inner)
            else:
                yield from list_differences(base[name], value[name], inner)
    elif isinstance(base, list) and isinstance(value, list):
        for number, (item, other) in enumerate(zip(base, value, strict=False)):
            yield from list_differences(item, other, f"{pointer}/{number}")
        if len(base) != len(value):
            yield f"{to_pattern(pointer)}{ITEMS}"
    elif type(base) is not type(value) or base != value:
        yield to_pattern(pointer)


def measure_depth(body: bytes) -> int:
    """How deep arrays and objects stand in each other, counted by their brackets alone."""
    brackets = body.translate(None, NO_BRACKETS)
    return max(accumulate(1 if bracket in OPENING else -1 for bracket in brackets), default=0)
