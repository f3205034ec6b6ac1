"""Bodies of requests and answers: the JSON among their content types, and its examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.openapi.reader import (
    Reader,
    get_object,
    list_members,
    open_reference,
)

_JSON = re.compile(r"(application|text)/json|[\w.-]+/([\w.-]+|\*)\+json", re.IGNORECASE)
_ANY = ("*/*", "application/*")
PLAIN = "application/json"


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """The JSON of a body: its media type as it is sent, its object, and its schema, if any."""

    media_type: str
    site: Site
    schema: Site | None


def choose_content(reader: Reader, holder: Site) -> Content | None:
    """The JSON that a request or an answer may have; all other types are told as left out."""
    contents = list(list_members(get_object(holder, "content")))
    ranked = sorted(
        (pair for pair in contents if _rank(pair[0]) is not None),
        key=lambda pair: _rank(pair[0]) or 0,
    )
    chosen = ranked[0] if ranked else None
    for name, site in contents:
        if chosen is None or name != chosen[0]:
            _tell_other(reader, name, site, chosen)
    if chosen is None:
        return None
    name, site = chosen
    schema = site.value.get("schema")
    has_schema = isinstance(schema, dict | bool)
    if not has_schema:
        reader.tell("left out", site, "has no schema: any JSON is taken")
    sent = PLAIN if name.partition(";")[0].strip() in _ANY or "*" in name else name
    return Content(sent, site, step_into(site, "schema") if has_schema else None)


def is_json(name: str) -> bool:
    """Whether a media type is JSON."""
    return _rank(name) is not None


def _rank(name: str) -> int | None:
    """How much a media type is to be preferred; None for one that is not JSON."""
    plain = name.partition(";")[0].strip().lower()
    if plain == PLAIN:
        return 0
    if _JSON.fullmatch(plain):
        return 1
    return 2 + _ANY.index(plain) if plain in _ANY else None


def _tell_other(reader: Reader, name: str, site: Site, chosen: tuple[str, Site] | None) -> None:
    same = chosen is not None and site.value.get("schema") == chosen[1].value.get("schema")
    if _rank(name) is None:
        reader.tell("left out", site, f"{name} is not JSON")
    elif not same and chosen is not None:
        reader.tell("left out", site, f"{name} beside {chosen[0]}, which is judged")


def list_examples(reader: Reader, content: Content) -> Iterator[tuple[str, Any, Site]]:
    """The examples of a body: their names, values and places."""
    if "example" in content.site.value:
        place = step_into(content.site, "example")
        yield "example", place.value, place
    for name, site in list_members(get_object(content.site, "examples")):
        opened = open_reference(reader, site, f"the example {name}")
        if opened is not None and "value" in opened.value:
            place = step_into(opened, "value")
            yield name, place.value, place
        elif opened is not None:
            reader.tell("left out", opened, f"the example {name} has no value in the document")
    if content.schema is not None and isinstance(content.schema.value, dict):
        yield from _list_schema_examples(reader, content.schema)


def _list_schema_examples(reader: Reader, schema: Site) -> Iterator[tuple[str, Any, Site]]:
    """The examples that stand in the schema itself, or the one that it refers to."""
    opened = open_reference(reader, schema, "the schema") if "$ref" in schema.value else schema
    if opened is None:
        return
    if "example" in opened.value:
        place = step_into(opened, "example")
        yield "schema-example", place.value, place
    listed = opened.value.get("examples")
    for index in range(len(listed)) if isinstance(listed, list) else ():
        place = step_into(opened, "examples", index)
        yield f"schema-example-{index + 1}", place.value, place
