"""The values of a node one by one: the plainest, then each choice made otherwise, then deeper."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from contractkit.payloads.builder import COUNTS, UnbuildableError
from contractkit.payloads.choices import Plan, Source

Built = TypeVar("Built")
LONG = len(COUNTS) - 1


def explore(build: Callable[[Source], Built], depth: int = 3) -> Iterator[tuple[str, Built]]:
    """What `build` gives for each plan, with a name of the plan, in a stable order.

    From the plainest plan each choice is made otherwise in turn; where that brings new choices
    (an optional part with parts of its own), these are made otherwise too, `depth` deep; of the
    deepest only a few, but for the nearest way there.
    """
    pending: deque[tuple[dict[str, int], frozenset[str]]] = deque([({}, frozenset())])
    while pending:
        choices, known = pending.popleft()
        plan = Plan(choices)
        try:
            built = build(plan)
        except UnbuildableError:
            continue
        yield describe_choices(choices), built
        if len(choices) < depth and not _is_long(choices):
            for label, size in plan.sizes.items():
                if label not in known and not _is_settled(label, choices):
                    nearest = len(choices) + 1 < depth or set(choices.values()) == {1}
                    others = range(1, size) if nearest else _few(size)
                    pending.extend(
                        ({**choices, label: other}, known | plan.sizes.keys()) for other in others
                    )


def _is_settled(label: str, choices: Mapping[str, int]) -> bool:
    """Whether a choice is made already, or the value of its place in another variant is."""
    place = label.rstrip("+=")
    values = {one.rstrip("+=") for one in choices if one.endswith("=")}
    return label in choices or (label.endswith("=") and place in values)


def _is_long(choices: Mapping[str, int]) -> bool:
    """Whether a plan has an array of many items, of which each would bring choices of its own."""
    return any(label.endswith("[]") and rank == LONG for label, rank in choices.items())


def _few(size: int) -> list[int]:
    """Some of the other choices, for where all of them would be too many: near, middle, last."""
    return sorted({1, 2, size // 2, size - 1} & set(range(1, size)))


def describe_choices(choices: dict[str, int]) -> str:
    """A plan in words: the labels of the choices that are not the plainest."""
    return ", ".join(f"{label}{number}" for label, number in choices.items()) or "plain"
