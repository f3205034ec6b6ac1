"""What kind of value several schemas ask for together."""

from collections.abc import Sequence

from contractkit.contracts.loading import Schema
from contractkit.payloads.schemas.conjunctions import CHOICES, find_types, is_impossible

KIND_BY_KEYWORD = (
    ("object", ("properties", "required", "additionalProperties", "patternProperties",
                "propertyNames", "minProperties", "maxProperties", "dependentRequired",
                "dependentSchemas", "unevaluatedProperties")),
    ("array", ("items", "minItems", "maxItems", "prefixItems", "contains", "uniqueItems",
               "unevaluatedItems")),
    ("string", ("minLength", "maxLength", "pattern", "format")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)  # fmt: skip


def find_kind(schemas: Sequence[Schema]) -> str:
    """A type of JSON Schema, or `enum`, `either`, `choice`, `any` or `nothing`."""
    if any("enum" in schema or "const" in schema for schema in schemas):
        return "enum"
    types = find_types(schemas)
    if types == () or any(map(is_impossible, schemas)):
        return "nothing"
    if find_choice(schemas) or (types and len(types) > 1):
        return "choice"
    return types[0] if types else _guess_kind(schemas)


def _guess_kind(schemas: Sequence[Schema]) -> str:
    """The kind where no type is asked for: that which the keywords are about."""
    if any("if" in schema for schema in schemas):
        return "either"
    for kind, keywords in KIND_BY_KEYWORD:
        if any(keyword in schema for schema in schemas for keyword in keywords):
            return kind
    return "any"


def find_kind_of(keyword: str) -> str | None:
    """The type of the values that a keyword is about; None where it is about any."""
    return next((kind for kind, keywords in KIND_BY_KEYWORD if keyword in keywords), None)


def find_choice(schemas: Sequence[Schema]) -> tuple[int, str] | None:
    """The first of the schemas that offers several, and by which keyword, if one does."""
    for place, schema in enumerate(schemas):
        for keyword in CHOICES:
            if keyword in schema:
                return place, keyword
    return None
