"""Placeholders in payload files that are templates: `"{{name}}"` stands for a value to come."""

import re
from collections.abc import Iterable, Iterator

from contractkit.jsontext import Document, Fault
from contractkit.judging.violations import Violation
from contractkit.pointer import resolve

PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")
UNQUOTED_PLACEHOLDER_RULE = "JT023"
STRUCTURAL = frozenset({"type", "additionalProperties", "required"})


def is_placeholder(value: object) -> bool:
    """Whether a value is one whole placeholder."""
    return isinstance(value, str) and PLACEHOLDER.fullmatch(value) is not None


def fits_anything(fault: Fault) -> bool:
    """Whether a fault is a placeholder without quotes, which becomes a value of any type."""
    return fault.rule == UNQUOTED_PLACEHOLDER_RULE


def drop_template_violations(
    violations: Iterable[Violation], document: Document
) -> Iterator[Violation]:
    """The violations without those that say of a placeholder what its value will be."""
    unquoted = {fault.pointer for fault in document.faults if fits_anything(fault)}
    for violation in violations:
        places = {violation.pointer, *(pointer for pointer, _ in violation.related)}
        if places & unquoted:
            continue
        if violation.keyword not in STRUCTURAL and any(
            is_placeholder(resolve(document.value, place)) for place in places
        ):
            continue
        yield violation
