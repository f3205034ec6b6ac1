"""Gives each asserting keyword of the plain schemas its rule, and collects what its page says."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from contractkit.importing.documents.dialects import (
    CLOSING,
    DECIDING,
    LISTED_SCHEMAS,
    NAMED_SCHEMAS,
    ONE_SCHEMA,
)
from contractkit.importing.documents.sites import Site
from contractkit.importing.rules.place_words import Root, describe_site, find_root
from contractkit.importing.rules.rule_ids import RuleIds
from contractkit.importing.schemas.formats import FORMATS
from contractkit.importing.schemas.keyword_values import ASSERTIONS
from contractkit.importing.schemas.schema_references import Conversion, Origin
from contractkit.pointers import escape

Schema = dict[str, Any]
DIRECTIONS = ("readOnly", "writeOnly")
CHOICES = ("anyOf", "contains", "not", "oneOf", "propertyNames")


@dataclass(frozen=True, slots=True)
class SchemaRule:
    """A rule of one keyword: the schema that has it, the words of its place, and its source.

    `file` is the document as the source names it, `name` the property of a `required`.
    """

    id: str
    keyword: str
    place: str
    subject: str
    schema: Schema
    site: Site
    file: str
    name: str = ""


@dataclass(slots=True, eq=False)
class RuleBook:
    """The rules so far by id; `roots` has the places where the schemas of messages begin."""

    ids: RuleIds
    main: str
    roots: dict[tuple[str, str], Root] = field(default_factory=dict)
    rules: dict[str, SchemaRule] = field(default_factory=dict)


def add_rules(book: RuleBook, conversion: Conversion, schema: Schema) -> None:
    """Put `x-rules` beside the keywords of a plain schema, and of those inside that judge."""
    pending = [schema]
    while pending:
        schema = pending.pop()
        named = _name_rules(book, conversion.origins[id(schema)], schema)
        if named:
            schema["x-rules"] = named
        pending += reversed(list(list_judging(schema)))


def list_judging(schema: Schema) -> Iterator[Schema]:
    """The schemas right inside one that judge, and do not only decide."""
    for keyword, value in schema.items():
        if keyword in DECIDING or keyword == "$defs":
            continue
        if keyword in NAMED_SCHEMAS and isinstance(value, dict):
            yield from value.values()
        elif keyword in LISTED_SCHEMAS and isinstance(value, list):
            yield from value
        elif keyword in ONE_SCHEMA and isinstance(value, dict):
            yield value


def _name_rules(book: RuleBook, origin: Origin, schema: Schema) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword == "required":
            rules = {name: _add(book, origin, schema, keyword, name) for name in value}
            named |= {keyword: rules} if rules else {}
        elif _is_judged(keyword, value) or (
            keyword in DIRECTIONS and value is True and origin.site.dialect.openapi
        ):
            named[keyword] = _add(book, origin, schema, keyword)
    return named


def _is_judged(keyword: str, value: Any) -> bool:
    if keyword in CLOSING:
        return value is False
    if keyword == "format":
        return value in FORMATS
    if keyword == "const":
        return True
    return keyword in CHOICES or (keyword in ASSERTIONS and value is not False)


def _add(book: RuleBook, origin: Origin, schema: Schema, keyword: str, name: str = "") -> str:
    site = origin.site
    part = f" {origin.part}{origin.below}" if origin.part else ""
    place = f"{name_place(book, site)}{part} {keyword}{f' {name}' if name else ''}"
    rule = book.ids.find(place)
    if rule not in book.rules:
        source = origin.sources.get(keyword, keyword)
        pointer = f"{site.pointer}/{escape(source)}"
        at = replace(site, pointer=pointer)
        described = replace(site, pointer=site.pointer + origin.below)
        subject = describe_site(described, book.roots)
        book.rules[rule] = SchemaRule(
            rule, keyword, place, subject, schema, at, name_file(book, site), name
        )
    return rule


def name_file(book: RuleBook, site: Site) -> str:
    """A document as it is called in sources: its path from the main one on."""
    if "://" in site.document.path:
        return site.document.path
    return os.path.relpath(site.document.path, os.path.dirname(book.main) or ".")


def name_place(book: RuleBook, site: Site) -> str:
    """What a place is called for its rules' sake, whatever else changes in the document."""
    pointer = site.pointer
    shown = "" if site.document.path == book.main else name_file(book, site)
    root = find_root(site, book.roots)
    if root is not None and book.roots[root].name:
        pointer = book.roots[root].name + pointer.removeprefix(root[1])
    return f"{shown}#{pointer}"
