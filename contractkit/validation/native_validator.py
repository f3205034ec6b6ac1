"""The keywords that a value breaks, as jsonschema-rs finds them: quickly, in jsonschema's order.

The keywords `x-…` are judged in two steps: where a plain schema does not show that one is kept,
jsonschema-rs reports the place, and the keyword's own function says what is broken there.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest
from contractkit.pointers import Path
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.custom_keywords import KEYWORDS, RAISING_KEYWORDS
from contractkit.validation.dialects import compile_native_schema, keep_dialect
from contractkit.validation.fast_keywords import (
    compile_mentions_search,
    detach_references,
    find_separable,
)
from contractkit.validation.native_errors import ErrorReader, NotNativeError, Seen
from contractkit.validation.native_order import limit_items, sort_found
from contractkit.validation.native_schema import (
    Found,
    find_apart,
    find_only_names,
    is_alike,
    locate,
    locate_apart,
    mark_keywords,
)
from contractkit.validation.sufficient_schemas import combine_sufficient, make_sufficient

DEFAULT_ID = "urn:contractkit:item"


# Finds what is broken in many values: the index of each, and what it breaks.
_Search = Callable[[list[Any]], Iterable[tuple[int, Found]]]


class NativeValidator:
    """A schema, compiled once, that lists the keywords that values break."""

    __slots__ = ("_marked", "_reader", "_searches", "_validate", "_validate_many", "schema")

    def __init__(self, schema: Schema) -> None:
        """Compile the schema; NotNativeError where jsonschema has to read it."""
        if not is_alike(schema):
            raise NotNativeError
        self.schema = schema = detach_references(schema)
        mentions = dict(find_separable(schema))
        self._marked = marked = mark_keywords(schema, frozenset(mentions))
        self._searches = [
            _compile_search(compile_mentions_search(rule, path), marked, path)
            for path, rule in mentions.items()
        ]
        self._searches += _compile_root_search(schema, marked)
        self._searches += _compile_names_search(schema, marked)
        self._validate = compile_native_schema(marked, keywords=RAISING_KEYWORDS).iter_errors
        self._validate_many: Callable[[list[Any]], Iterable[Any]] | None = None
        self._reader = ErrorReader(marked)

    def list_broken(self, value: object, limit: int | None = None) -> list[BrokenKeyword]:
        """The broken keywords in the order of the schema; NotNativeError where it cannot tell.

        No more than `limit` bad items of one array and `limit` breaches of one aspect of a keyword
        `x-…` are listed; None for all.
        """
        seen: Seen = set()
        try:
            found = [
                each
                for error in self._validate(value)
                for each in self._reader.find(error, value, seen)
            ]
        except (ValueError, LookupError, TypeError) as error:
            raise NotNativeError from error
        found += [each for search in self._searches for _, each in search([value])]
        return self._explain(found, value, limit)

    def list_broken_of_many(
        self, values: list[Any], limit: int | None = None
    ) -> dict[int, list[BrokenKeyword]]:
        """The broken keywords of those values that break any, by index: quicker than one by one."""
        # A schema that is a reference has no name by which that of many values could refer to it.
        if "$ref" in self._marked:
            lists = enumerate(self.list_broken(value, limit) for value in values)
            return {index: broken for index, broken in lists if broken}
        self._validate_many = self._validate_many or _compile_many(self._marked)
        found: dict[int, list[Found]] = {}
        seen: dict[int, Seen] = {}
        try:
            for error in self._validate_many(values):
                index = int(error.instance_path[0])
                seen_here = seen.setdefault(index, set())
                each = self._reader.find(error, values[index], seen_here, in_list=True)
                found.setdefault(index, []).extend(each)
        except (ValueError, LookupError, TypeError) as error:
            raise NotNativeError from error
        for search in self._searches:
            for index, more in search(values):
                found.setdefault(index, []).append(more)
        listed = {index: self._explain(some, values[index], limit) for index, some in found.items()}
        return {index: broken for index, broken in listed.items() if broken}

    def _explain(self, found: list[Found], value: object, limit: int | None) -> list[BrokenKeyword]:
        if len(found) > 1:
            found = sort_found(found, value)
            if limit is not None and len(found) > limit:
                found = [each for each in found if self._reader.read(each, value, 1)]
                found = list(limit_items(found, limit))
        try:
            broken = [one for each in found for one in self._reader.read(each, value, limit)]
            return self._settle(broken)
        except (ValueError, LookupError, TypeError) as error:
            raise NotNativeError from error

    def _settle(self, broken: list[BrokenKeyword]) -> list[BrokenKeyword]:
        if not any(each.branches for each in broken):  # as is usual, and then nothing is imported
            return broken
        from contractkit.validation.branch_choice import settle_choices

        return list(settle_choices(self._marked, broken))


def _compile_many(marked: Schema) -> Callable[[list[Any]], Iterable[Any]]:
    """The errors of many values by one schema."""
    item = {"$id": DEFAULT_ID} | marked
    many = {"items": {"$ref": item["$id"]}, "$defs": {"item": item}, "definitions": {"item": item}}
    many.pop("definitions" if is_latest(marked) else "$defs")
    many = keep_dialect(many, marked)
    return compile_native_schema(many, keywords=RAISING_KEYWORDS).iter_errors


def _compile_search(
    search: Callable[[list[Any]], Iterable[int]], marked: Schema, path: Path
) -> _Search:
    """The search for what breaks `x-mentions` at a path of properties."""
    found = Found(locate_apart(marked, path, "x-mentions"), path)
    return lambda values: ((index, found) for index in search(values))


def _compile_root_search(schema: Schema, marked: Schema) -> list[_Search]:
    """A search for what breaks the keywords of the whole value that `mark_keywords` leaves out."""
    rules = find_apart(schema)
    if not rules:
        return []
    enough = combine_sufficient(rules)
    all_keep = _compile({"items": enough}, schema)
    keeps = _compile(enough, schema)
    tests = [
        (
            _compile(make_sufficient(keyword, rule), schema),
            partial(KEYWORDS[keyword], rule),
            Found(locate_apart(marked, (), keyword), ()),
        )
        for keyword, rule in rules.items()
    ]

    def search(values: list[Any]) -> Iterator[tuple[int, Found]]:
        if all_keep(values):
            return
        for index, value in enumerate(values):
            if not keeps(value):
                for is_enough, list_breaches, found in tests:
                    if not is_enough(value) and any(list_breaches(value)):
                        yield index, found

    return [search]


def _compile(schema: Any, root: Schema) -> Callable[[object], bool]:
    """A plain schema that a keyword `x-…` of the whole is checked with."""
    return compile_native_schema(keep_dialect(schema, root)).is_valid


def _compile_names_search(schema: Schema, marked: Schema) -> list[_Search]:
    """A search for the objects with other names than the schema allows, if it closes the value."""
    names = find_only_names(schema)
    if names is None:
        return []
    found = Found(locate(marked, ("additionalProperties",)), ())

    def search(values: list[Any]) -> Iterator[tuple[int, Found]]:
        for index, value in enumerate(values):
            if type(value) is dict and not names.issuperset(value):
                yield index, found._replace(found=tuple(n for n in value if n not in names))

    return [search]
