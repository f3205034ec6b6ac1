"""The place that a mutation breaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.payloads.mutation_points import MutationPoint
from contractkit.payloads.nodes import Node


@dataclass(frozen=True, slots=True)
class Place:
    """A place to break: the site, the valid value there (None: absent), and the place's node."""

    site: MutationPoint
    value: Any
    node: Node


Mutation = Callable[[Place], Iterator[object]]
