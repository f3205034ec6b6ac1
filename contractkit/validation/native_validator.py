"""The keywords that a value breaks, as jsonschema-rs finds them: quickly, in jsonschema's order.

The keywords `x-…` are judged in two steps: where a plain schema does not show that one is kept,
jsonschema-rs reports the place, and the keyword's own function says what is broken there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.pointers import Path, get_value
from contractkit.validation.custom_keywords import KEYWORDS, RAISING_KEYWORDS, Breach
from contractkit.validation.fast_keywords import (
    compile_mentions_search,
    detach_references,
    find_separable,
)
from contractkit.validation.native_schema import (
    ITEM,
    MARKED,
    Place,
    find_apart,
    find_only_names,
    is_alike,
    locate,
    locate_apart,
    mark_keywords,
)
from contractkit.validation.sufficient_schemas import combine_sufficient, make_sufficient

DEFAULT_ID = "urn:contractkit:item"


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


_Found = tuple[Place, Path, Any]
# Finds what is broken in many values: the index of each, and what it breaks.
_Search = Callable[[list[Any]], Iterable[tuple[int, _Found]]]


class NativeValidator:
    """A schema, compiled once, that lists the keywords that values break."""

    __slots__ = ("_locate", "_marked", "_searches", "_unexplained", "_validate", "_validate_many")

    def __init__(self, schema: Schema) -> None:
        """Compile the schema, which is one of draft-07; NotNativeError where jsonschema has to."""
        from jsonschema_rs import Draft7Validator, ValidationErrorKind

        if not is_alike(schema):
            raise NotNativeError
        schema = detach_references(schema)
        mentions = dict(find_separable(schema))
        marked = mark_keywords(schema, frozenset(mentions))
        self._searches = [
            _compile_search(compile_mentions_search(rule, path), marked, path)
            for path, rule in mentions.items()
        ]
        self._searches += _compile_root_search(schema, marked)
        self._searches += _compile_names_search(schema, marked)
        self._validate = Draft7Validator(marked, keywords=RAISING_KEYWORDS).iter_errors
        # A schema that is a reference has no name by which that of many values could refer to it.
        self._marked = marked if "$ref" not in schema else None
        self._validate_many: Callable[[list[Any]], Iterable[Any]] | None = None
        self._locate = lru_cache(maxsize=1024)(partial(locate, marked))
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
        found += [each for search in self._searches for _, each in search([value])]
        return self._explain(found, value, limit)

    def list_broken_of_many(
        self, values: list[Any], limit: int | None = None
    ) -> dict[int, list[BrokenKeyword]]:
        """The broken keywords of those values that break any, by index: quicker than one by one."""
        if self._marked is None:
            lists = enumerate(self.list_broken(value, limit) for value in values)
            return {index: broken for index, broken in lists if broken}
        self._validate_many = self._validate_many or _compile_many(self._marked)
        found: dict[int, list[_Found]] = {}
        try:
            for error in self._validate_many(values):
                index, *path = error.instance_path
                place = self._locate(tuple(error.evaluation_path[2:]))
                found.setdefault(int(index), []).append((place, tuple(path), error.kind))
        except (ValueError, LookupError) as error:
            raise NotNativeError from error
        for search in self._searches:
            for index, each in search(values):
                found.setdefault(index, []).append(each)
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
                found = [each for each in found if _read(*each, value, 1)]
                found = list(_limit_items(found, limit))
        return [broken for each in found for broken in _read(*each, value, limit)]


def _compile_many(marked: Schema) -> Callable[[list[Any]], Iterable[Any]]:
    """The errors of many values by one schema."""
    from jsonschema_rs import Draft7Validator

    item = {"$id": DEFAULT_ID} | marked
    many = {"items": {"$ref": item["$id"]}, "definitions": {"item": item}}
    return Draft7Validator(many, keywords=RAISING_KEYWORDS).iter_errors


def _compile_search(
    search: Callable[[list[Any]], Iterable[int]], marked: Schema, path: Path
) -> _Search:
    """The search for what breaks `x-mentions` at a path of properties."""
    found = locate_apart(marked, path, "x-mentions"), path, None
    return lambda values: ((index, found) for index in search(values))


def _compile_root_search(schema: Schema, marked: Schema) -> list[_Search]:
    """A search for what breaks the keywords of the whole value that `mark_keywords` leaves out."""
    from jsonschema_rs import Draft7Validator

    rules = find_apart(schema)
    if not rules:
        return []
    enough = combine_sufficient(rules)
    all_keep = Draft7Validator({"items": enough}).is_valid
    keeps = Draft7Validator(enough).is_valid
    tests = [
        (
            Draft7Validator(make_sufficient(keyword, rule)).is_valid,
            partial(KEYWORDS[keyword], rule),
            (locate_apart(marked, (), keyword), (), None),
        )
        for keyword, rule in rules.items()
    ]

    def search(values: list[Any]) -> Iterator[tuple[int, _Found]]:
        if all_keep(values):
            return
        for index, value in enumerate(values):
            if not keeps(value):
                for is_enough, list_breaches, found in tests:
                    if not is_enough(value) and any(list_breaches(value)):
                        yield index, found

    return [search]


def _compile_names_search(schema: Schema, marked: Schema) -> list[_Search]:
    """A search for the objects with other names than the schema allows, if it closes the value."""
    names = find_only_names(schema)
    if names is None:
        return []
    found = locate(marked, ("additionalProperties",)), (), None

    def search(values: list[Any]) -> Iterator[tuple[int, _Found]]:
        for index, value in enumerate(values):
            if type(value) is dict and not names.issuperset(value):
                yield index, found

    return [search]


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
    place: Place, path: Path, kind: Any, value: object, limit: int | None
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
