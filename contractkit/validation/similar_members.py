"""Members of open objects that may be meant to be missing ones; nobody calls them wrong."""

from contractkit.contracts.fields import find_field
from contractkit.contracts.loading import Contract
from contractkit.contracts.similar_names import SIMILAR, similarity
from contractkit.pointers import escape
from contractkit.validation.violation import MISSING, UNKNOWN, Violation

MOST_COMPARED = 50


def find_similar_member(contract: Contract, message: str, violation: Violation) -> str | None:
    """The name of the member that is most like the missing one, and that no schema knows."""
    if violation.keyword not in MISSING or not isinstance(violation.value, dict):
        return None
    field = find_field(contract, message, violation.pointer)
    if field is None or any(one.get(key) is False for one in field.schemas for key in UNKNOWN):
        return None  # what a closed object does not know is a finding of its own
    scores = {
        name: similarity(violation.name, name) for name in list(violation.value)[:MOST_COMPARED]
    }
    for name in sorted(map(str, scores), key=lambda one: -scores[one]):
        if scores[name] < SIMILAR:
            return None
        if find_field(contract, message, f"{violation.pointer}/{escape(name)}") is None:
            return name
    return None
