"""Cases from a source of choices: valid, or broken at one mutation point; streams of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import count, islice

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule, load_rules
from contractkit.errors import UnbuildableError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads.bases import find_breakable_points, list_paths, load_base_node
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import FullPlan, Plan, Seeded, Source
from contractkit.payloads.building.message_nodes import load_normative_node, load_valid_node
from contractkit.payloads.building.node_lookup import find_node
from contractkit.payloads.cases import Case, judge_payload, judge_text
from contractkit.payloads.mutation_points import MutationPoint, Target
from contractkit.payloads.mutations import list_broken_values
from contractkit.payloads.schemas.valid_schemas import Test, compile_test
from contractkit.payloads.single_violations import breaks_only, locate
from contractkit.payloads.text_mutations import TEXT_MUTATIONS, break_text
from contractkit.pointers import Path, get_value, replace_value, to_pointer

MOST_TRIES, MOST_VALUES, MOST_EXPLAINED = 6, 60, 2  # to explain one takes long
# So many draws are made for a case that breaks one rule alone; fewer once none was found.
MANY_DRAWS, FEW_DRAWS, MOST_DRAWS = 50, 8, 2000
MOST_FAILURES = 100  # valid payloads in a row that are not found
SCALAR_KEYWORDS = frozenset({"pattern", "enum", "const", "minLength", "maxLength"})


def draw_valid(contract: Contract, message: str, source: Source) -> Case:
    """A valid payload; UnbuildableError where the choices led nowhere."""
    return Case(message, Verdict.VALID, build(load_valid_node(contract, message), source))


def judge_broken(point: MutationPoint, payload: object, path: Path) -> Case:
    """The case that a payload is which was broken at a path of a point."""
    return _judge_fast(point, payload, path) or _judge_fully(point, payload, path)


def _judge_fast(point: MutationPoint, payload: object, path: Path) -> Case | None:
    """The case of a payload that certainly breaks the rule of a point and no other; else None."""
    if not breaks_only(point, payload):
        return None
    inner = locate(point, payload, path)
    if inner is None:
        return None
    verdict = load_rules(point.contract)[point.rule].verdict
    origin, pointer = _name_origin(point, path), to_pointer((*path, *inner))
    return Case(point.message, verdict, payload, (point.rule,), pointer, origin)


def _judge_fully(point: MutationPoint, payload: object, path: Path) -> Case:
    case = judge_payload(point.contract, point.message, payload)
    return replace(case, origin=_name_origin(point, path))


def _name_origin(point: MutationPoint, path: Path) -> str:
    pointer = to_pointer(path)
    return f"{point.keyword} at {pointer}" if pointer else point.keyword


def draw_broken(point: MutationPoint, source: Source) -> Case | None:
    """A payload that is broken at a point, at best only there; None where nothing broke it."""
    base = load_base_node(point)
    if base is None:
        return None
    payload = build(base.node, source)
    paths = list_paths(base, point, payload)
    if not paths:
        return None
    path = paths[source.choose(len(paths), f"{point.label}@")]
    values = list(islice(break_at(point, payload, path), MOST_VALUES))
    tried = []
    for number in range(min(MOST_TRIES, len(values))):
        value = values[source.choose(len(values), f"{point.label}~{number}")]
        tried.append(replace_value(payload, path, value))
        case = _judge_fast(point, tried[-1], path)
        if case:
            return case
    return _find_single(point, tried[:MOST_EXPLAINED], path)


def _find_single(point: MutationPoint, payloads: Iterable[object], path: Path) -> Case | None:
    """The first payload that breaks the rule of a point alone, or else with others."""
    first = None
    for payload in payloads:
        case = _judge_fully(point, payload, path)
        if case.rules == (point.rule,):
            return case
        if first is None and point.rule in case.rules:
            first = case
    return first


def prepare_broken(point: MutationPoint) -> None:
    """Work out now what every draw at a point needs."""
    base = load_base_node(point)
    if base:
        try:
            payload = build(base.node, FullPlan())
        except UnbuildableError:  # all parts together may be more than is allowed
            payload = build(base.node, Plan())
        for path in list_paths(base, point, payload)[:1]:
            next(break_at(point, payload, path), None)


def break_at(point: MutationPoint, payload: object, path: Path) -> Iterator[object]:
    """The values to put at a path of a payload, so that the point's keyword is broken."""
    base = load_base_node(point)
    if base is None:
        return
    target = Target(
        point, None if base.absent else get_value(payload, path), find_node(base.node, path)
    )
    tests, _ = _load_tests(point)
    for value in _list_tries(point.contract, point.message, target, path):
        if all(holds(value) for holds in tests):
            yield value


@lru_cache(maxsize=1024)
def _load_tests(point: MutationPoint) -> tuple[tuple[Test, ...], Test]:
    """What a value at a point must meet for the keyword to count, and the keyword alone."""
    tests = [test for place, test in point.conditions if place == point.pattern]
    alone = {point.keyword: point.limit} if point.keyword in SCALAR_KEYWORDS else {}
    return tuple(compile_test(test) for test in tests), compile_test(alone)


def _list_tries(contract: Contract, message: str, target: Target, path: Path) -> Iterator[object]:
    """What may break a place: first, values that only this point's layer minds."""
    point = target.point
    if point.level != "normative" and point.keyword in SCALAR_KEYWORDS:
        _, keeps = _load_tests(point)
        values = find_node(load_normative_node(contract, message), path).values
        yield from (value for value in values if not keeps(value))
    yield from list_broken_values(target)


def generate_cases(
    contract: Contract, message: str, verdict: Verdict, rule: str | None, seed: str
) -> Iterator[Case]:
    """Cases without end, the same for the same arguments on every machine.

    None at all where no rule of the message gives the verdict. UnbuildableError where nothing is
    found that is valid.

    Raises UnknownNameError for a message or rule that does not exist, or that do not go together.
    """
    if rule and find_rule(contract, rule).id in TEXT_MUTATIONS:
        return _generate_texts(contract, message, find_rule(contract, rule).id, seed)
    if verdict is Verdict.VALID:
        find_breakable_points(contract, message, None, Verdict.INVALID)
        return _generate_valid(contract, message, seed)
    points = find_breakable_points(contract, message, rule, verdict)
    return _generate_broken(points, verdict, seed)


def _generate_valid(contract: Contract, message: str, seed: str) -> Iterator[Case]:
    failures = 0
    for number in count():
        try:
            yield draw_valid(contract, message, Seeded(f"{seed}:{number}"))
        except UnbuildableError:
            failures += 1
            if failures == MOST_FAILURES:
                raise
        else:
            failures = 0


def _generate_broken(
    points_by_rule: list[list[MutationPoint]], verdict: Verdict, seed: str
) -> Iterator[Case]:
    """Cases that break one rule alone; where hardly any does, those that break the fewest others.

    What breaks some rules always breaks another one too. UnfitRuleError where nothing breaks one.
    """
    fewest: Case | None = None
    draws, enough = 0, MANY_DRAWS
    for number in count() if points_by_rule else ():
        case, draws = _draw_anywhere(points_by_rule, Seeded(f"{seed}:{number}")), draws + 1
        if case and case.verdict is verdict:
            fewest = min(fewest or case, case, key=_count_rules)
        if fewest and (len(fewest.rules) == 1 or draws >= enough):
            yield fewest
            enough = MANY_DRAWS if len(fewest.rules) == 1 else FEW_DRAWS
            fewest, draws = None, 0
        elif draws >= MOST_DRAWS:
            raise UnfitRuleError(points_by_rule[0][0].rule, "no payload was found that breaks it")


def _draw_anywhere(points_by_rule: list[list[MutationPoint]], source: Source) -> Case | None:
    points = points_by_rule[source.choose(len(points_by_rule), "rule")]
    try:
        return draw_broken(points[source.choose(len(points), "point")], source)
    except UnbuildableError:
        return None


def _count_rules(case: Case) -> int:
    return len(case.rules)


def _generate_texts(contract: Contract, message: str, rule: str, seed: str) -> Iterator[Case]:
    for number, case in enumerate(_generate_valid(contract, message, seed)):
        texts = list(break_text(rule, case.payload))
        if texts:
            yield judge_text(contract, message, texts[number % len(texts)])
