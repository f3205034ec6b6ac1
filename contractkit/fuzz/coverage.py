"""Which rules the requests of a run reached: payloads that keep a rule, and that break it."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.loading import Contract
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.requests import list_request_messages, request_message
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.records import Headers
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.schemas.valid_schemas import compile_test
from contractkit.payloads.text_mutations import TEXT_MUTATIONS
from contractkit.pointers import escape
from contractkit.validation.header_check import find_header_violations

Test = tuple[str, Callable[[object], bool]]


class Coverage:
    """Counts the payloads of a run by rule."""

    def __init__(self, contract: Contract) -> None:
        """Start at zero for each rule that a request can break."""
        self._contract = contract
        self._kept, self._broken = Counter[str](), Counter[str]()

    def note(self, case: Case, headers: Headers = ()) -> None:
        """Count a payload that reached the target, with the headers of its request."""
        self._broken.update(case.rules)
        self._note_headers(headers)
        if case.verdict is Verdict.VALID and is_json(case):
            self._kept.update(find_kept(self._contract, case))

    def _note_headers(self, headers: Headers) -> None:
        broken = {found.header.rule for found in find_header_violations(self._contract, headers)}
        self._broken.update(broken)
        names = {name.lower() for name, _ in headers}
        for header in list_request_headers(self._contract):
            if header.name.lower() in names and header.rule not in broken:
                self._kept[header.rule] += 1

    def summarise(self) -> dict[str, dict[str, int]]:
        """For each rule how many valid payloads were about it, and how many broke it."""
        return {
            rule: {"valid": self._kept[rule], "invalid": self._broken[rule]}
            for rule in list_rules(self._contract)
        }


@lru_cache(maxsize=16)
def list_rules(contract: Contract) -> tuple[str, ...]:
    """The rules that a request may break, so that it is not valid any more."""
    rules = load_rules(contract)
    found = {
        point.rule
        for message in list_request_messages(contract)
        for point in list_mutation_points(contract, message)
        if not _is_always_kept(contract, point)
    }
    found |= _list_other_rules(contract)
    found |= {header.rule for header in list_request_headers(contract)}
    return tuple(rule for rule in rules if rule in found and rules[rule].verdict != "valid")


def _is_always_kept(contract: Contract, point: MutationPoint) -> bool:
    """Whether any text keeps a keyword: each is a text, and one of an array is an array of one."""
    if point.message != PARAMETERS or point.keyword != "type":
        return False
    written = [one for one in list_parameters(contract) if not one.is_json]
    return not {"string", "array"}.isdisjoint(point.limits) and any(
        f"{point.pattern}/".startswith(f"{one.pointer}/") for one in written
    )


def find_kept(contract: Contract, case: Case) -> set[str]:
    """The rules that a valid payload keeps at a place where it might have broken them."""
    values: dict[str, list[Any]] = {}
    _gather(case.payload, "", values)
    reached = {
        point.rule
        for point, tests in _list_tests(contract, case.message)
        if point.pattern in values
        and all(any(map(holds, values.get(place, ()))) for place, holds in tests)
    }
    others = _list_other_rules(contract) if case.message == request_message(contract) else set()
    return (reached | others) & set(list_rules(contract))


def _list_other_rules(contract: Contract) -> set[str]:
    """The rules of JSON text and of lookalikes of requests, which concern any payload."""
    message = request_message(contract)
    if not message:
        return set()
    lookalikes = contract.data.get("lookalikes", ())
    of_requests = {one["rule"] for one in lookalikes if one["message"] == message}
    return of_requests | set(TEXT_MUTATIONS)


@lru_cache(maxsize=16)
def _list_tests(
    contract: Contract, message: str
) -> tuple[tuple[MutationPoint, tuple[Test, ...]], ...]:
    """The mutation points of a message, each with its conditions compiled."""
    return tuple(
        (point, tuple((place, compile_test(test)) for place, test in point.conditions))
        for point in list_mutation_points(contract, message)
    )


def _gather(value: Any, pattern: str, values: dict[str, list[Any]]) -> None:
    """All values of a payload by the patterns of their places."""
    values.setdefault(pattern, []).append(value)
    if isinstance(value, dict):
        for name, inner in value.items():
            _gather(inner, f"{pattern}/{escape(name)}", values)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, f"{pattern}/*", values)
