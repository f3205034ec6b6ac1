"""The sources of the choices that make a payload: a plan, a full plan, a seeded generator."""

import random
from collections.abc import Callable, Mapping
from typing import Protocol

from contractkit.payloads.building.nodes import Node
from contractkit.payloads.patterns.parsing import parse_pattern
from contractkit.payloads.patterns.strings import write_any

FREE_LENGTH = 24
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?'-_/@&éüñ€Ω漢😀"


class Source(Protocol):
    """Makes choices. `choose` picks 0 to size-1, 0 being the plainest; `label` names the choice."""

    def choose(self, size: int, label: str) -> int:
        """Pick one of `size` possibilities."""

    @property
    def draw_string(self) -> Callable[[Node], object] | None:
        """Draws a string that may or may not fit a place; None where no values are drawn."""

    @property
    def takes_parts(self) -> bool:
        """Whether optional parts may be taken at all."""


class Plan:
    """The plainest choice everywhere but at the labels of a plan; keeps the sizes it was asked."""

    draw_string = None
    takes_parts = True

    def __init__(self, choices: Mapping[str, int] | None = None) -> None:
        """Take the choices that differ, by label."""
        self.choices, self.sizes = dict(choices or {}), dict[str, int]()

    def choose(self, size: int, label: str) -> int:
        """The planned choice, or the plainest."""
        self.sizes.setdefault(label, size)
        return min(self.choices.get(label, 0), size - 1)


class BarePlan(Plan):
    """The plainest choice everywhere, without a look at the optional parts."""

    takes_parts = False


class FullPlan(Plan):
    """The plainest choice, but with every optional part, and one item more in each array."""

    def choose(self, size: int, label: str) -> int:
        """To take a part, or one item more; else the plainest."""
        return min(1, size - 1) if is_part(label) else 0


def is_part(label: str) -> bool:
    """Whether a choice is about taking a part or one item more, in any variant of its place."""
    return label.rstrip("+").endswith(("?", "[]"))


class Seeded:
    """Choices of a seeded generator, the same on every machine and version of Python."""

    takes_parts = True

    def __init__(self, seed: str) -> None:
        """Seed the generator with a text."""
        self.random = random.Random(seed)  # noqa: S311 - reproducible, not secret

    def choose(self, size: int, label: str) -> int:
        """Any of the possibilities, each as likely; but long arrays are rarer than short ones."""
        chance = self.random.random()
        return int(chance * chance * size) if label.endswith("[]") else int(chance * size)

    def draw_string(self, node: Node) -> str:
        """A string that matches the first pattern of a place, or a short one of many characters."""

        def choose(size: int) -> int:
            return self.choose(size, node.pattern)

        if node.patterns:
            return write_any(parse_pattern(node.patterns[0]), choose, FREE_LENGTH)
        length = node.limit("minLength", max, 0) + choose(FREE_LENGTH)
        return "".join(ALPHABET[choose(len(ALPHABET))] for _ in range(length))
