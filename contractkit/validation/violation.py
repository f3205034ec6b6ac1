"""The record of a violation: a keyword that a value breaks, with the rule that it stands for."""

from typing import NamedTuple

CHOICES = frozenset({"oneOf", "anyOf"})
UNKNOWN = frozenset({"additionalProperties", "unevaluatedProperties"})
MISSING = frozenset({"required", "dependentRequired", "dependencies"})
ABOUT_NAMES = UNKNOWN | {"propertyNames"}  # said of the member, and of its name only


class Violation(NamedTuple):
    """A keyword that a value breaks, at `pointer`, and the rule that the keyword stands for.

    `name` is the property that is missing or unknown, or whose name is refused; of a choice the one
    that says which branch is meant; of `contains` what an item has to be, in words. `limit` is the
    keyword's value, `actual` what was measured where that is not the value itself; of a choice
    these are names of branches, or the values that tell them apart, and `actual` is the name of the
    property that has these where it is missing; of an unknown name the known ones.
    """

    rule: str
    level: str
    keyword: str
    pointer: str
    value: object
    limit: object = None
    actual: object = None
    name: str = ""
    related: tuple[tuple[str, str], ...] = ()
