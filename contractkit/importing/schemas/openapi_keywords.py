"""The words that OpenAPI has beside those of JSON Schema: `nullable`, `example`, its formats."""

from typing import Any

from contractkit.importing.documents.document import is_number
from contractkit.importing.documents.notes import Notes
from contractkit.importing.documents.sites import Site

# Known, and of no matter for what is judged.
NO_JSON_SCHEMA = frozenset({"discriminator", "example", "externalDocs", "nullable", "xml"})
WHOLE_NUMBERS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
_NO_CONSTRAINTS = frozenset({"default", "description", "example", "nullable", "title"})
_SINCE_31 = (
    "$defs", "const", "contains", "dependentRequired", "dependentSchemas", "else", "if",
    "maxContains", "minContains", "patternProperties", "prefixItems", "propertyNames", "then",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip


def is_nullable(site: Site) -> bool:
    """Whether a schema of OpenAPI says that null is right as well, itself or in its `allOf`."""
    if not site.dialect.openapi:
        return False
    return site.value.get("nullable") is True or has_nullable_part(site)


def has_nullable_part(site: Site) -> bool:
    """Whether one part of the `allOf` says `nullable` alone: that is meant of the whole."""
    parts = site.value.get("allOf")
    return isinstance(parts, list) and any(
        isinstance(part, dict) and part.get("nullable") is True and set(part) <= _NO_CONSTRAINTS
        for part in parts
    )


def allow_null(schema: dict[str, Any], site: Site, notes: Notes) -> bool:
    """Let a schema with a type of its own take null; false where it has none, or more to say."""
    combined = {"$ref", "allOf", "anyOf", "const", "if", "not", "oneOf"} & set(schema)
    if "type" not in schema or combined:
        return False
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "null" not in types:
        schema["type"] = [*types, "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
        notes.add("read as meant", site, "“nullable” beside an “enum” without null; null is taken")
    return True


def read_openapi_keywords(keywords: dict[str, Any], site: Site, notes: Notes) -> None:
    """Turn what only OpenAPI says into what JSON Schema says, in place."""
    if site.dialect.level == 4:  # noqa: PLR2004 - OpenAPI 3.0
        _tell_newer_words(keywords, site, notes)
    elif keywords.get("nullable") is True:
        text = f"“nullable” is no keyword of {site.dialect.name}; read as meant"
        notes.add("read as meant", site, text, "/nullable")
    if has_nullable_part(site):
        text = (
            "“nullable” alone in a part of the “allOf” lets nothing more in; read as of the whole"
        )
        notes.add("read as meant", site, text, "/allOf")
    if "example" in keywords and "examples" not in keywords:
        keywords["examples"] = [keywords["example"]]
    if isinstance(keywords.get("format"), str):
        _read_format(keywords, site, notes)


def _tell_newer_words(keywords: dict[str, Any], site: Site, notes: Notes) -> None:
    newer = [f"“{keyword}”" for keyword in keywords if keyword in _SINCE_31]
    if isinstance(keywords.get("type"), list):
        newer.insert(0, "a list as “type”")
    if keywords.get("type") == "null":
        newer.insert(0, "“null” as “type”")
    if newer:
        text = f"{', '.join(newer)} is of OpenAPI 3.1; read as meant"
        notes.add("read as meant", site, text)


def _read_format(keywords: dict[str, Any], site: Site, notes: Notes) -> None:
    name = keywords["format"]
    if name in WHOLE_NUMBERS:
        least, most = WHOLE_NUMBERS[name]
        del keywords["format"]
        if "exclusiveMinimum" not in keywords and is_number(keywords.get("minimum", least)):
            keywords["minimum"] = max(least, keywords.get("minimum", least))
        if "exclusiveMaximum" not in keywords and is_number(keywords.get("maximum", most)):
            keywords["maximum"] = min(most, keywords.get("maximum", most))
    elif name == "byte":
        del keywords["format"]
        keywords.setdefault("contentEncoding", "base64")
        keywords.setdefault("pattern", BASE64)
    elif name == "binary":
        del keywords["format"]
        notes.add("left out", site, "“binary” is no form of JSON: any string is taken", "/format")
