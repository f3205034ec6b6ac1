"""Mistakes in schemas that are told at once: what they ask for cannot be, or is not meant."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from contractkit.errors import DocumentError
from contractkit.importing.documents.sites import Site
from contractkit.importing.schemas.feasibility import (
    Feasibility,
    Obstacle,
    find_obstacle,
    gather_parts,
)
from contractkit.importing.schemas.message_schemas import read_name
from contractkit.importing.schemas.reference_loops import list_in_place
from contractkit.importing.schemas.schema_references import Conversion, Schema
from contractkit.jsontext.display import show_value
from contractkit.validation.value_types import is_of_type

BOUNDS = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
    ("minimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)
MOST_NAMES = 4
_REFERENCE = frozenset({"$ref", "description", "title"})
# What lets an object with none of the listed properties be.
_SAYS_NOTHING = frozenset({
    "$ref", "allOf", "default", "deprecated", "description", "examples", "properties", "title",
    "type", "x-rules",
})  # fmt: skip


def tell_contradictions(known: Feasibility, roots: Iterable[Schema]) -> None:
    """Note every mistake in the schemas of a conversion; what nothing meets, with its cause."""
    conversion = known.conversion
    for name, schema in conversion.definitions.items():
        obstacle = find_obstacle(known, schema) if name not in known.met else None
        if obstacle is not None:
            site = find_site(conversion, obstacle.schema) or conversion.targets[name]
            conversion.notes.add("problem", site, f"nothing fits: {obstacle.reason}")
    whole = [*roots, *conversion.definitions.values()]
    told = {id(schema) for schema in whole}
    for value in _list_values(whole):
        if id(value) not in told:
            _tell_impossible(known, value)
        _tell_unknown_names(known, value)
        _tell_closed_parts(known, value)
        for part in list_in_place(value):
            _tell_bounds(conversion, part)
            _tell_unfit_values(conversion, part)
            _tell_overlap(known, part)


def _tell_impossible(known: Feasibility, value: Schema) -> None:
    """A member that can never be there, unless the document says just that."""
    if value.get("not") == {} or "$ref" in value:
        return
    obstacle = find_obstacle(known, value)
    site = find_site(known.conversion, value)
    if obstacle is not None and site is not None:
        known.conversion.notes.add("problem", site, f"nothing fits: {obstacle.reason}")


def find_site(conversion: Conversion, schema: Schema) -> Site | None:
    """Where a plain schema comes from, if that is known."""
    origin = conversion.origins.get(id(schema))
    return origin.site if origin else None


def refuse_schema(conversion: Conversion, obstacle: Obstacle, site: Site) -> DocumentError:
    """The error of a schema that nothing meets; `site` is where it stands."""
    at = find_site(conversion, obstacle.schema) or site
    reason = f"line {at.line}, #{at.pointer}: nothing can meet it: {obstacle.reason}"
    return DocumentError(at.document.path, reason)


def _list_values(roots: list[Schema]) -> Iterator[Schema]:
    """The schemas of whole values: the roots, and those of properties and items below them."""
    pending = list(roots)
    while pending:
        root = pending.pop()
        yield root
        for part in list_in_place(root):
            pending += _list_members(part)


def _list_members(schema: Schema) -> Iterator[Schema]:
    for word in ("properties", "patternProperties"):
        yield from schema.get(word, {}).values()
    yield from schema.get("prefixItems", ())
    for word in ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"):
        if isinstance(schema.get(word), dict):
            yield schema[word]


def _add(conversion: Conversion, schema: Schema, text: str, keyword: str) -> None:
    site = find_site(conversion, schema)
    if site is not None:
        conversion.notes.add("problem", site, text, f"/{keyword}")


def _tell_bounds(conversion: Conversion, schema: Schema) -> None:
    for low, high in BOUNDS:
        if low in schema and high in schema and schema[low] > schema[high]:
            text = f"“{low}” ({schema[low]}) is above “{high}” ({schema[high]})"
            _add(conversion, schema, text, low)


def _tell_unfit_values(conversion: Conversion, schema: Schema) -> None:
    """Values that are listed, and have none of the types."""
    types = schema.get("type")
    if types is None:
        return
    names = types if isinstance(types, list) else [types]
    values: list[Any] = schema.get("enum", [])
    unfit = [value for value in values if not any(is_of_type(value, name) for name in names)]
    if unfit:
        shown = ", ".join(map(show_value, unfit[:MOST_NAMES]))
        text = f"{shown} in “enum” can never be right: the type is {' or '.join(names)}"
        _add(conversion, schema, text, "enum")


def _tell_overlap(known: Feasibility, schema: Schema) -> None:
    """Forms of a `oneOf` that are the same, or take any object with none of their properties."""
    names = [
        branch["$ref"]
        for branch in schema.get("oneOf", ())
        if "$ref" in branch and set(branch) <= _REFERENCE
    ]
    for name in sorted({name for name in names if names.count(name) > 1}):
        shown = read_name(name)
        text = f"“{shown}” stands twice in “oneOf”: what fits it fits two forms, and so none"
        _add(known.conversion, schema, text, "oneOf")
    open_forms = [branch for branch in schema.get("oneOf", ()) if _is_open(known, branch)]
    if len(open_forms) > 1:
        text = (
            f"{len(open_forms)} forms of “oneOf” have no mandatory property, so that a payload "
            "mostly fits several; “required”, a discriminator or “anyOf” would tell"
        )
        _add(known.conversion, schema, text, "oneOf")


def _is_open(known: Feasibility, branch: Schema) -> bool:
    """Whether a form asks for nothing but an object."""
    parts = gather_parts(known, [branch])
    asked = {keyword for part in parts for keyword in part} - _SAYS_NOTHING
    kinds = {str(part["type"]) for part in parts if "type" in part}
    return not asked and kinds == {"object"}


def _tell_unknown_names(known: Feasibility, value: Schema) -> None:
    """Mandatory names that no `properties` has: mostly misspelt."""
    parts = _gather_all(known, value)
    names = {name for part in parts for name in part.get("properties", {})}
    is_open = any(
        isinstance(part.get(word), dict) and part[word]
        for part in parts
        for word in ("additionalProperties", "patternProperties", "unevaluatedProperties")
    )
    if not names or is_open:
        return
    for part in parts:
        for name in part.get("required", ()):
            if name not in names:
                similar = get_close_matches(name, names, n=1)
                hint = f"; did you mean “{similar[0]}”?" if similar else ""
                text = f"“{name}” is mandatory, and no “properties” has it{hint}"
                _add(known.conversion, part, text, "required")


def _gather_all(known: Feasibility, value: Schema) -> list[Schema]:
    """Every schema that may describe the same value: branches of choices too."""
    parts: list[Schema] = []
    seen: set[int] = set()
    pending = [value]
    while pending:
        for part in gather_parts(known, [pending.pop()]):
            if id(part) not in seen:
                seen.add(id(part))
                parts.append(part)
                pending += [*part.get("anyOf", ()), *part.get("oneOf", ())]
                pending += [part[word] for word in ("if", "then", "else") if word in part]
                pending += part.get("dependentSchemas", {}).values()
    return parts


def _tell_closed_parts(known: Feasibility, value: Schema) -> None:
    """A part of an `allOf` that does not let in what the other parts describe."""
    parts = gather_parts(known, [value])
    for part in parts if len(parts) > 1 else ():
        if part.get("additionalProperties") is not False or "patternProperties" in part:
            continue
        own = set(part.get("properties", {}))
        others = {
            name: None for other in parts for name in other.get("properties", {}) if name not in own
        }
        if others:
            shown = ", ".join(f"“{name}”" for name in [*others][:MOST_NAMES])
            more = ", …" if len(others) > MOST_NAMES else ""
            text = (
                f"“additionalProperties: false” in a part of an “allOf” does not let in "
                f"{shown}{more} of the other parts; “unevaluatedProperties: false” beside the "
                "“allOf” would"
            )
            _add(known.conversion, part, text, "additionalProperties")
