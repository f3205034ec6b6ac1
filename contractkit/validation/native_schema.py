"""The schema that jsonschema-rs compiles in place of one of ours, and what its errors are about.

A keyword `x-…` becomes a mark: a schema that fails where a plain one does not show that the keyword
is kept. What fails is then looked up by its evaluation path.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import (
    SCHEMA_MAPS,
    find_definition,
    list_subschemas,
    map_subschemas,
)
from contractkit.pointers import Path
from contractkit.validation.broken_keywords import REFUSED
from contractkit.validation.custom_keywords import KEYWORDS
from contractkit.validation.dialects import drop_all_unjudged, drop_unjudged
from contractkit.validation.sufficient_schemas import combine_sufficient, make_sufficient
from contractkit.validation.violation import CHOICES

MARK, MARKED = "x-marks", "x-marked-"
OPEN = -1  # in an order: the position of an item or a member, which depends on the value
MARKED_LISTS = frozenset({"allOf", "prefixItems"})
MARKED_SINGLE = frozenset({"then", "else", "items", "additionalItems", "additionalProperties"})
# What the two validators read, or report, in different ways.
DIFFERENT = frozenset(
    {"$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"}
)
LOCAL = re.compile(r"#(/.*)?")
WITH_ITEMS = frozenset({"items", "prefixItems", "additionalItems"})
WITH_VALUES = WITH_ITEMS | {"additionalProperties", "patternProperties"}
# Where each of these stands in a schema: the keyword that jsonschema judges it with.
JUDGED_WITH = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
CLOSING = frozenset(
    {"items", "propertyNames", "additionalProperties"}
)  # which are broken themselves where they are false


class Place(NamedTuple):
    """A keyword of a schema, with the order in which jsonschema comes to it.

    `order` has the position of each keyword on the way, and OPEN for that of an item or a member.
    `steps` says which token of the path each of these is: its index in `order`, and in the path,
    and whether it is one of `items`, of which a limit may leave some out.
    """

    keyword: str
    schema: Schema
    order: tuple[int, ...]
    steps: tuple[tuple[int, int, bool], ...] = ()


class Found(NamedTuple):
    """What one error says of a place: `name` and `found` are those of a BrokenKeyword."""

    place: Place
    path: Path
    name: str = ""
    found: tuple[Any, ...] = ()


def is_alike(schema: Any, *, top: bool = True) -> bool:
    """Whether jsonschema-rs reads all of a schema as jsonschema does, and reports it alike."""
    if not isinstance(schema, dict):
        return True
    differs = (
        not DIFFERENT.isdisjoint(schema)
        or ("$id" in schema and not top)
        or not LOCAL.fullmatch(str(schema.get("$ref", "#")))
    )
    return not differs and all(
        way[-1] != "" and is_alike(inner, top=False)  # an empty name is not in an evaluation path
        for way, inner in list_subschemas(schema)
    )


def has_custom(schema: Any) -> bool:
    """Whether there is a keyword `x-…` that judges, at any depth."""
    if not isinstance(schema, dict):
        return False
    if not KEYWORDS.keys().isdisjoint(schema):
        return True
    return any(has_custom(inner) for _, inner in list_subschemas(schema))


def mark_keywords(schema: Any, separate: frozenset[Path], path: Path | None = ()) -> Any:
    """The schema with each keyword `x-…` made one that fails where it may be broken.

    So is each choice, since what all branches of it find would take long, inside one another.
    Not so in a test of a condition or a choice, where the keyword itself has to be judged, and at
    the paths of keywords that are checked apart. `path` is None below anything but `properties`.
    """
    if not isinstance(schema, dict):
        return schema
    marked: Schema = {}
    for key, inner in drop_unjudged(schema).items():
        if key in KEYWORDS or key in CHOICES:
            marked[MARKED + key] = map_subschemas({key: inner}, drop_all_unjudged)[key]
        elif key in SCHEMA_MAPS and isinstance(inner, dict):
            below = path if key == "properties" else None
            marked[key] = {
                name: mark_keywords(one, separate, None if below is None else (*below, name))
                for name, one in inner.items()
            }
        elif key in MARKED_LISTS or (key == "items" and isinstance(inner, list)):
            marked[key] = [mark_keywords(one, separate, None) for one in inner]
        elif key in MARKED_SINGLE:
            marked[key] = mark_keywords(inner, separate, None)
        else:
            marked |= map_subschemas({key: inner}, drop_all_unjudged)
    custom = {key: schema[key] for key in KEYWORDS if key in schema}
    if path in separate:
        custom.pop("x-mentions", None)
    if path == ():
        apart = find_apart(schema)
        custom = {key: custom[key] for key in custom if key not in apart}
        if find_only_names(schema) is not None:
            marked["additionalProperties"] = True  # the position of the keyword is kept
    marks = _list_marks(custom)
    marks += [
        {"if": {key: marked[MARKED + key]}, "else": {MARK: key, "not": {}}}
        for key in sorted(CHOICES & schema.keys())
    ]
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
    if "patternProperties" in schema:
        return None
    return frozenset(schema.get("properties", ()))


def locate_apart(root: Schema, path: Path, keyword: str) -> Place:
    """The place of a keyword `x-…` at a path of properties."""
    steps = [step for name in path for step in ("properties", name)]
    place = locate(root, (*steps, MARKED + keyword))
    return Place(keyword, place.schema, place.order)


def locate(root: Schema, path: Path, *, refused: bool = False) -> Place:
    """The keyword at an evaluation path, or the schema there that is `false` and so `refused`.

    LookupError where the path ends at none.
    """
    schema, owner = root, (root, 0)
    order: list[int] = []
    steps: list[tuple[int, int, bool]] = []
    depth = 0
    tokens = iter(path)
    for token in tokens:
        keyword = str(token)
        if keyword == "allOf" and any(key.startswith(MARKED) for key in schema):
            owner = (schema, len(order))
        order.append(list(schema).index(_find_judging(keyword, schema)))
        holder, chosen = schema, None
        if keyword == "propertyNames":
            break
        schema, chosen, index = _enter(root, schema[keyword], keyword, tokens)
        order += index
        if keyword in WITH_VALUES:
            steps.append((len(order), depth, keyword == "items"))
            order.append(OPEN)
        depth += keyword in WITH_VALUES or keyword == "properties"
    if refused and (keyword not in CLOSING or chosen is not None):
        return Place(REFUSED, {}, tuple(order), tuple(steps))
    if MARK in holder:
        (holder, depth), keyword = owner, holder[MARK]
        order[depth:] = [list(holder).index(MARKED + keyword)]
        steps = [step for step in steps if step[0] < depth]
    return Place(keyword, holder, tuple(order), tuple(steps))


def _enter(
    root: Schema, inner: Any, keyword: str, tokens: Iterator[str | int]
) -> tuple[Any, str | int | None, list[int]]:
    """The schema in a keyword's value, which of several it is, and where that stands among them."""
    if keyword == "$ref":
        return find_definition(root, inner), None, []
    chosen = next(tokens, None) if keyword in SCHEMA_MAPS or isinstance(inner, list) else None
    if chosen is None:
        return inner, None, []
    index = chosen if isinstance(chosen, int) else list(inner).index(chosen)
    return inner[chosen], chosen, [] if keyword in WITH_ITEMS else [index]


def _find_judging(keyword: str, schema: Schema) -> str:
    judging = JUDGED_WITH.get(keyword, keyword)
    return judging if judging in schema else keyword
