"""How the dialects of schemas are read: 2020-12 where `$schema` says so, else draft-07.

The formats of texts are those of 2020-12 in both, as jsonschema-rs judges them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest, map_subschemas

if TYPE_CHECKING:
    import jsonschema_rs

# What nobody judges, although jsonschema-rs would in draft-07.
UNJUDGED = frozenset({"contentEncoding", "contentMediaType", "contentSchema"})
LATER_FORMATS = ("duration", "uuid")


def compile_native_schema(schema: Schema, **options: Any) -> "jsonschema_rs.Validator":
    """A schema as jsonschema-rs reads it."""
    from jsonschema_rs import Draft7Validator, Draft202012Validator

    if is_latest(schema):
        return Draft202012Validator(schema, validate_formats=True, **options)
    formats = _list_later_formats()
    return Draft7Validator(schema, validate_formats=True, formats=formats, **options)


def keep_dialect(schema: Schema, root: Schema) -> Schema:
    """A schema to be compiled on its own, in the dialect of the whole one that it is part of."""
    return {"$schema": root["$schema"]} | schema if is_latest(root) else schema


def drop_unjudged(schema: Schema) -> Schema:
    """One schema without the keywords that nobody judges; those inside it are as they were."""
    if UNJUDGED.isdisjoint(schema):
        return schema
    return {key: inner for key, inner in schema.items() if key not in UNJUDGED}


def drop_all_unjudged(schema: Any) -> Any:
    """A schema without these keywords, and all schemas inside it."""
    if not isinstance(schema, dict):
        return schema
    return map_subschemas(drop_unjudged(schema), drop_all_unjudged)


@lru_cache(maxsize=64)
def compile_format(name: str) -> Callable[[str], bool]:
    """Whether a text is of a format; any is of one that nobody knows."""
    from jsonschema_rs import Draft202012Validator

    fits = Draft202012Validator({"format": name}, validate_formats=True).is_valid

    def test(text: str) -> bool:
        try:
            return fits(text)
        except ValueError:  # a lone surrogate, which no format has
            return False

    return test


@lru_cache(maxsize=1)
def _list_later_formats() -> dict[str, Callable[[str], bool]]:
    """The tests of the formats that draft-07 lacks."""
    return {name: compile_format(name) for name in LATER_FORMATS}
