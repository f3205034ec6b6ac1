"""The schemas that apply to the same value as one: what it refers to, and its branches."""

from collections.abc import Iterator
from typing import Any

from contractkit.importing.documents.library import UnresolvedReference, follow
from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.schemas.schema_references import Conversion

CHOICES = ("oneOf", "anyOf")


def follow_references(conversion: Conversion, branch: Site) -> Site:
    """The schema that one refers to, if it refers to any; the last one that can be found."""
    for _ in range(len(conversion.definitions) + 1):
        reference = branch.value.get("$ref") if isinstance(branch.value, dict) else None
        if not isinstance(reference, str):
            break
        try:
            branch = follow(conversion.library, branch, reference)
        except UnresolvedReference:
            break
    return branch


def declares(conversion: Conversion, site: Site, name: str) -> bool:
    """Whether a schema has a property, itself or in what describes the same value."""
    parts = _list_parts(conversion, site, ("allOf", *CHOICES))
    properties = (part.get("properties") for part in parts)
    return any(isinstance(own, dict) and name in own for own in properties)


def demands(conversion: Conversion, site: Site, name: str) -> bool:
    """Whether a schema makes a property mandatory, itself or in what it stands on."""
    parts = _list_parts(conversion, site, ("allOf",))
    required = (part.get("required") for part in parts)
    return any(isinstance(own, list) and name in own for own in required)


def _list_parts(
    conversion: Conversion, site: Site, words: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """A schema, and those under these keywords, however deep, that describe the same value."""
    pending, seen = [site], set()
    while pending:
        part = follow_references(conversion, pending.pop())
        if part.key in seen or not isinstance(part.value, dict):
            continue
        seen.add(part.key)
        yield part.value
        for word in words:
            listed = part.value.get(word)
            count = len(listed) if isinstance(listed, list) else 0
            pending += [step_into(part, word, index) for index in range(count)]
