"""The values of a node one by one: the plainest plan, then each choice made otherwise."""

from collections import deque
from collections.abc import Iterator, Mapping

from contractkit.errors import UnbuildableError
from contractkit.payloads.building.arrays import LONGEST_ARRAY
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.nodes import Node


def build_all(node: Node, depth: int = 3) -> Iterator[tuple[str, object]]:
    """The values of a node for each plan, with a description of the plan, in a stable order.

    From the plainest plan each choice is made otherwise in turn; where that brings new choices
    (an optional part with parts of its own), these are made otherwise too, `depth` deep; of the
    deepest only a few, but for the nearest way there.
    """
    pending: deque[tuple[dict[str, int], frozenset[str]]] = deque([({}, frozenset())])
    while pending:
        choices, known = pending.popleft()
        plan = Plan(choices)
        try:
            value = build(node, plan)
        except UnbuildableError:
            continue
        yield describe_choices(choices), value
        if len(choices) < depth and not _has_long_array(choices):
            for label, size in plan.sizes.items():
                if label not in known and not _is_made(label, choices):
                    nearest = len(choices) + 1 < depth or set(choices.values()) == {1}
                    others = range(1, size) if nearest else _list_few(size)
                    pending.extend(
                        ({**choices, label: other}, known | plan.sizes.keys()) for other in others
                    )


def _is_made(label: str, choices: Mapping[str, int]) -> bool:
    """Whether a choice is made already, or the value of its place in another variant is."""
    place = label.rstrip("+=")
    values = {made.rstrip("+=") for made in choices if made.endswith("=")}
    return label in choices or (label.endswith("=") and place in values)


def _has_long_array(choices: Mapping[str, int]) -> bool:
    """Whether a plan has an array of many items, of which each would bring choices of its own."""
    return any(label.endswith("[]") and rank == LONGEST_ARRAY for label, rank in choices.items())


def _list_few(size: int) -> list[int]:
    """Some of the other choices, for where all of them would be too many: near, middle, last."""
    return sorted({1, 2, size // 2, size - 1} & set(range(1, size)))


def describe_choices(choices: dict[str, int]) -> str:
    """A plan in words: the labels of the choices that are not the plainest."""
    return ", ".join(f"{label}{number}" for label, number in choices.items()) or "plain"
