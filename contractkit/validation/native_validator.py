"""The keywords that a value breaks, as jsonschema-rs finds them: quickly, in jsonschema's order.

The keywords `x-…` are judged in two steps: where a plain schema does not show that one is kept,
jsonschema-rs reports the place, and the keyword's own function says what is broken there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.pointers import Path, get_value, resolve
from contractkit.validation.custom_keywords import KEYWORDS, RAISING_KEYWORDS, Breach
from contractkit.validation.fast_keywords import (
    combine_sufficient,
    compile_mentions_search,
    find_separable,
    make_sufficient,
)

MARK, MARKED = "x-marks", "x-marked-"
ITEM = -1
DEFAULT_ID = "urn:contractkit:item"
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


class NotNativeError(Exception):
    """jsonschema-rs cannot read the value, or found what only jsonschema can explain."""


class BrokenKeyword(NamedTuple):
    """A keyword of a schema that the value at a path breaks.

    `name` is the missing property for `required`, `breach` what a keyword `x-…` found.
    """

    keyword: str
    schema: Schema
    path: Path
    value: Any
    name: str = ""
    breach: Breach | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A keyword of a schema, with the order in which jsonschema comes to it.

    `order` has the position of each keyword on the way, and ITEM for the index of an item.
    """

    keyword: str
    schema: Schema
    order: tuple[int, ...]


_Found = tuple[_Place, Path, Any]


class NativeValidator:
    """A schema, compiled once, that lists the keywords that values break."""

    __slots__ = ("_locate", "_separate", "_unexplained", "_validate", "_validate_many")

    def __init__(self, schema: Schema) -> None:
        """Compile the schema, which is one of draft-07; NotNativeError where jsonschema has to."""
        from jsonschema_rs import Draft7Validator, ValidationErrorKind

        if not _is_alike(schema):
            raise NotNativeError
        separable = dict(find_separable(schema))
        marked = _mark(schema, frozenset(separable))
        self._separate = [
            (compile_mentions_search(rule, path), path, _locate_separate(marked, path))
            for path, rule in separable.items()
        ]
        self._validate = Draft7Validator(marked, keywords=RAISING_KEYWORDS).iter_errors
        # A schema that is a reference has no name by which it could be referred to.
        self._validate_many = None
        if "$ref" not in schema:
            item = {"$id": DEFAULT_ID} | marked
            many = {"items": {"$ref": item["$id"]}, "definitions": {"item": item}}
            self._validate_many = Draft7Validator(many, keywords=RAISING_KEYWORDS).iter_errors
        self._locate = lru_cache(maxsize=1024)(partial(_locate, marked))
        self._unexplained = (
            ValidationErrorKind.BacktrackLimitExceeded,
            ValidationErrorKind.FalseSchema,
            ValidationErrorKind.RegexEngineFailure,
        )

    def list_broken(self, value: object, limit: int | None = None) -> list[BrokenKeyword]:
        """The broken keywords in the order of the schema; NotNativeError where it cannot tell.

        No more than `limit` bad items of one array and `limit` breaches of one aspect of a keyword
        `x-…` are listed; None for all.
        """
        try:
            found: list[_Found] = [
                (self._locate(tuple(error.evaluation_path)), tuple(error.instance_path), error.kind)
                for error in self._validate(value)
            ]
        except (ValueError, LookupError) as error:
            raise NotNativeError from error
        found += [(place, path, None) for search, path, place in self._separate if search([value])]
        return self._explain(found, value, limit)

    def list_broken_of_many(
        self, values: list[Any], limit: int | None = None
    ) -> dict[int, list[BrokenKeyword]]:
        """The broken keywords of those values that break any, by index: quicker than one by one."""
        if self._validate_many is None:
            lists = enumerate(self.list_broken(value, limit) for value in values)
            return {index: broken for index, broken in lists if broken}
        found: dict[int, list[_Found]] = {}
        try:
            for error in self._validate_many(values):
                index, *path = error.instance_path
                place = self._locate(tuple(error.evaluation_path[2:]))
                found.setdefault(int(index), []).append((place, tuple(path), error.kind))
        except (ValueError, LookupError) as error:
            raise NotNativeError from error
        for search, names, place in self._separate:
            for index in search(values):
                found.setdefault(index, []).append((place, names, None))
        listed = {index: self._explain(some, values[index], limit) for index, some in found.items()}
        return {index: broken for index, broken in listed.items() if broken}

    def _explain(
        self, found: list[_Found], value: object, limit: int | None
    ) -> list[BrokenKeyword]:
        for _, _, kind in found:
            if isinstance(kind, self._unexplained):
                raise NotNativeError
        if len(found) > 1:
            found.sort(key=_order)
            if limit is not None and len(found) > limit:
                found = list(_limit_items(found, limit))
        return [broken for each in found for broken in _read(*each, value, limit)]


def _is_alike(schema: Any, *, top: bool = True) -> bool:
    """Whether jsonschema-rs reads all of a schema as jsonschema does, and reports it alike."""
    if isinstance(schema, list):
        return all(_is_alike(inner, top=False) for inner in schema)
    if not isinstance(schema, dict):
        return True
    differs = (
        not DIFFERENT.isdisjoint(schema)
        or isinstance(schema.get("additionalProperties"), dict)
        or ("$id" in schema and not top)
        or not LOCAL.fullmatch(str(schema.get("$ref", "#")))
        or DIFFERENT_PATTERN.search(str(schema.get("pattern", ""))) is not None
    )
    return not differs and all(
        all(_is_alike(one, top=False) for one in inner.values())
        if key in SCHEMA_MAPS and isinstance(inner, dict)
        else key not in SUBSCHEMAS or _is_alike(inner, top=False)
        for key, inner in schema.items()
    )


def _mark(schema: Any, separate: frozenset[Path], path: Path | None = ()) -> Any:
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
                name: _mark(one, separate, None if below is None else (*below, name))
                for name, one in inner.items()
            }
        elif key in SCHEMA_LISTS or (key == "items" and isinstance(inner, list)):
            marked[key] = [_mark(one, separate, None) for one in inner]
        else:
            marked[key] = _mark(inner, separate, None) if key in SINGLE else inner
    custom = {key: schema[key] for key in KEYWORDS if key in schema}
    if path in separate:
        custom.pop("x-mentions", None)
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


def _locate_separate(root: Schema, path: Path) -> _Place:
    """The place of `x-mentions` at a path of properties."""
    steps = [step for name in path for step in ("properties", name)]
    place = _locate(root, (*steps, f"{MARKED}x-mentions"))
    return _Place("x-mentions", place.schema, place.order)


def _locate(root: Schema, path: Path) -> _Place:
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
    return _Place(keyword, holder, tuple(order))


def _order(found: _Found) -> tuple[int, ...]:
    place, path, _ = found
    if ITEM not in place.order:
        return place.order
    indices = (token for token in path if type(token) is int)
    return tuple(next(indices) if position == ITEM else position for position in place.order)


def _limit_items(found: list[_Found], limit: int) -> Iterator[_Found]:
    """Leave out what is broken in further items, after `limit` bad ones of one array."""
    bad: dict[tuple[object, ...], set[int]] = {}
    for each in found:
        place, path, _ = each
        depths = [depth for depth, token in enumerate(path) if type(token) is int]
        levels = [level for level, position in enumerate(place.order) if position == ITEM]
        for depth, level in zip(depths, levels, strict=False):
            items = bad.setdefault((place.order[:level], path[:depth]), set())
            index = path[depth]
            if index not in items and len(items) >= limit:
                break
            items.add(int(index))
        else:
            yield each


def _read(
    place: _Place, path: Path, kind: Any, value: object, limit: int | None
) -> Sequence[BrokenKeyword]:
    keyword, schema = place.keyword, place.schema
    instance = get_value(value, path)
    if keyword == "required":
        is_missing = kind.property not in instance  # reported by mistake, at times
        return [BrokenKeyword(keyword, schema, path, instance, kind.property)] * is_missing
    if keyword not in KEYWORDS:
        return [BrokenKeyword(keyword, schema, path, instance)]
    breaches = list(KEYWORDS[keyword](schema[MARKED + keyword], instance))
    if limit is not None and len(breaches) > limit:
        breaches = list(_limit_breaches(breaches, limit))
    return [BrokenKeyword(keyword, schema, path, instance, breach=breach) for breach in breaches]


def _limit_breaches(breaches: list[Breach], limit: int) -> Iterator[Breach]:
    """The first `limit` breaches of each aspect."""
    reported = Counter[str]()
    for breach in breaches:
        reported[breach.aspect] += 1
        if reported[breach.aspect] <= limit:
            yield breach
