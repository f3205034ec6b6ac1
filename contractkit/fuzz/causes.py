"""Failures by cause: the plainest exchange of each, and how often it was found.

A failure needs something of its request: what its payload has that the plainest lacks, or the way
it authenticates. What fails alike and needs all of that and more is taken for the same cause.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.probes import plainest
from contractkit.fuzz.records import Exchange, Failure, Fault, Probe, Problem
from contractkit.payloads.cases import is_json
from contractkit.pointers import escape, to_pattern

BY_RULE = frozenset({"invalid-accepted", "answer-form", "content-type", "status", "repeated-id"})
UNREPEATED = (Fault.SILENT, Fault.ENDLESS, Fault.UNREACHABLE)
MOST_PLACES = 5
WITHOUT_ASPECT = ("invalid-accepted", "unauthenticated-accepted")
Key = tuple[str, str | None, str]


class Causes:
    """The causes that a run has found so far, in the order of their first failure."""

    def __init__(self, contract: Contract, confirm: Callable[[Failure], bool]) -> None:
        """`confirm` sends a failed request again, and says whether it fails again."""
        self._contract, self._confirm = contract, confirm
        self._found: dict[Key, list[Failure]] = {}

    def note(
        self,
        problem: Problem,
        exchange: Exchange,
        others: tuple[Exchange, ...] = (),
        *,
        sure: bool = False,
    ) -> None:
        """Add a failure to its cause; a new one is confirmed, unless it is sure."""
        needed = list_needs(self._contract, exchange.probe)
        rules = frozenset(exchange.probe.rules)
        failure = Failure(problem, exchange, others, needed=needed, rules=rules)
        if not self._absorb(_key(problem), failure):
            sure = sure or exchange.answer.fault in UNREPEATED
            self._add(failure, steady=sure or self._confirm(failure))

    def list_failures(self) -> Iterator[Failure]:
        """One failure a cause."""
        for found in self._found.values():
            yield from found

    def replace(self, old: Failure, new: Failure) -> None:
        """Put a plainer failure in the place of one, and let it explain what needs more."""
        for key, found in self._found.items():
            if old in found:
                self._found[key] = _settle(
                    [new if failure is old else failure for failure in found]
                )

    def settle(self) -> None:
        """Let the plainest failures explain those that need all that they need, and more."""
        for key, found in self._found.items():
            self._found[key] = _settle(found)

    def _add(self, failure: Failure, *, steady: bool) -> None:
        failure = replace(failure, steady=steady)
        key = _key(failure.problem) if steady else (failure.problem.check, None, "now and then")
        found = self._found.setdefault(key, [])
        if found and not steady:
            found[0] = _merge(found[0], failure)
        else:
            found.append(failure)

    def _absorb(self, key: Key, failure: Failure) -> bool:
        found = self._found.get(key, [])
        for number, known in enumerate(found):
            if known.problem.check in BY_RULE or known.needed <= failure.needed:
                found[number] = _merge(known, failure)
                return True
        if len(found) >= MOST_PLACES:
            found[-1] = _merge(found[-1], failure)
            return True
        return False


def _settle(found: list[Failure]) -> list[Failure]:
    """The failures of one key that are not explained by plainer ones, the first met first."""
    kept: list[Failure] = []
    for failure in sorted(found, key=measure):
        for number, plainer in enumerate(kept):
            if plainer.needed <= failure.needed:
                kept[number] = _merge(plainer, failure)
                break
        else:
            kept.append(failure)
    return sorted(kept, key=lambda failure: failure.exchange.number)


def _key(problem: Problem) -> Key:
    return problem.check, problem.rule, "" if problem.check in WITHOUT_ASPECT else problem.aspect


def _merge(known: Failure, other: Failure) -> Failure:
    """Both as one: the plainer of the two, with the count of both."""
    plainer = other if measure(other) < measure(known) else known
    rules = known.rules | other.rules
    return replace(plainer, count=known.count + other.count, steady=known.steady, rules=rules)


def measure(failure: Failure) -> tuple[int, int]:
    """How plain a failure is: less is plainer."""
    return len(failure.needed), len(failure.exchange.probe.body)


def list_needs(contract: Contract, probe: Probe) -> frozenset[str]:
    """What a probe has that the plainest request lacks: its marks, and patterns of pointers."""
    if probe.case is None or not is_json(probe.case):
        return probe.marks | {"text", *probe.rules}
    base = plainest(contract, probe.case.message).payload
    return probe.marks | frozenset(list_differences(base, probe.case.payload))


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
            yield f"{to_pattern(pointer)}[]"
    elif type(base) is not type(value) or base != value:
        yield to_pattern(pointer)
