"""Where each rule of a message can be broken, and the payloads to start from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, find_message
from contractkit.contracts.rules import Rule, find_rule, load_rules
from contractkit.errors import UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads.builder import UnbuildableError, build
from contractkit.payloads.choices import FullPlan, Plan
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points, list_places
from contractkit.payloads.nodes import Node, make_node
from contractkit.payloads.valid_schemas import (
    load_binding_schemas,
    load_valid_schemas,
    require_path,
)
from contractkit.pointers import Path, parent_of, select_values, to_tokens


@lru_cache(maxsize=64)
def group_breakable_points(
    contract: Contract, message: str, verdict: Verdict
) -> dict[str, list[MutationPoint]]:
    """The sites of a message by rule, for the rules that make a payload invalid or doubtful.

    Sites in payloads that are doubtful anyway count only for rules that have no other site.
    """
    rules = load_rules(contract)
    found: dict[str, list[MutationPoint]] = {}
    lenient: dict[str, list[MutationPoint]] = {}
    for site in list_mutation_points(contract, message):
        stage = (
            load_base_node(contract, message, site) if rules[site.rule].verdict is verdict else None
        )
        if stage:
            (lenient if stage.lenient else found).setdefault(site.rule, []).append(site)
    return {**lenient, **found}


@dataclass(frozen=True, slots=True)
class BaseNode:
    """Where a site is broken: the node of payloads to start from.

    `absent`: there is nothing at the place before; `lenient`: the payloads may be doubtful already.
    """

    node: Node
    absent: bool = False
    lenient: bool = False


@lru_cache(maxsize=2048)
def load_base_node(contract: Contract, message: str, site: MutationPoint) -> BaseNode | None:
    """The stage of a site: with its place if that can be valid; else without; None if neither.

    Where advice rules the place out, the stage leaves advice aside.
    """
    met = [require_path(place, schema) for place, schema in site.conditions]
    wanted = [require_path(place) for place in list_places(site)]
    demands = list(load_valid_schemas(contract, message))
    stages = [
        ([*demands, *wanted], False, False),
        ([*load_binding_schemas(contract, message), *wanted], False, True),
    ]
    if site.keyword == "not":
        around = require_path(parent_of(site.pattern))
        stages.insert(1, ([*demands, around], True, False))
    for schemas, absent, lenient in stages:
        node = make_node("", [*schemas, *met])
        try:
            build(node, Plan())
        except UnbuildableError:
            continue
        return BaseNode(node, absent, lenient)
    return None


@lru_cache(maxsize=2048)
def list_free_nodes(contract: Contract, message: str, site: MutationPoint) -> tuple[Node, ...]:
    """The nodes of payloads with a site's place where no condition judges it by its keyword.

    A node for each condition that does elsewhere, if it can be missed; advice is left aside.
    """
    wanted = [require_path(place) for place in list_places(site)]
    found = []
    for other in list_mutation_points(contract, message):
        if (other.pattern, other.keyword) == (site.pattern, site.keyword) and not site.conditions:
            missed = [require_path(at, {"not": test}) for at, test in other.conditions]
            if missed:
                normative = load_binding_schemas(contract, message)
                found.append(make_node("", [*normative, *wanted, *missed]))
    return tuple(found)


def list_base_payloads(
    contract: Contract, message: str, site: MutationPoint, stage: BaseNode
) -> Iterator[tuple[Any, Path]]:
    """The payloads to break at a site, and where: the plainest, other ways to its conditions.

    Then one with all its parts, and one where no condition judges the place by the same keyword.
    """
    plan = Plan()
    build(stage.node, plan)
    ways = [(label, size) for label, size in plan.sizes.items() if label.endswith("!")]
    plans = [Plan({label: other}) for label, size in ways for other in range(1, size)]
    starts = [(stage.node, one) for one in (Plan(), *plans, FullPlan())]
    starts += [(node, Plan()) for node in list_free_nodes(contract, message, site)]
    for node, source in starts:
        try:
            payload = build(node, source)
        except UnbuildableError:
            continue
        yield from ((payload, path) for path in reversed(list_paths(stage, site, payload)))


def list_paths(stage: BaseNode, site: MutationPoint, payload: object) -> list[Path]:
    """The places of a site in a payload, in document order."""
    if stage.absent:
        name = to_tokens(site.pattern)[-1]
        return [(*path, name) for path, _ in select_values(payload, parent_of(site.pattern))]
    return [path for path, _ in select_values(payload, site.pattern)]


def find_breakable_points(
    contract: Contract, message: str, rule: str | None, verdict: Verdict
) -> list[list[MutationPoint]]:
    """The sites of one rule, or of every rule that gives the verdict, a list for each rule.

    The rules whose payloads leave the fewest choices come first: that is what shrinking ends at.
    Raises UnknownNameError for a message or rule that does not exist, UnfitRuleError where they do
    not go together.
    """
    find_message(contract, message)
    by_rule = group_breakable_points(contract, message, verdict)
    if rule is None:
        return sorted(by_rule.values(), key=lambda of: count_choices(contract, message, of[0]))
    found = find_rule(contract, rule)
    if found.id not in by_rule:
        raise UnfitRuleError(found.id, _explain_unfit(contract, message, found, verdict))
    return [by_rule[found.id]]


def _explain_unfit(contract: Contract, message: str, rule: Rule, verdict: Verdict) -> str:
    others = [
        other
        for other in contract.messages
        if any(site.rule == rule.id for site in list_mutation_points(contract, other))
    ]
    if others and message not in others:
        return f"it is a rule of the {' and the '.join(others)}, not of the {message}"
    if rule.verdict is not verdict:
        return f"breaking it makes a payload {rule.verdict}, not {verdict}"
    if not others:
        return "it is not one of the schemas' rules, or counts only with a tenant's settings"
    return f"no {message} can break it here"


def count_choices(contract: Contract, message: str, site: MutationPoint) -> int:
    """How many choices the plainest payload of a site leaves."""
    plan, stage = Plan(), load_base_node(contract, message, site)
    if stage:
        build(stage.node, plan)
    return sum(size > 1 for size in plan.sizes.values())
