"""The boundary suite: payloads at every edge, both sides of it, the same on every run.

No randomness and no coordination: the order is stable, an id is a hash of the case, and the first
few hundred cases already touch every rule and every choice that a payload leaves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, islice, product
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.payloads.bases import list_base_payloads, load_base_node
from contractkit.payloads.building.all_values import build_all, describe_choices
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.building.node_lookup import find_node, find_node_of_object
from contractkit.payloads.building.nodes import Node
from contractkit.payloads.cases import Case, identify, judge_payload, judge_text
from contractkit.payloads.mutation_points import MutationPoint, Target, list_mutation_points
from contractkit.payloads.mutations.containers import break_max_count
from contractkit.payloads.sampling import break_at, judge_broken
from contractkit.payloads.text_mutations import TEXT_MUTATIONS, break_text
from contractkit.pointers import parent_of, replace_value

MOST_VALUES, MOST_OF_ADVICE = {"": 30, "pattern": 400, "enum": 80}, 150
MOST_IN_OTHER_BASES = 6
BucketedCase = tuple[str, Case]  # the name of its bucket, and the case


def boundary_suite(contract: Contract, message: str) -> Iterator[Case]:
    """Every case of a message, in the order of the suite."""
    buckets: dict[str, list[Case]] = {}
    for name, case in _list_cases(contract, message):
        buckets.setdefault(name, []).append(case)
    seen: set[str] = set()
    for rank in range(max(map(len, buckets.values()))):
        for cases in buckets.values():
            if rank < len(cases) and (key := identify(cases[rank])) not in seen:
                seen.add(key)
                yield cases[rank]


def shard(cases: Iterable[Case], number: int, count: int) -> Iterator[Case]:
    """The part `number` (from 1) of `count` parts, every case in exactly one."""
    return islice(iter(cases), number - 1, None, count)


def _list_cases(contract: Contract, message: str) -> Iterator[BucketedCase]:
    """Every case with the name of its bucket: a rule, or the choice that a valid one is about."""
    yield from _list_valid(contract, message)
    for point in list_mutation_points(contract, message):
        for case in _list_broken(point):
            yield case.rules[0] if case.rules[0] == point.rule else "several", case
    yield from list_lookalikes(contract, message)
    yield from _list_texts(contract, message)


def _list_valid(contract: Contract, message: str) -> Iterator[BucketedCase]:
    node = load_valid_node(contract, message)
    for origin, payload in build_all(node):
        bucket = "".join(char for char in origin if not char.isdigit())
        yield f"valid {bucket}", Case(message, Verdict.VALID, payload, origin=origin)
    for choices in (*_pair_parts(node), *_pair_conditions(find_node_of_object(node))):
        try:
            payload = build(node, Plan(choices))
        except UnbuildableError:
            continue
        origin = describe_choices(choices)
        yield "valid pairs", Case(message, Verdict.VALID, payload, origin=origin)
    yield from (("valid full", case) for case in list_full_cases(contract, message))


def list_full_cases(contract: Contract, message: str) -> Iterator[Case]:
    """Valid payloads that have as many values as a keyword allows in all."""
    for point in list_mutation_points(contract, message):
        if point.keyword == "x-maxCount":
            yield replace(_fill(point), origin="as many as allowed")


def _pair_parts(node: Node) -> Iterator[dict[str, int]]:
    """The plans that take two optional parts, in all combinations, with what they stand in."""
    found: dict[str, dict[str, int]] = {}
    pending: list[dict[str, int]] = [{}]
    while pending:
        choices = pending.pop(0)
        plan = Plan(choices)
        build(node, plan)
        for label in plan.sizes:
            if label.endswith("?") and label not in found and label not in choices:
                found[label] = {**choices, label: 1}
                pending.append(found[label])
    return ({**found[part], **found[other]} for part, other in combinations(found, 2))


def _pair_conditions(node: Node) -> Iterator[dict[str, int]]:
    """The plans that take each value that a condition asks for, with each that it bears on."""
    if node.kind != "object":
        return
    for condition in node.conditions:
        tested = [node.properties[name] for name in condition.test.get("properties", {})]
        names = condition.then.get("properties", {})
        known = [node.properties, node.meeting(condition.then).properties]
        affected = [nodes[name] for nodes in known for name in names if name in nodes]
        for test, effect in product(tested, affected):
            listed = test.kind in ("enum", "boolean") and "*" not in test.pattern
            if listed and effect.kind == "string":
                yield from _pair_values(test, effect)
    for inner in node.properties.values():
        yield from _pair_conditions(inner)


def _pair_values(test: Node, effect: Node) -> Iterator[dict[str, int]]:
    """The plans that take each value of a place with each value of another."""
    parts = [*_list_parents(test.pattern), test.pattern]
    # What the condition imposes is built anew only where nothing stands yet.
    parts += [] if effect.variant else [effect.pattern]
    taken = {f"{part}?": 1 for part in parts}
    for choice, value in product(range(len(test.values)), range(len(effect.values))):
        yield taken | {f"{test.pattern}=": choice, f"{effect.pattern}{effect.variant}=": value}


def _list_parents(pattern: str) -> Iterator[str]:
    while pattern := parent_of(pattern):
        yield pattern


def _list_broken(point: MutationPoint) -> Iterator[Case]:
    """The cases that break one point, in its plainest payload, then in one with all its parts."""
    if load_rules(point.contract)[point.rule].verdict is Verdict.VALID:
        return
    most = MOST_VALUES.get(point.keyword, MOST_VALUES[""])
    most = most if point.level == "normative" else MOST_OF_ADVICE
    for payload, path in list_base_payloads(point):
        for value in islice(break_at(point, payload, path), most):
            case = judge_broken(point, replace_value(payload, path, value), path)
            if point.rule in case.rules:
                yield case
        most = MOST_IN_OTHER_BASES


def _fill(point: MutationPoint) -> Case:
    """The case that has as many values as a keyword allows in all."""
    base = load_base_node(point)
    if base is None:
        raise UnbuildableError(point.pattern)
    payload = build(base.node, Plan())
    full = replace(point, limit={**point.limit, "max": point.limit["max"] - 1})
    [value] = break_max_count(Target(full, payload, find_node(base.node, ())))
    return judge_payload(point.contract, point.message, value)


def list_lookalikes(contract: Contract, message: str) -> Iterator[BucketedCase]:
    """The payloads that were evidently written for something else."""
    for lookalike in contract.data.get("lookalikes", ()):
        if lookalike["message"] == message:
            for payload in _imitate(lookalike["schema"]):
                case = judge_payload(contract, message, payload)
                if lookalike["rule"] in case.rules:
                    yield lookalike["rule"], replace(case, origin=lookalike["says"])


def _imitate(schema: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Objects with the members that a lookalike's schema asks for."""
    for option in schema.get("anyOf", [{}]):
        names = [*schema.get("required", ()), *option.get("required", ())]
        yield dict.fromkeys(names, "text")


def _list_texts(contract: Contract, message: str) -> Iterator[BucketedCase]:
    """The plainest payload with its text broken, for each rule of JSON text."""
    payload = build(load_valid_node(contract, message), Plan())
    for rule in TEXT_MUTATIONS:
        for text in break_text(rule, payload):
            yield rule, judge_text(contract, message, text)
