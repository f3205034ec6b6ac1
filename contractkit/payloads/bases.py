"""The payloads to start from for breaking a rule: the base of each mutation point, by rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema, find_message
from contractkit.contracts.rules import Rule, find_rule, load_rules
from contractkit.errors import UnbuildableError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads.building.builder import build, is_buildable
from contractkit.payloads.building.choices import FullPlan, Plan
from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.mutation_points import (
    MutationPoint,
    list_mutation_points,
    list_needed_places,
)
from contractkit.payloads.schemas.valid_schemas import (
    INDEX,
    load_binding_schemas,
    load_valid_schemas,
    require_path,
)
from contractkit.pointers import Path, parent_of, select_values, to_tokens


@lru_cache(maxsize=64)
def group_breakable_points(
    contract: Contract, message: str, verdict: Verdict
) -> dict[str, list[MutationPoint]]:
    """The points of a message by rule, for the rules that make a payload invalid or doubtful.

    Points in payloads that are doubtful anyway count only for rules that have no other point.
    """
    rules = load_rules(contract)
    found: dict[str, list[MutationPoint]] = {}
    doubtful: dict[str, list[MutationPoint]] = {}
    for point in list_mutation_points(contract, message):
        if rules[point.rule].verdict is verdict and (base := load_base_node(point)):
            (doubtful if base.doubtful else found).setdefault(point.rule, []).append(point)
    return {**doubtful, **found}


@dataclass(frozen=True, slots=True)
class BaseNode:
    """Where a point is broken: the node of payloads to start from.

    `absent`: there is nothing at the place before; `doubtful`: the payloads may be doubtful before.
    """

    node: Node
    absent: bool = False
    doubtful: bool = False


@lru_cache(maxsize=2048)
def load_base_node(point: MutationPoint) -> BaseNode | None:
    """The base of a point: with its place if that can be valid; else without; None if neither.

    Where advice rules the place out, the base leaves advice aside.
    """
    kinds = point.kinds
    met = [
        require_path(place, schema, kinds=kinds)
        for place, schema in (*point.conditions, *point.chosen)
    ]
    wanted = [require_path(place, kinds=kinds) for place in list_needed_places(point)]
    valid = list(load_valid_schemas(point.contract, point.message))
    bases = [
        ([*valid, *wanted], False, False),
        ([*load_binding_schemas(point.contract, point.message), *wanted], False, True),
    ]
    if point.keyword == "not":
        around = require_path(parent_of(point.pattern), *_list_holders(point), kinds=kinds)
        bases.insert(1 if point.pattern else len(bases), ([*valid, around], True, False))
    for schemas, absent, doubtful in bases:
        node = make_node("", [*schemas, *(met if point.pattern or not absent else ())])
        if is_buildable(node):
            return BaseNode(node, absent, doubtful)
    return None


def _list_holders(point: MutationPoint) -> Iterator[Schema]:
    """What a value must be that can hold the place of a point, without it."""
    *_, name = to_tokens(point.pattern) or ("",)
    if point.kinds.endswith(INDEX):
        yield {"type": "array", "minItems": int(name), "maxItems": int(name)}
    elif point.pattern:
        yield {"type": "object"}


@lru_cache(maxsize=2048)
def list_unconditional_nodes(point: MutationPoint) -> tuple[Node, ...]:
    """The nodes of payloads with a point's place where no condition judges it by its keyword.

    A node for each condition that does elsewhere, if it can be missed; advice is left aside.
    """
    binding = load_binding_schemas(point.contract, point.message)
    kinds = point.kinds
    wanted = [require_path(place, kinds=kinds) for place in list_needed_places(point)]
    found = []
    for other in list_mutation_points(point.contract, point.message):
        same = (other.pattern, other.keyword) == (point.pattern, point.keyword)
        if same and other.conditions and not point.conditions:
            missed = [
                require_path(place, {"not": test}, kinds=other.kinds)
                for place, test in other.conditions
            ]
            found.append(make_node("", [*binding, *wanted, *missed]))
    return tuple(found)


def list_base_payloads(point: MutationPoint) -> Iterator[tuple[Any, Path]]:
    """The payloads to break at a point, and where: the plainest, others that meet its conditions.

    Then one with all its parts, and one where no condition judges the place by the same keyword.
    None at all where the place cannot be.
    """
    base, plan = load_base_node(point), Plan()
    if base is None:
        return
    build(base.node, plan)
    conditions = [(label, size) for label, size in plan.sizes.items() if label.endswith("!")]
    plans = [Plan({label: choice}) for label, size in conditions for choice in range(1, size)]
    attempts = [(base.node, plan) for plan in (Plan(), *plans, FullPlan())]
    attempts += [(node, Plan()) for node in list_unconditional_nodes(point)]
    for node, source in attempts:
        try:
            payload = build(node, source)
        except UnbuildableError:
            continue
        yield from ((payload, path) for path in reversed(list_paths(base, point, payload)))


def list_paths(base: BaseNode, point: MutationPoint, payload: object) -> list[Path]:
    """The places of a point in a payload, in document order."""
    if not base.absent:
        return [path for path, _ in select_values(payload, point.pattern)]
    if not point.pattern:
        return [()]
    name = to_tokens(point.pattern)[-1]
    holders = select_values(payload, parent_of(point.pattern))
    key = int(name) if point.kinds.endswith(INDEX) else name
    kind = list if point.kinds.endswith(INDEX) else dict
    return [(*path, key) for path, holder in holders if isinstance(holder, kind)]


def find_breakable_points(
    contract: Contract, message: str, rule: str | None, verdict: Verdict
) -> list[list[MutationPoint]]:
    """The points of one rule, or of every rule that gives the verdict, a list for each rule.

    The rules whose payloads leave the fewest choices come first: that is what shrinking ends at.
    Raises UnknownNameError for a message or rule that does not exist, UnfitRuleError where they do
    not go together.
    """
    find_message(contract, message)
    by_rule = group_breakable_points(contract, message, verdict)
    if rule is None:
        return sorted(by_rule.values(), key=lambda points: count_choices(points[0]))
    found = find_rule(contract, rule)
    if found.id not in by_rule:
        raise UnfitRuleError(found.id, _explain_unfit(contract, message, found, verdict))
    return [by_rule[found.id]]


def _explain_unfit(contract: Contract, message: str, rule: Rule, verdict: Verdict) -> str:
    others = [
        other
        for other in contract.messages
        if any(point.rule == rule.id for point in list_mutation_points(contract, other))
    ]
    if others and message not in others:
        return f"it is a rule of the {' and the '.join(others)}, not of the {message}"
    if rule.verdict is not verdict:
        return f"breaking it makes a payload {rule.verdict}, not {verdict}"
    if not others:
        return "it is not one of the schemas' rules, or counts only with a tenant's settings"
    return f"no {message} can break it here"


def count_choices(point: MutationPoint) -> int:
    """How many choices the plainest payload of a point leaves."""
    plan, base = Plan(), load_base_node(point)
    if base:
        build(base.node, plan)
    return sum(size > 1 for size in plan.sizes.values())
