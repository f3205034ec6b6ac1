"""Cases that break one rule: in every way, in many payloads, and beside doubtful values."""

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice, zip_longest
from typing import Generic, TypeVar

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.base_payloads import EMPTINESS, FEW, Base, list_bases, list_plainest
from contractkit.payloads.building.message_nodes import load_normative_node, load_valid_node
from contractkit.payloads.building.node_lookup import find_node, find_node_of_object
from contractkit.payloads.building.nodes import Node
from contractkit.payloads.cases import Case, identify, judge_payload
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.sampling import break_at, judge_broken
from contractkit.payloads.schemas.conjunctions import CHOICES
from contractkit.pointers import Path, replace_value, to_tokens

MOST_VALUES, FIRST_BASES, FIRST_VALUES = 40, 6, 4
BESIDE_DOUBTFUL = frozenset({"required", "minLength", "maxLength"})
First = TypeVar("First")
Second = TypeVar("Second")


def list_broken(points: list[MutationPoint]) -> Iterator[Case]:
    """Cases that break a rule at a pattern, its keywords by turns."""
    streams = [_list_broken_at(point) for point in points]
    for row in zip_longest(*streams):
        yield from (case for case in row if case is not None)


def _list_broken_at(point: MutationPoint) -> Iterator[Case]:
    """Every way to break a keyword, and every base payload, in step.

    Where there are branches, the first few ways differ most: they come before other bases.
    """
    tries = ((base, islice(break_at(point, *base), MOST_VALUES)) for base in list_bases(point))
    many = FIRST_BASES if point.keyword in EMPTINESS else 0
    first = FIRST_VALUES if point.chosen or point.keyword in CHOICES else 0
    plainest = ((base, islice(break_at(point, *base), first)) for base in list_plainest(point))
    early = ((base, value) for base, values in plainest for value in values)
    seen: set[str] = set()
    for base, value in chain(early, pair(tries, many=many)):
        case = break_base(point, base, value)
        if point.rule in case.rules and (name := identify(case)) not in seen:
            seen.add(name)
            yield case


def break_base(point: MutationPoint, base: Base, value: object) -> Case:
    """The case of a base payload with another value in its place."""
    payload, path = base
    return judge_broken(point, replace_value(payload, path, value), path)


class LazyList(Generic[First]):
    """The items of an iterator by number, each worked out when it is first asked for."""

    def __init__(self, items: Iterable[First]) -> None:
        """Work out none yet."""
        self.known: list[First] = []
        self._more = iter(items)

    def has(self, number: int) -> bool:
        """Whether there is an item of a number, from 0 on."""
        self.known.extend(islice(self._more, max(0, number + 1 - len(self.known))))
        return number < len(self.known)


def pair(
    tries: Iterable[tuple[First, Iterable[Second]]], *, many: int = 0
) -> Iterator[tuple[First, Second]]:
    """Each base with its first value, and values of every rank with some base, in step.

    `tries` are the bases with their values; so `many` bases get their first value before that.
    """
    lazy = ((base, LazyList(values)) for base, values in tries)
    bases = LazyList(entry for entry in lazy if entry[1].has(0))
    seen: set[tuple[int, int]] = set()
    for number, rank in _number(bases, many):
        base, values = bases.known[number]
        if (number, rank) not in seen and values.has(rank):
            seen.add((number, rank))
            yield base, values.known[rank]


def _number(
    bases: LazyList[tuple[First, LazyList[Second]]], many: int
) -> Iterator[tuple[int, int]]:
    """The numbers of bases and the ranks of their values; some may be repeated, or not exist."""
    for number in range(many):
        if bases.has(number):
            yield number, 0
    for rank in count():
        if bases.has(rank):
            yield rank, 0
        elif not any(values.has(rank) for _, values in bases.known):
            return
        if rank:
            yield (rank + 1 if bases.has(rank + 1) else (rank + 1) % len(bases.known)), rank


def list_beside_doubtful(contract: Contract, message: str) -> Iterator[Case]:
    """Each doubtful value beside what is missing, empty or too long in the same object."""
    rules = load_rules(contract)
    points = [
        point
        for point in list_mutation_points(contract, message)
        if point.keyword in BESIDE_DOUBTFUL and rules[point.rule].verdict is Verdict.INVALID
    ]
    for path, value in list_doubtful(contract, message):
        parent = path[:-1]
        for point in points:
            if to_tokens(point.pattern)[: len(parent)] == parent:
                yield from _break_beside(point, path, value)


def list_doubtful(contract: Contract, message: str) -> Iterator[tuple[Path, object]]:
    """The values of few that only the advice is against, with their places; none in arrays.

    A place that takes anything leaves no choice: what is doubtful there is that it is present.
    """
    base, valid = load_normative_node(contract, message), load_valid_node(contract, message)
    for path, node in _list_leaves(find_node_of_object(base), ()):
        if len(node.values) <= FEW:
            usual = find_node(valid, path).values
            yield from ((path, value) for value in node.values if value not in usual)


def _list_leaves(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    if node.kind == "object":
        for name, inner in node.properties.items():
            yield from _list_leaves(inner, (*path, name))
    elif node.kind not in ("array", "either", "any"):
        yield path, node


def _break_beside(point: MutationPoint, path: Path, value: object) -> Iterator[Case]:
    for payload, broken_path in list_plainest(point):
        for broken in islice(break_at(point, payload, broken_path), 1):
            both = replace_value(replace_value(payload, broken_path, broken), path, value)
            case = judge_payload(point.contract, point.message, both)
            if point.rule in case.rules and case.verdict is Verdict.INVALID:
                yield case
