"""Patterns of documents: whether any engine can read them, and slashes that are not meant."""

import re
from functools import lru_cache

from contractkit.importing.documents.notes import Notes
from contractkit.importing.documents.sites import Site
from contractkit.validation.ecma_patterns import compile_pattern

_SLASHED = re.compile(r"/(.+)/[dgimsuvy]*", re.DOTALL)


def read_pattern(pattern: str, site: Site, notes: Notes) -> str | None:
    """The pattern as it is meant; None where nothing can read it."""
    slashed = _SLASHED.fullmatch(pattern)
    if slashed and (slashed[1].startswith("^") or slashed[1].endswith("$")):
        notes.add(
            "problem", site, f"the slashes around {pattern} are no part of it; read without them"
        )
        pattern = slashed[1]
    elif slashed:
        notes.add("problem", site, f"the slashes around {pattern} are a part of what is matched")
    if not is_readable(pattern):
        notes.add("left out", site, f"the pattern {pattern} cannot be read; left out")
        return None
    return pattern


@lru_cache(maxsize=1024)
def is_readable(pattern: str) -> bool:
    """Whether one of the engines can read a pattern."""
    try:
        compile_pattern(pattern)
    except re.error:
        return _is_readable_natively(pattern)
    return True


def _is_readable_natively(pattern: str) -> bool:
    import jsonschema_rs

    try:
        jsonschema_rs.validator_for({"pattern": pattern})
    except (ValueError, jsonschema_rs.ValidationError):
        return False
    return True
