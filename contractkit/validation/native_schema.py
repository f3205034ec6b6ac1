"""The schema that jsonschema-rs compiles in place of one of ours, and what its errors are about.

A keyword `x-…` becomes a mark: a schema that fails where a plain one does not show that the keyword
is kept. What fails is then looked up by its evaluation path.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.pointers import Path, resolve
from contractkit.validation.custom_keywords import KEYWORDS
from contractkit.validation.sufficient_schemas import combine_sufficient, make_sufficient

MARK, MARKED = "x-marks", "x-marked-"
ITEM = -1
SCHEMA_MAPS = frozenset({"properties", "patternProperties", "definitions", "dependencies"})
SCHEMA_LISTS = frozenset({"allOf"})
SINGLE = frozenset({"then", "else", "items", "additionalItems", "additionalProperties"})
SUBSCHEMAS = SCHEMA_LISTS | SINGLE | {"if", "not", "anyOf", "oneOf", "contains"}
# What the two validators read, or report, in different ways.
DIFFERENT = frozenset(
    {"format", "multipleOf", "patternProperties", "propertyNames", "contentEncoding",
     "contentMediaType"}
)  # fmt: skip
DIFFERENT_PATTERN = re.compile(r"\\[bBcdDkpPsSwW]")
LOCAL = re.compile(r"#(/.*)?")
ALIKE_IN_MEMBERS = frozenset({"type", "description", "examples", "x-rules"})


@dataclass(frozen=True, slots=True)
class Place:
    """A keyword of a schema, with the order in which jsonschema comes to it.

    `order` has the position of each keyword on the way, and ITEM for the index of an item.
    """

    keyword: str
    schema: Schema
    order: tuple[int, ...]


def is_alike(schema: Any, *, top: bool = True) -> bool:
    """Whether jsonschema-rs reads all of a schema as jsonschema does, and reports it alike."""
    if isinstance(schema, list):
        return all(is_alike(inner, top=False) for inner in schema)
    if not isinstance(schema, dict):
        return True
    differs = (
        not DIFFERENT.isdisjoint(schema)
        or not _are_members_alike(schema.get("additionalProperties"))
        or ("$id" in schema and not top)
        or not LOCAL.fullmatch(str(schema.get("$ref", "#")))
        or DIFFERENT_PATTERN.search(str(schema.get("pattern", ""))) is not None
    )
    return not differs and all(
        all(is_alike(one, top=False) for one in inner.values())
        if key in SCHEMA_MAPS and isinstance(inner, dict)
        else key not in SUBSCHEMAS or is_alike(inner, top=False)
        for key, inner in schema.items()
    )


def _are_members_alike(members: Any) -> bool:
    """Whether the two report alike what is wrong in the members that have no name of their own.

    They do where only the type is asked for: of several keywords, jsonschema names all of one
    member before it comes to the next.
    """
    return not isinstance(members, dict) or members.keys() <= ALIKE_IN_MEMBERS


def mark_keywords(schema: Any, separate: frozenset[Path], path: Path | None = ()) -> Any:
    """The schema with each keyword `x-…` made one that fails where it may be broken.

    Not so in a test of a condition or a choice, where the keyword itself has to be judged, and at
    the paths of keywords that are checked apart. `path` is None below anything but `properties`.
    """
    if not isinstance(schema, dict):
        return schema
    marked: Schema = {}
    for key, inner in schema.items():
        if key in KEYWORDS:
            marked[MARKED + key] = inner
        elif key in SCHEMA_MAPS:
            below = path if key == "properties" else None
            marked[key] = {
                name: mark_keywords(one, separate, None if below is None else (*below, name))
                for name, one in inner.items()
            }
        elif key in SCHEMA_LISTS or (key == "items" and isinstance(inner, list)):
            marked[key] = [mark_keywords(one, separate, None) for one in inner]
        else:
            marked[key] = mark_keywords(inner, separate, None) if key in SINGLE else inner
    custom = {key: schema[key] for key in KEYWORDS if key in schema}
    if path in separate:
        custom.pop("x-mentions", None)
    if path == ():
        custom = {key: custom[key] for key in custom if key not in find_apart(schema)}
        if find_only_names(schema) is not None:
            marked["additionalProperties"] = True  # the position of the keyword is kept
    marks = _list_marks(custom)
    return marked | {"allOf": [*marked.get("allOf", ()), *marks]} if marks else marked


def _list_marks(custom: Mapping[str, Any]) -> list[Schema]:
    """A schema for each keyword `x-…` that fails where a plain one does not show that it is kept.

    Where there is one plain schema for all of them, it stands before them.
    """
    marks: list[Schema] = []
    for keyword, rule in custom.items():
        enough, broken = make_sufficient(keyword, rule), {MARK: keyword, "not": {}}
        marks.append({"if": enough, "else": broken} if enough else broken)
    enough = combine_sufficient(custom) if len(custom) > 1 else False
    return [{"if": enough, "else": {"allOf": marks}}] if enough else marks


def find_apart(schema: Schema) -> dict[str, Any]:
    """The keywords of the whole value for which one plain schema is sufficient.

    What fails in the compiled schema costs time by the size of the value, here the whole one.
    """
    rules = {key: schema[key] for key in KEYWORDS if key in schema and key != "x-mentions"}
    return rules if rules and combine_sufficient(rules) else {}


def find_only_names(schema: Schema) -> frozenset[str] | None:
    """The names that the whole value may have, if it is an object; None for any.

    Like the keywords of `find_apart`, this one is judged apart.
    """
    if schema.get("additionalProperties", True) is not False or "$ref" in schema:
        return None
    return frozenset(schema.get("properties", ()))


def locate_apart(root: Schema, path: Path, keyword: str) -> Place:
    """The place of a keyword `x-…` at a path of properties."""
    steps = [step for name in path for step in ("properties", name)]
    place = locate(root, (*steps, MARKED + keyword))
    return Place(keyword, place.schema, place.order)


def locate(root: Schema, path: Path) -> Place:
    """The keyword at an evaluation path; LookupError where it ends at none."""
    schema, owner = root, (root, 0)
    order: list[int] = []
    steps = iter(path)
    for step in steps:
        keyword = str(step)
        if keyword == "allOf" and any(key.startswith(MARKED) for key in schema):
            owner = (schema, len(order))
        order.append(list(schema).index("if" if keyword in ("then", "else") else keyword))
        holder, inner = schema, schema[keyword]
        if keyword == "$ref":
            inner = resolve(root, inner.removeprefix("#"))
        elif keyword in SCHEMA_MAPS or isinstance(inner, list):
            chosen = next(steps, None)
            if chosen is not None:
                index = chosen if isinstance(chosen, int) else list(inner).index(chosen)
                order.append(ITEM if keyword == "items" else index)
                inner = inner[chosen]
        elif keyword in ("items", "additionalItems"):
            order.append(ITEM)
        schema = inner
    if MARK in holder:
        (holder, depth), keyword = owner, holder[MARK]
        order[depth:] = [list(holder).index(MARKED + keyword)]
    return Place(keyword, holder, tuple(order))
