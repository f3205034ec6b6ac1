"""Lists the payloads in which a rule is broken at a place, the most telling first."""

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import UnbuildableError
from contractkit.fuzz.valid_cases import RankPlan
from contractkit.payloads.bases import BaseNode, list_base_payloads, list_paths, load_base_node
from contractkit.payloads.boundary_suite import list_full_cases
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.building.node_lookup import find_node
from contractkit.payloads.cases import Case
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.pointers import Path, replace_value, to_tokens

FEW, MANY = 6, 100
LONGEST = 140_000  # characters of a text that is as long as it likes
OF_THREE = 2  # the choice of an array with two items more than the least
EMPTINESS = frozenset({"required", "minLength", "minItems"})
Base = tuple[Any, Path]  # a payload, and the place in it that is broken


def list_bases(point: MutationPoint) -> Iterator[Base]:
    """The payloads to break at a point, and where: the most telling first.

    The plainest; the last and a middle place of as many as are allowed; the fullest; the middle one
    of three; one past ten items; the fullest with the other choices where there are few, so that
    each condition is met; then the rest of the suite's. What is missing or empty is tried early:
    past ten items, between others, and in the plainest with these choices.
    """
    base_node = load_base_node(point)
    if base_node is None:
        return
    usual = list_base_payloads(point)
    yield from islice(usual, 1)
    yield from _list_among_many(base_node, point)
    if point.keyword in EMPTINESS:
        yield from _list_last(base_node, point, islice(_lengthen(base_node, point), 1))
        yield from _list_middle(base_node, point)
        yield from _list_last(base_node, point, _vary_plainest(base_node, point))
    turned = _vary_full(base_node, point)
    yield from _list_last(base_node, point, islice(turned, 1))
    yield from _list_middle(base_node, point)
    yield from _list_last(base_node, point, chain(_lengthen(base_node, point), turned))
    yield from usual


def list_plainest(point: MutationPoint) -> Iterator[Base]:
    """The plainest payload to break at a point, if there is one."""
    return islice(list_base_payloads(point), 1)


@lru_cache(maxsize=16)
def list_open_places(contract: Contract, message: str) -> tuple[Base, ...]:
    """The places that may hold a text of any length, each in the plainest payload that has it."""
    fits, found = load_valid_node(contract, message).fits, []
    for point in list_mutation_points(contract, message):
        if point.keyword == "type" and point.limit == "string" and not point.conditions:
            for payload, path in list_plainest(point):
                if fits(replace_value(payload, path, "😀" * LONGEST)):
                    found.append((payload, path))
    return tuple(found)


def _list_among_many(base_node: BaseNode, point: MutationPoint) -> Iterator[Base]:
    """The last place of very many, and the one before the middle."""
    for case in () if point.conditions else _load_full(point.contract, point.message):
        paths = list_paths(base_node, point, case.payload)
        if len(paths) > MANY:
            yield case.payload, paths[-1]
            yield case.payload, paths[len(paths) // 2 - 1]


@lru_cache(maxsize=16)
def _load_full(contract: Contract, message: str) -> tuple[Case, ...]:
    return tuple(list_full_cases(contract, message))


def _list_middle(base_node: BaseNode, point: MutationPoint) -> Iterator[Base]:
    """The middle one of three places, of each array that the point is in."""
    plan = Plan()
    build(base_node.node, plan)
    for label in [label for label in plan.sizes if _holds(label, point)]:
        with suppress(UnbuildableError):
            payload = build(base_node.node, Plan({label: OF_THREE}))
            paths = list_paths(base_node, point, payload)
            yield from ((payload, path) for path in paths[1:2] if len(paths) > OF_THREE)


def _measure(base_node: BaseNode) -> dict[str, int]:
    """The choices of a payload that has all parts, with how many possibilities each has."""
    full = RankPlan(0, full=True)
    with suppress(UnbuildableError):
        build(base_node.node, full)
    return full.sizes


def _vary_full(base_node: BaseNode, point: MutationPoint) -> Iterator[RankPlan]:
    """Plans of payloads that have all parts, with the choices that are few made in turn."""
    few = {
        label: size
        for label, size in _measure(base_node).items()
        if label.endswith("=") and size <= FEW
    }
    for choices in _rotate(few, point) if few else [{}]:
        yield RankPlan(0, full=True, choices=choices)


def _vary_plainest(base_node: BaseNode, point: MutationPoint) -> Iterator[Plan]:
    """Plans of the plainest payload with those parts that leave few choices, made in turn."""
    plan = Plan()
    build(base_node.node, plan)
    few: dict[str, int] = {}
    for part in [label for label in plan.sizes if label.endswith("?")]:
        inner, value = Plan({part: 1}), f"{part.removesuffix('?')}="
        with suppress(UnbuildableError):
            build(base_node.node, inner)
        if 1 < inner.sizes.get(value, 0) <= FEW and not _takes_anything(base_node, part):
            few[value] = inner.sizes[value]
    taken = {f"{value.removesuffix('=')}?": 1 for value in few}
    for choices in _rotate(few, point) if few else ():
        yield Plan(taken | choices)


def _takes_anything(base_node: BaseNode, part: str) -> bool:
    """Whether a part may have any value, so that none of the few that are made says more."""
    pattern = part.lstrip("0123456789:").removesuffix("?")
    path = tuple(0 if token == "*" else token for token in to_tokens(pattern))
    return find_node(base_node.node, path).kind == "any"


def _rotate(sizes: dict[str, int], point: MutationPoint) -> Iterator[dict[str, int]]:
    """Choices made in turn until each was made; not all points begin with the same ones."""
    begin = sum(map(ord, point.label))
    for number in range(begin, begin + max(sizes.values())):
        yield {label: number % size for label, size in sizes.items()}


def _lengthen(base_node: BaseNode, point: MutationPoint) -> Iterator[RankPlan]:
    """Plans of payloads that have all parts, and many items where a point's place is in them."""
    for label, size in _measure(base_node).items():
        if _holds(label, point):
            yield RankPlan(0, full=True, choices={label: size - 1})


def _holds(label: str, point: MutationPoint) -> bool:
    """Whether a choice is about the number of items of an array that a point's place is in."""
    pattern = label.lstrip("0123456789:").removesuffix("[]").rstrip("+")
    return label.endswith("[]") and point.pattern.startswith(f"{pattern}/")


def _list_last(base_node: BaseNode, point: MutationPoint, plans: Iterator[Plan]) -> Iterator[Base]:
    """The last place of a point in the payload of each plan, each payload once."""
    seen: set[str] = set()
    for plan in plans:
        with suppress(UnbuildableError):
            payload = build(base_node.node, plan)
            text = json.dumps(payload)
            if text not in seen:
                seen.add(text)
                yield from ((payload, path) for path in list_paths(base_node, point, payload)[-1:])
