"""The validators for the dialect of a schema: 2020-12 where `$schema` says so, else draft-07."""

from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest
from contractkit.validation.format_tests import list_later_formats

if TYPE_CHECKING:
    import jsonschema_rs


def compile_native_schema(schema: Schema, **options: Any) -> "jsonschema_rs.Validator":
    """A schema as jsonschema-rs reads it."""
    from jsonschema_rs import Draft7Validator, Draft202012Validator

    if is_latest(schema):
        return Draft202012Validator(schema, validate_formats=True, **options)
    formats = list_later_formats()
    return Draft7Validator(schema, validate_formats=True, formats=formats, **options)


def keep_dialect(schema: Schema, root: Schema) -> Schema:
    """A schema to be compiled on its own, in the dialect of the whole one that it is part of."""
    return {"$schema": root["$schema"]} | schema if is_latest(root) else schema
