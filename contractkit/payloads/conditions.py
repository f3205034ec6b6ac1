"""Conditionals of a schema, ready to be asked."""

from collections.abc import Callable
from dataclasses import dataclass

from contractkit.contracts.loading import Schema


@dataclass(frozen=True, slots=True)
class Condition:
    """An `if` with what follows from it; `holds` says whether a value meets the `if`."""

    holds: Callable[[object], bool]
    test: Schema
    then: Schema
    otherwise: Schema


def tolerate(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    """The same question, answered no for a value that cannot be read (a lone surrogate)."""

    def judge(value: object) -> bool:
        try:
            return fits(value)
        except ValueError:
            return False

    return judge
