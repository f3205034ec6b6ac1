"""The boundary phase: the boundary suite, the most telling cases first, made while it is sent.

The valid payloads go through the values of all their parts at once; the broken ones through every
place of every rule, in a few ways per round, at another place of the payload each time. Where the
budget is larger than that, the rest of the suite follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, product, tee, zip_longest

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.base_payloads import Base, list_plainest
from contractkit.fuzz.broken_cases import break_base, list_beside_doubtful, list_broken
from contractkit.fuzz.phases.examples import list_examples
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.fuzz.valid_cases import list_valid
from contractkit.payloads.boundary_suite import boundary_suite, list_lookalikes
from contractkit.payloads.cases import Case, identify, is_json
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.nesting import list_deep, list_nested, list_recursions
from contractkit.payloads.sampling import break_at
from contractkit.pointers import select_values, to_pattern

NAME = "boundary"
# How many cases of a stream are sent a round.
VALID, WRONG_TYPES, BESIDE_DOUBTFUL, DEEP, NESTED = 18, 80, 8, 4, 160
BY_KEYWORD = {"pattern": 2, "required": 2, "minLength": 2, "oneOf": 4, "additionalProperties": 2,
              "format": 3}  # fmt: skip
NUMERIC = ("integer", "number")
RARE_ROUNDS = 3  # for what is doubtful, and for types, of which most are tried before
EXAMPLES, BESIDE = 402, 50


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The probes of the boundary cases, each once; for one rule, a few valid ones beside it."""
    seen: set[str] = set()
    valid = 0
    for case in chain(list_cases(setting), boundary_suite(setting.contract, setting.message)):
        name = identify(case)
        valid += not case.rules
        wanted = setting.rule is None or setting.rule in case.rules
        beside = not case.rules and valid <= BESIDE
        if name not in seen and (wanted or beside) and is_json(case):
            seen.add(name)
            yield setting.make_probe(NAME, case)


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Cases that are sent by turns: `count` in each `every`th round, beginning with `first`."""

    cases: Iterator[Case]
    count: int = 1
    every: int = 1
    first: int = 0


def list_cases(setting: Setting) -> Iterator[Case]:
    """The most telling cases, by turns of their streams."""
    streams = list(_list_streams(setting))
    number = 0  # of the round
    while streams:
        for stream in streams.copy():
            if number >= stream.first and (number - stream.first) % stream.every == 0:
                cases = list(islice(stream.cases, stream.count))
                yield from cases
                if len(cases) < stream.count:
                    streams.remove(stream)
        number += 1


def _list_streams(setting: Setting) -> Iterator[Stream]:
    contract, message = setting.contract, setting.message
    yield Stream(list_valid(contract, message), VALID)
    wrong, few = tee(list_wrong_types(setting))
    all_at_once = len(list(islice(few, WRONG_TYPES + 1))) <= WRONG_TYPES
    first = sum(1 + _is_numeric(point) for point in _list_typed(contract, message))
    yield Stream(wrong, WRONG_TYPES if all_at_once else first)
    yield Stream(list_beside_doubtful(contract, message), BESIDE_DOUBTFUL)
    yield Stream(list_deep(contract, message), DEEP)
    yield Stream(case for _, case in list_lookalikes(contract, message))
    for points in _group_points(contract, message).values():
        cases = list_broken(points)
        keywords = {point.keyword for point in points}
        verdict = load_rules(contract)[points[0].rule].verdict
        if verdict is Verdict.INVALID and keywords != {"type"}:
            yield Stream(cases, BY_KEYWORD.get(points[0].keyword, 1))
        elif verdict is not Verdict.VALID:
            yield Stream(cases, every=RARE_ROUNDS, first=RARE_ROUNDS - 1)
    yield Stream(_list_nested(contract, message), NESTED)


def _list_nested(contract: Contract, message: str) -> Iterator[Case]:
    """Of a recursive schema each broken rule once one level down, then two; wrong types last."""
    if list_recursions(contract, message):
        groups = list(_group_points(contract, message).values())
        for typed, depth, points in product((False, True), (1, 2), groups):
            if (points[0].keyword == "type") is not typed:
                continue
            for case in islice(list_broken(points), 1):
                yield from list_nested(contract, case, depth)


def list_wrong_types(setting: Setting) -> Iterator[Case]:
    """The plainest payload with a wrong type in each place, then another, but for the examples'."""
    contract, message = setting.contract, setting.message
    tried = {
        (case.rules[0], to_pattern(case.pointer or ""), kind)
        for case in islice(list_examples(contract, message), EXAMPLES)
        for kind in list_kinds(case)
    }
    points = _list_typed(contract, message)
    numeric = filter(_is_numeric, points)  # a text and a truth in its place are both likely
    places = [
        *map(_break_plainest, points),
        *(islice(_break_plainest(one), 1, 2) for one in numeric),
    ]
    for point, base, value in filter(None, chain.from_iterable(zip_longest(*places))):
        key = point.rule, point.pattern, _name_kind(value)
        case = None if key in tried else break_base(point, base, value)
        if case and point.rule in case.rules:
            tried.add(key)
            yield case


def _list_typed(contract: Contract, message: str) -> list[MutationPoint]:
    """The places where another type breaks a rule."""
    rules = load_rules(contract)
    return [
        point
        for point in list_mutation_points(contract, message)
        if point.keyword == "type" and rules[point.rule].verdict is Verdict.INVALID
    ]


def _is_numeric(point: MutationPoint) -> bool:
    return point.limit in NUMERIC


def _break_plainest(point: MutationPoint) -> Iterator[tuple[MutationPoint, Base, object]]:
    for base in list_plainest(point):
        yield from ((point, base, value) for value in break_at(point, *base))


def list_kinds(case: Case) -> set[str]:
    """The types at the place that a broken payload breaks first."""
    pattern = to_pattern(case.pointer or "")
    return (
        {_name_kind(value) for _, value in select_values(case.payload, pattern)}
        if case.rules
        else set()
    )


def _name_kind(value: object) -> str:
    if isinstance(value, str) and value.isdecimal():
        return "digits"
    return "number" if type(value) in (int, float) else type(value).__name__


def _group_points(contract: Contract, message: str) -> dict[tuple[str, str], list[MutationPoint]]:
    groups: dict[tuple[str, str], list[MutationPoint]] = {}
    for point in list_mutation_points(contract, message):
        groups.setdefault((point.rule, point.pattern), []).append(point)
    return groups
