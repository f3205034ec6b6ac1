"""The tightest of the limits that several schemas set."""

from collections.abc import Callable, Sequence
from typing import Any

from contractkit.contracts.loading import Schema


def find_limit(
    schemas: Sequence[Schema], keyword: str, choose: Callable[[list[int]], int], default: int | None
) -> Any:
    """The tightest of the limits that a keyword sets, as `choose` (min or max) says."""
    limits = [schema[keyword] for schema in schemas if keyword in schema]
    return choose(limits) if limits else default
