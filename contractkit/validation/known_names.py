"""Which names of an object's members a schema has something to say about."""

from collections.abc import Iterable

from contractkit.contracts.loading import Schema
from contractkit.validation.ecma_patterns import compile_matcher


def list_unknown_names(schema: Schema, names: Iterable[str]) -> list[str]:
    """Those names that a schema has neither under `properties` nor under `patternProperties`."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties")
    unknown = [name for name in names if name not in known]
    if not patterns or not unknown:
        return unknown
    matchers = list(map(compile_matcher, patterns))
    return [name for name in unknown if not any(matches(name) for matches in matchers)]
