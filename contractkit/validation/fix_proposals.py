"""The fix of a cause: whichever of the ways to fix one takes it."""

from contractkit.contracts.loading import Contract
from contractkit.findings import Edit, Fix
from contractkit.jsontext import Document
from contractkit.validation.causes import Cause
from contractkit.validation.fix_names import fix_name
from contractkit.validation.fix_values import WRITERS
from contractkit.validation.violations import Violation


def propose_fix(contract: Contract, message: str, cause: Cause, document: Document) -> Fix | None:
    """How to edit the document so that what the cause broke is kept; None if there is no way."""
    if cause.renames:
        return fix_name(contract, message, document, *cause.renames)
    if cause.slip or cause.remedy:
        return None
    return _fix_value(cause.violation, document) or _fix_brackets(cause.violation, document)


def _fix_value(violation: Violation, document: Document) -> Fix | None:
    node = document.nodes.get(violation.pointer)
    if node is None:
        return None
    written = document.text[slice(*node.value)]
    for write in WRITERS.get(violation.keyword, ()):
        meant = write(written, violation.value, violation.limit)
        if meant is not None:
            return Fix(safe=False, edits=(Edit(*node.value, meant),), place=violation.pointer)
    return None


def _fix_brackets(violation: Violation, document: Document) -> Fix | None:
    """Square brackets around what is to be an array, or away from the only item of one."""
    node, value = document.nodes.get(violation.pointer), violation.value
    if node is None or violation.keyword != "type":
        return None
    start, end = node.value
    edits: tuple[Edit, ...] = ()
    lone = isinstance(value, dict | str | int | float) and not isinstance(value, bool)
    if violation.limit == "array" and lone:
        edits = (Edit(start, start, "["), Edit(end, end, "]"))
    if violation.limit == "object" and isinstance(value, list) and len(value) == 1:
        first, last = document.nodes[f"{violation.pointer}/0"].value
        around = document.text[start + 1 : first] + document.text[last : end - 1]
        if not around.strip():
            edits = (Edit(start, first, ""), Edit(last, end, ""))
    uncovers = isinstance(value, dict | list)
    return Fix(False, edits, violation.pointer, uncovers) if edits else None  # noqa: FBT003
