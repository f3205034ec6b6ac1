"""The record of what both validators find: a keyword that a value breaks."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.pointers import Path
from contractkit.validation.custom_keywords import Breach

REFUSED = "false"  # in place of the keyword, where a schema is `false`


class BrokenKeyword(NamedTuple):
    """A keyword of a schema that the value at a path breaks.

    `name` is the property that is missing, or whose own name is refused, or whose value would say
    which branch was meant, and is missing or that of none. `found`: the names or indices that are
    refused, the items or branches that fit. `branches`: of a choice that no branch fits, what each
    of them finds when it is asked.
    `breach` is what a keyword `x-…` found.
    """

    keyword: str
    schema: Schema
    path: Path
    value: Any
    name: str = ""
    breach: Breach | None = None
    found: tuple[Any, ...] = ()
    branches: tuple[Callable[[], Sequence["BrokenKeyword"]], ...] = ()
