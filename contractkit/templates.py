"""Placeholders in payload files that are templates: `"{{name}}"` stands for a value to come."""

import re

from contractkit.jsontext import Document, Fault
from contractkit.pointer import resolve
from contractkit.violations import Violation

PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")
UNQUOTED_PLACEHOLDER_RULE = "JT023"


def is_placeholder(value: object) -> bool:
    """Whether a value is one whole placeholder."""
    return isinstance(value, str) and PLACEHOLDER.fullmatch(value) is not None


def fits_anything(fault: Fault) -> bool:
    """Whether a fault is a placeholder without quotes, which becomes a value of any type."""
    return fault.rule == UNQUOTED_PLACEHOLDER_RULE


def is_about_template(violation: Violation, document: Document) -> bool:
    """Whether a violation says of a placeholder, which is a string, what its value will be."""
    unquoted = {fault.pointer for fault in document.faults if fits_anything(fault)}
    if violation.pointer in unquoted:
        return True
    if violation.keyword in ("type", "additionalProperties", "required"):
        return False
    places = (violation.pointer, *(pointer for pointer, _ in violation.related))
    return any(is_placeholder(resolve(document.value, place)) for place in places)
