"""The dialects of schemas that are read: the drafts of JSON Schema, and OpenAPI's own."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a dialect does in its own way.

    `level` orders them: of two dialects the higher has the keywords of the lower, and more.
    `identifier` is the keyword that names a schema; with `lonely_references` nothing beside `$ref`
    counts. `validates` is false for one whose vocabulary has no assertions.
    """

    name: str
    level: int
    identifier: str = "$id"
    lonely_references: bool = False
    openapi: bool = False
    validates: bool = True


DRAFT_04 = Dialect("draft-04", 4, identifier="id", lonely_references=True)
DRAFT_06 = Dialect("draft-06", 6, lonely_references=True)
DRAFT_07 = Dialect("draft-07", 7, lonely_references=True)
DRAFT_2019 = Dialect("2019-09", 9)
DRAFT_2020 = Dialect("2020-12", 12)
OPENAPI_30 = Dialect("OpenAPI 3.0", 4, identifier="", lonely_references=True, openapi=True)
OPENAPI_31 = Dialect("OpenAPI 3.1", 12, openapi=True)

BY_NAME = {
    dialect.name: dialect
    for dialect in (DRAFT_04, DRAFT_06, DRAFT_07, DRAFT_2019, DRAFT_2020, OPENAPI_30, OPENAPI_31)
}
_BY_URI = {
    "http://json-schema.org/draft-04/schema": DRAFT_04,
    "http://json-schema.org/draft-06/schema": DRAFT_06,
    "http://json-schema.org/draft-07/schema": DRAFT_07,
    "http://json-schema.org/schema": DRAFT_2020,
    "https://json-schema.org/draft/2019-09/schema": DRAFT_2019,
    "https://json-schema.org/draft/2020-12/schema": DRAFT_2020,
    "https://spec.openapis.org/oas/3.1/dialect/base": OPENAPI_31,
}
ONE_SCHEMA = (
    "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items",
    "not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
LISTED_SCHEMAS = ("allOf", "anyOf", "items", "oneOf", "prefixItems")
NAMED_SCHEMAS = (
    "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
)  # fmt: skip
# With `false`, each of these lets nothing in that is not listed.
CLOSING = ("additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties")
# What stands in one of these only decides, and has no rules.
DECIDING = ("contains", "if", "not", "propertyNames")
ANCHORS = ("$anchor", "$dynamicAnchor")


def find_dialect(uri: Any) -> Dialect | None:
    """The dialect that `$schema` names; None for one that is not known."""
    if not isinstance(uri, str):
        return None
    plain = uri.rstrip("#")
    other_scheme = plain.replace("https:", "http:", 1), plain.replace("http:", "https:", 1)
    return next((_BY_URI[name] for name in (plain, *other_scheme) if name in _BY_URI), None)


def list_subschemas(schema: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """The schemas right inside one: the tokens that lead to each, and its value."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for keyword, value in schema.items():
        if keyword in NAMED_SCHEMAS and isinstance(value, dict):
            found += [((keyword, name), inner) for name, inner in value.items()]
        elif keyword in LISTED_SCHEMAS and isinstance(value, list):
            found += [((keyword, str(index)), inner) for index, inner in enumerate(value)]
        elif keyword in ONE_SCHEMA and isinstance(value, dict):
            found.append(((keyword,), value))
    return found
