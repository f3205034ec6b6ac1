"""Valid cases that go through all values of all parts, many of them in one payload."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType

from contractkit.contracts.loading import Contract
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.payloads.boundary_suite import list_full_cases
from contractkit.payloads.building.all_values import describe_choices
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import FullPlan, Plan, is_part
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.building.node_lookup import find_node
from contractkit.payloads.cases import Case
from contractkit.pointers import to_tokens

MOST_ALONE, STRIDE = 4, 29
MANDATORY_ONLY = 4  # every fourth value is tried without the optional parts


def list_valid(contract: Contract, message: str, *, full: bool = True) -> Iterator[Case]:
    """Valid payloads: each part alone, then all values of all parts, many in one payload.

    `full`: also those that have as much as is allowed in all.
    """
    node = load_valid_node(contract, message)

    def make(plan: Plan, origin: str) -> Case | None:
        try:
            return Case(message, Verdict.VALID, build(node, plan), origin=origin)
        except UnbuildableError:
            return None

    first = (make(Plan(), "plain"), make(FullPlan(), "every part"))
    yield from (case for case in first if case)
    yield from list_full_cases(contract, message) if full else ()
    count = _count_values(contract, message)
    # A stride, so that the first few are already spread over all kinds of values.
    ranks = (
        [STRIDE * number % count for number in range(1, count)] if count % STRIDE else range(count)
    )
    ranked = (
        make(RankPlan(rank, full=number % MANDATORY_ONLY > 0), f"value {rank} of every part")
        for number, rank in enumerate(ranks, 1)
    )
    alone = (make(Plan(plan), describe_choices(plan)) for plan in list_choices(contract, message))
    for row in zip_longest(ranked, alone, ranked):
        yield from (case for case in row if case)


def list_longest(contract: Contract, message: str, pointers: list[str]) -> list[int]:
    """The ranks of the longest values of some optional parts."""
    node = load_valid_node(contract, message)
    paths = [tuple(0 if token == "*" else token for token in to_tokens(one)) for one in pointers]
    parts = [find_node(node, path).values for path in paths]
    return sorted(
        {
            max(range(len(values)), key=lambda rank: len(str(values[rank])))
            for values in parts
            if values
        }
    )


@lru_cache(maxsize=16)
def list_choices(contract: Contract, message: str) -> tuple[dict[str, int], ...]:
    """The plans that differ from the plainest in one part, or in what that part holds."""
    node = load_valid_node(contract, message)
    plan = Plan()
    build(node, plan)
    found = list(_vary(plan, {}, ("?", "[]", "|", "!")))
    for part in [label for label in plan.sizes if label.endswith("?")]:
        inner = Plan({part: 1})
        build(node, inner)
        known = dict.fromkeys(plan.sizes, 0)
        found += _vary(inner, {part: 1}, ("?", "[]", "|", "!"), known)
        found += _vary(inner, {part: 1}, ("=",), known)
    return tuple(found)


def _vary(
    plan: Plan,
    choices: dict[str, int],
    kinds: tuple[str, ...],
    known: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[dict[str, int]]:
    """Further plans: each choice of some kinds that a plan made, made otherwise."""
    for label, size in plan.sizes.items():
        if label.endswith(kinds) and label not in known:
            yield from ({**choices, label: other} for other in range(1, min(size, MOST_ALONE)))


def _count_values(contract: Contract, message: str) -> int:
    plan = RankPlan(0, full=True)
    build(load_valid_node(contract, message), plan)
    return max((size for label, size in plan.sizes.items() if label.endswith("=")), default=0)


class RankPlan(Plan):
    """The value of one rank in every place; `full`: with every part, else the mandatory ones."""

    def __init__(self, rank: int, *, full: bool, choices: Mapping[str, int] | None = None) -> None:
        """`choices` are those that differ, by label, as in a plan."""
        super().__init__(choices)
        self.rank, self.full = rank, full

    def choose(self, size: int, label: str) -> int:
        """The planned choice, or the rank of this plan."""
        self.sizes.setdefault(label, size)
        if label in self.choices:
            return min(self.choices[label], size - 1)
        if is_part(label):
            return min(int(self.full), size - 1)
        return self.rank % size if label.endswith("=") else 0
