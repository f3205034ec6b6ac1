"""Joins valid payloads that differ from the plainest in different parts, two in one.

What is valid alone is sent beside something else that is, which leaves requests for more.
"""

from collections.abc import Iterable
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.fuzz.probes import plainest
from contractkit.payloads.cases import Case, judge_payload

ABSENT: Any = object()


class CollisionError(Exception):
    """Both payloads differ from the base at the same place."""


def join_cases(contract: Contract, cases: Iterable[Case]) -> list[Case]:
    """The cases, each joined with the first other that it does not collide with, if any."""
    joined: list[Case] = []
    single: list[int] = []  # the numbers in `joined` of those that stand alone so far
    for case in cases:
        for number in single:
            both = _join(contract, joined[number], case)
            if both is not None:
                joined[number] = both
                single.remove(number)
                break
        else:
            single.append(len(joined))
            joined.append(case)
    return joined


def _join(contract: Contract, one: Case, other: Case) -> Case | None:
    """The case of both payloads in one; None where it cannot be, or is not valid."""
    base = plainest(contract, one.message).payload
    try:
        payload = merge(base, one.payload, other.payload)
    except CollisionError:
        return None
    both = judge_payload(contract, one.message, payload)
    if both.verdict is not Verdict.VALID or payload in (one.payload, other.payload):
        return None
    return Case(one.message, Verdict.VALID, payload, origin=f"{one.origin} with {other.origin}")


def merge(base: Any, one: Any, other: Any) -> Any:
    """The three-way merge of two values that come from a base. Raises CollisionError."""
    if other in (base, one):
        return one
    if one == base:
        return other
    if not all(isinstance(value, dict) for value in (base, one, other)):
        raise CollisionError
    merged = {
        name: merge(base.get(name, ABSENT), one.get(name, ABSENT), other.get(name, ABSENT))
        for name in dict.fromkeys((*one, *other))
    }
    return {name: value for name, value in merged.items() if value is not ABSENT}
