"""The validators for the dialect of a schema: 2020-12 where `$schema` says so, else draft-07."""

from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest

if TYPE_CHECKING:
    import jsonschema_rs


def compile_native_schema(schema: Schema, **options: Any) -> "jsonschema_rs.Validator":
    """A schema as jsonschema-rs reads it."""
    from jsonschema_rs import Draft7Validator, Draft202012Validator

    compile_schema = Draft202012Validator if is_latest(schema) else Draft7Validator
    return compile_schema(schema, **options)


def find_reference_class(root: Schema) -> Any:
    """The class of jsonschema's validators for the dialect of a whole schema."""
    from jsonschema import Draft7Validator, Draft202012Validator

    return Draft202012Validator if is_latest(root) else Draft7Validator


def keep_dialect(schema: Schema, root: Schema) -> Schema:
    """A schema to be compiled on its own, in the dialect of the whole one that it is part of."""
    return {"$schema": root["$schema"]} | schema if is_latest(root) else schema
