"""Schemas without the keywords that nobody judges, although jsonschema-rs would."""

from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import map_subschemas

UNJUDGED = frozenset({"contentEncoding", "contentMediaType", "contentSchema"})


def drop_unjudged(schema: Schema) -> Schema:
    """One schema without these keywords; those inside it are as they were."""
    if UNJUDGED.isdisjoint(schema):
        return schema
    return {key: inner for key, inner in schema.items() if key not in UNJUDGED}


def drop_all_unjudged(schema: Any) -> Any:
    """A schema without these keywords, and all schemas inside it."""
    if not isinstance(schema, dict):
        return schema
    return map_subschemas(drop_unjudged(schema), drop_all_unjudged)
