"""Schemas of any dialect in one plain form of draft 2020-12.

`$ref` leads only to `#/$defs/NAME`; no schema below the top has an identifier or an anchor, and
none is a boolean but where that is what the keyword is for.
"""

from dataclasses import replace
from typing import Any

from contractkit.importing.documents.dialects import (
    CLOSING,
    LISTED_SCHEMAS,
    NAMED_SCHEMAS,
    ONE_SCHEMA,
)
from contractkit.importing.documents.library import enter, is_uri
from contractkit.importing.documents.sites import Site
from contractkit.importing.schemas.discriminators import bind_branches
from contractkit.importing.schemas.formats import FORMATS
from contractkit.importing.schemas.keyword_values import ANNOTATIONS, ASSERTIONS, tell_unfit
from contractkit.importing.schemas.modern_keywords import modernise
from contractkit.importing.schemas.openapi_keywords import (
    NO_JSON_SCHEMA,
    allow_null,
    is_nullable,
    read_openapi_keywords,
)
from contractkit.importing.schemas.patterns import read_pattern
from contractkit.importing.schemas.schema_references import (
    Conversion,
    Origin,
    Schema,
    Scope,
    note_origin,
    refer,
    widen,
)
from contractkit.importing.schemas.subtypes import convert_subtypes, is_base, open_base
from contractkit.pointers import escape

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_NAMES = frozenset({
    "$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema",
    "$vocabulary", "definitions", "id",
})  # fmt: skip


def convert_root(conversion: Conversion, site: Site) -> Schema:
    """The plain form of a schema; what it refers to is among the definitions afterwards."""
    schema = _convert(conversion, site, ())
    while conversion.waiting:
        name, target, scope, form = conversion.waiting.pop(0)
        if form:
            target = open_base(conversion, target)
        if form or not is_base(conversion, target):
            conversion.definitions[name] = _convert(conversion, target, scope)
        else:
            conversion.definitions[name] = convert_subtypes(conversion, target, scope)
    return schema


def _convert(conversion: Conversion, site: Site, scope: Scope) -> Schema:
    site = enter(conversion.library, site)
    scope = widen(conversion, site, scope)
    value = site.value
    if value is False:
        return note_origin(conversion, {"not": {}}, Origin(site, "false"))
    if not isinstance(value, dict):
        if value is not True:
            conversion.notes.add("left out", site, "is no schema; anything is taken there")
        return note_origin(conversion, {}, Origin(site))
    if site.dialect.lonely_references and isinstance(value.get("$ref"), str):
        return _convert_lonely(conversion, site, scope)
    return _convert_keywords(conversion, site, scope)


def _convert_lonely(conversion: Conversion, site: Site, scope: Scope) -> Schema:
    """A reference beside which nothing counts, but what people write there and mean."""
    schema = refer(conversion, site, "$ref", scope)
    beside = [key for key in site.value if key not in {"$ref", *_NAMES} and key[:2] != "x-"]
    meant = [key for key in beside if key in ("description", "title", "nullable", "default")]
    for keyword in ("description", "title"):
        if isinstance(site.value.get(keyword), str):
            schema[keyword] = site.value[keyword]
    if meant and site.dialect.openapi:
        listed = " and ".join(f"“{key}”" for key in meant)
        text = f"{listed} beside “$ref” does not count in {site.dialect.name}; read as meant"
        conversion.notes.add("read as meant", site, text)
    ignored = [key for key in beside if key not in meant]
    if ignored:
        listed = ", ".join(f"“{key}”" for key in ignored)
        text = f"{listed} beside “$ref” counts for nothing in {site.dialect.name}; left out"
        conversion.notes.add("left out", site, text)
    schema = note_origin(conversion, schema, Origin(site))
    return _wrap(conversion, site, schema) if is_nullable(site) else schema


def _wrap(conversion: Conversion, site: Site, schema: Schema) -> Schema:
    """The schema, or null."""
    null = note_origin(conversion, {"type": "null"}, Origin(site, "null"))
    return note_origin(conversion, {"anyOf": [schema, null]}, Origin(site, "nullable"))


def _convert_keywords(conversion: Conversion, site: Site, scope: Scope) -> Schema:
    notes = conversion.notes

    def say(keyword: str, text: str) -> None:
        notes.add("read as meant", site, text, f"/{escape(keyword)}")

    modern = modernise(site.value, site.dialect, say)
    if site.dialect.openapi:
        read_openapi_keywords(modern.keywords, site, notes)
    schema: Schema = {}
    origin = Origin(site, sources=modern.sources)
    for keyword, value in modern.keywords.items():
        inside = Site(
            site.document,
            f"{site.pointer}/{escape(modern.sources.get(keyword, keyword))}",
            value,
            site.base,
            site.dialect,
        )
        _take_keyword(conversion, schema, keyword, inside, scope)
    if site.dialect.openapi:
        bind_branches(conversion, schema, site)
    note_origin(conversion, schema, origin)
    if is_nullable(site) and not allow_null(schema, site, notes):
        return _wrap(conversion, site, schema)
    return schema


def _take_keyword(
    conversion: Conversion, schema: Schema, keyword: str, inside: Site, scope: Scope
) -> None:
    """Put one keyword, whose value `inside` is, into the plain schema."""
    value = inside.value
    if keyword in REFERENCES and inside.dialect.level >= _first_level(keyword):
        _add_reference(conversion, schema, keyword, inside, scope)
    elif keyword in NAMED_SCHEMAS or keyword in LISTED_SCHEMAS or keyword in ONE_SCHEMA:
        if keyword not in _NAMES:
            _take_schemas(conversion, schema, keyword, inside, scope)
    elif keyword in ASSERTIONS:
        _take_assertion(conversion, schema, keyword, inside)
    elif keyword in ANNOTATIONS:
        schema[keyword] = value
    elif keyword.startswith("x-"):
        conversion.notes.add("left out", inside, "extensions (x-…) are not read")
    elif _is_no_name(keyword, inside):
        conversion.notes.add("problem", inside, f"{value} is no URI, and names nothing")
    elif not _is_silent(keyword, inside):
        conversion.notes.add(
            "left out", inside, f"“{keyword}” is no keyword of {inside.dialect.name}"
        )


def _first_level(keyword: str) -> int:
    return {"$ref": 0, "$dynamicRef": 12, "$recursiveRef": 9}[keyword]


def _is_no_name(keyword: str, inside: Site) -> bool:
    """Whether it is an identifier that cannot be read."""
    is_identifier = keyword == inside.dialect.identifier and isinstance(inside.value, str)
    return is_identifier and not is_uri(inside.base, inside.value)


def _is_silent(keyword: str, site: Site) -> bool:
    """Whether nobody misses the keyword: a name, or one that has no part in judging."""
    known = keyword in NO_JSON_SCHEMA and site.dialect.openapi
    return keyword in _NAMES or known


def _take_assertion(conversion: Conversion, schema: Schema, keyword: str, inside: Site) -> None:
    value = inside.value
    if not inside.dialect.validates:
        return
    wanted = tell_unfit(keyword, value)
    if wanted:
        conversion.notes.add("left out", inside, f"“{keyword}” is not {wanted}; left out")
        return
    if keyword == "pattern":
        pattern = read_pattern(value, inside, conversion.notes)
        if pattern is None:
            return
        value = pattern
    if keyword == "format" and value not in FORMATS:
        conversion.notes.add("left out", inside, f"the format “{value}” is not judged")
    schema[keyword] = _tidy(keyword, value)


def _tidy(keyword: str, value: Any) -> Any:
    """Counts as whole numbers; a list of one type as the type."""
    if (
        isinstance(value, float)
        and keyword.startswith(("min", "max"))
        and len(keyword) > len("max")
    ):
        return int(value) if value.is_integer() and not keyword.endswith("imum") else value
    if keyword == "type" and isinstance(value, list) and len(value) == 1:
        return value[0]
    if keyword == "required":
        return list(dict.fromkeys(value))
    return value


def _take_schemas(
    conversion: Conversion, schema: Schema, keyword: str, inside: Site, scope: Scope
) -> None:
    """Put a keyword whose value is a schema, or several, into the plain schema."""
    value = inside.value
    if keyword in NAMED_SCHEMAS and isinstance(value, dict):
        schema[keyword] = {name: _convert(conversion, _step(inside, name), scope) for name in value}
        if keyword == "patternProperties":
            _read_pattern_names(conversion, schema, inside)
    elif keyword in LISTED_SCHEMAS and isinstance(value, list) and value:
        before = schema.get(keyword, []) if keyword == "allOf" else []
        schema[keyword] = before + [
            _convert(conversion, _step(inside, index), scope) for index in range(len(value))
        ]
    elif keyword in ONE_SCHEMA and isinstance(value, dict | bool):
        closed = value is False and keyword in CLOSING
        schema[keyword] = False if closed else _convert(conversion, inside, scope)
    else:
        conversion.notes.add("left out", inside, f"“{keyword}” holds no schema; left out")


def _step(inside: Site, token: str | int) -> Site:
    return replace(inside, value=inside.value[token], pointer=f"{inside.pointer}/{escape(token)}")


def _read_pattern_names(conversion: Conversion, schema: Schema, inside: Site) -> None:
    readable = {
        read_pattern(name, _step(inside, name), conversion.notes): inner
        for name, inner in schema["patternProperties"].items()
    }
    schema["patternProperties"] = {
        name: inner for name, inner in readable.items() if name is not None
    }


def _add_reference(
    conversion: Conversion, schema: Schema, keyword: str, inside: Site, scope: Scope
) -> None:
    if not isinstance(inside.value, str):
        conversion.notes.add("left out", inside, f"“{keyword}” is no text; left out")
        return
    reference = refer(conversion, replace(inside, value={keyword: inside.value}), keyword, scope)
    if id(reference) in conversion.unresolved:
        conversion.unresolved[id(schema)] = conversion.unresolved[id(reference)]
    if "$ref" in schema:
        schema.setdefault("allOf", []).append(note_origin(conversion, reference, Origin(inside)))
    else:
        schema |= reference
