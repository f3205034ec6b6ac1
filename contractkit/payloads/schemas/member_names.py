"""Names for the members of an object of which a schema speaks by a pattern, or not at all."""

from collections.abc import Iterator

from contractkit.contracts.loading import Schema
from contractkit.payloads.patterns.matching import matches
from contractkit.payloads.patterns.parsing import parse_pattern
from contractkit.payloads.patterns.strings import list_matches

USUAL = ("name", "other", *(f"extra{number}" for number in range(1, 20)), "")
NUMBERED = tuple(f"extra{number}" for number in range(20, 300))
LONGEST_MATCH, MOST_TRIED = 20, 40


def list_matching_names(pattern: str) -> Iterator[str]:
    """Names that match a pattern, the plainest first; none where it cannot be read."""
    try:
        found = list_matches(parse_pattern(pattern), LONGEST_MATCH, MOST_TRIED)
    except (ValueError, IndexError):
        found = []
    tried = (*found, *(f"{one}a" for one in found), *(f"a{one}" for one in found))
    return (name for name in dict.fromkeys(tried) if matches(pattern, name))


def find_matching_name(schema: Schema, pattern: str) -> str | None:
    """A name that matches a pattern of a schema, and is not one that it knows."""
    known = schema.get("properties", {})
    return next((name for name in list_matching_names(pattern) if name not in known), None)


def find_new_name(schema: Schema) -> str | None:
    """A name of which a schema speaks neither by itself nor by a pattern."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return next(
        (
            name
            for name in USUAL
            if name not in known and not any(matches(pattern, name) for pattern in patterns)
        ),
        None,
    )
