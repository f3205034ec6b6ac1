"""The errors of jsonschema-rs as broken keywords, of a whole schema or of a part of it.

A choice that no branch fits is one error here. What its branches find is looked for when it is
asked, with each branch compiled on its own: all of them inside one another would take too long.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import find_definition, is_latest
from contractkit.pointers import Path, get_value
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.custom_keywords import KEYWORDS, RAISING_KEYWORDS, Breach
from contractkit.validation.dialects import compile_native_schema, keep_dialect
from contractkit.validation.known_names import list_unknown_names
from contractkit.validation.native_order import sort_found
from contractkit.validation.native_schema import (
    JUDGED_WITH,
    MARKED,
    Found,
    Place,
    locate,
    mark_keywords,
)
from contractkit.validation.violation import CHOICES

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

Seen = set[tuple[tuple[int, ...], str, Path]]
UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})


class NotNativeError(Exception):
    """jsonschema-rs cannot read the value, or found what only jsonschema can explain."""


class ErrorReader:
    """Reads the errors of one compiled schema, the whole one or a part of it."""

    __slots__ = (
        "_locate",
        "_naming",
        "_refused",
        "_root",
        "_unexplained",
        "later",
        "parts",
        "tests",
    )

    def __init__(self, root: Schema, whole: "ErrorReader | None" = None) -> None:
        """Take the schema that was compiled, and the reader of the whole if it is a part."""
        from jsonschema_rs import ValidationErrorKind

        self._root, self.later = root, is_latest(root)
        self._locate = lru_cache(maxsize=1024)(partial(locate, root))
        self.parts: Parts = whole.parts if whole else {}
        self.tests: Tests = whole.tests if whole else {}
        self._refused = ValidationErrorKind.FalseSchema
        self._naming = ValidationErrorKind.PropertyNames
        self._unexplained = (
            ValidationErrorKind.BacktrackLimitExceeded,
            ValidationErrorKind.RegexEngineFailure,
        )

    def find(
        self, error: "ValidationError", value: Any, seen: Seen, *, in_list: bool = False
    ) -> Iterable[Found]:
        """What an error in a value says, unless it was seen; NotNativeError if that is not clear.

        `in_list`: the value was one of an array, each of which the schema was applied to.
        """
        path, kind = error.instance_path, cast("Any", error.kind)
        # Of a refused name, the error itself has the place of what a reference leads to.
        way = (kind.error if isinstance(kind, self._naming) else error).evaluation_path
        if in_list:
            way, path = way[2:], path[1:]
        if isinstance(kind, self._unexplained) or _lacks_names(path, value):
            raise NotNativeError
        place = self._locate(tuple(way), refused=isinstance(kind, self._refused))
        keyword = place.keyword
        if keyword not in FINDERS:
            return (Found(place, tuple(path)),)
        if keyword == "items":
            path = path[:-1]
        found = Found(place, tuple(path))
        if keyword == "required":
            return _find_missing(found, kind.property, value)
        key = place.order, JUDGED_WITH.get(keyword, keyword), found.path
        if key in seen:
            return ()
        seen.add(key)
        if keyword == "unevaluatedProperties":
            unexpected = set(kind.unexpected)
            names = (name for name in get_value(value, found.path) if name in unexpected)
            return (found._replace(found=tuple(names)),)
        return FINDERS[keyword](self, found, get_value(value, found.path))

    def read(
        self, each: Found, value: object, limit: int | None = None, base: Path = ()
    ) -> Sequence[BrokenKeyword]:
        """What is broken in a value that stands at the path `base`."""
        keyword, schema, path = each.place.keyword, each.place.schema, base + each.path
        instance = get_value(value, each.path)
        if keyword in KEYWORDS:
            return _read_breaches(each.place, path, instance, limit)
        if keyword in CHOICES:
            whole = schema | {keyword: schema[MARKED + keyword]}
            broken = BrokenKeyword(keyword, whole, path, instance, found=each.found)
            if each.found:
                return [broken]
            branches = (partial(self._read_part, one, instance, path) for one in whole[keyword])
            return [broken._replace(branches=tuple(branches))]
        if keyword in UNEVALUATED and isinstance(schema[keyword], dict):
            return [
                broken
                for one in each.found
                for broken in self._read_part(schema[keyword], instance[one], (*path, one))
            ]
        return [BrokenKeyword(keyword, schema, path, instance, each.name, None, each.found)]

    def _read_part(self, schema: Any, value: Any, base: Path) -> list[BrokenKeyword]:
        """What a value at the path `base` breaks of a schema inside the whole one."""
        known = self.parts.get(id(schema))
        if known is None:
            part = self._make_part(mark_keywords(schema, frozenset(), None))
            validator = compile_native_schema(part, keywords=RAISING_KEYWORDS)
            known = schema, validator, ErrorReader(part, self)
            self.parts[id(schema)] = known
        _, validator, reader = known
        seen: Seen = set()
        errors = validator.iter_errors(value)
        found = [each for error in errors for each in reader.find(error, value, seen)]
        ordered = sort_found(found, value)
        return [broken for each in ordered for broken in reader.read(each, value, None, base)]

    def compile_part(self, schema: Schema) -> Callable[[object], bool]:
        """Whether a value fits a schema inside the whole one."""
        known = self.tests.get(id(schema))
        if known is None:
            test = compile_native_schema(self._make_part(schema), keywords=RAISING_KEYWORDS)
            known = self.tests[id(schema)] = schema, test.is_valid
        return known[1]

    def _make_part(self, schema: Schema) -> Schema:
        root = self._root
        part: Schema = {key: root[key] for key in ("definitions", "$defs") if key in root}
        return keep_dialect(part | {"allOf": [schema]}, root)

    def fits(self, instance: Any, schema: Any) -> bool:
        """Whether an instance fits a schema: that of a search for what is evaluated."""
        return self.compile_part(schema)(instance)

    def enter(self, reference: str) -> tuple["ErrorReader", Any]:
        """What a reference leads to, in that search."""
        return self, find_definition(self._root, reference)


# By the identity of a schema: itself, so that it stays, and what was compiled of it.
Parts = dict[int, tuple[Any, Any, ErrorReader]]
Tests = dict[int, tuple[Any, Callable[[object], bool]]]
Finder = Callable[[ErrorReader, Found, Any], Iterable[Found]]


def _read_breaches(
    place: Place, path: Path, instance: object, limit: int | None
) -> list[BrokenKeyword]:
    keyword, schema = place.keyword, place.schema
    rule = schema[MARKED + keyword] if MARKED + keyword in schema else schema[keyword]
    breaches = list(KEYWORDS[keyword](rule, instance))
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


def _lacks_names(path: Sequence[str | int], value: Any) -> bool:
    """Whether a path may lead elsewhere: jsonschema-rs leaves out a name that is empty."""
    for token in path:
        if type(value) is dict and "" in value:
            return True
        value = value[token]
    return type(value) is dict and "" in value


def _find_missing(found: Found, name: str, value: Any) -> Iterable[Found]:
    is_missing = name not in get_value(value, found.path)  # reported by mistake, at times
    return (found._replace(name=name),) if is_missing else ()


def _find_dependencies(_: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    place = found.place
    for number, (trigger, asked) in enumerate(place.schema[place.keyword].items()):
        order = (*place.order, number)
        for name in asked if trigger in value and isinstance(asked, list) else ():
            if name not in value:
                own = Place(place.keyword, place.schema, order, place.steps)
                yield found._replace(place=own, name=name)


def _find_names(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    fits = reader.compile_part(found.place.schema["propertyNames"])
    return (found._replace(name=name) for name in value if not fits(name))


def _find_contained(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    from contractkit.validation.contained_items import list_broken_counts

    place = found.place
    fits = reader.compile_part(place.schema["contains"])
    fitting = tuple(index for index, item in enumerate(value) if fits(item))
    for keyword in list_broken_counts(place.schema, len(fitting), later=reader.later):
        own = Place(keyword, place.schema, place.order, place.steps)
        yield found._replace(place=own, found=fitting)


def _find_unknown(_: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    yield found._replace(found=tuple(list_unknown_names(found.place.schema, value)))


def _find_fitting(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    """A choice of one branch, with the branches that fit: none or several."""
    branches = found.place.schema[MARKED + found.place.keyword]
    fitting = (index for index, one in enumerate(branches) if reader.compile_part(one)(value))
    yield found._replace(found=tuple(fitting))


def _find_unevaluated(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    from contractkit.validation.evaluated_places import list_unevaluated_items

    indices = list_unevaluated_items(reader, value, found.place.schema)
    yield found._replace(found=tuple(indices))


def _find_itself(_: ErrorReader, found: Found, __: Any) -> Iterator[Found]:
    yield found


FINDERS: dict[str, Finder] = {
    "required": _find_itself,
    "oneOf": _find_fitting,
    "anyOf": _find_itself,
    "unevaluatedItems": _find_unevaluated,
    "items": _find_itself,
    "unevaluatedProperties": _find_itself,
    "dependencies": _find_dependencies,
    "dependentRequired": _find_dependencies,
    "propertyNames": _find_names,
    "contains": _find_contained,
    "minContains": _find_contained,
    "maxContains": _find_contained,
    "additionalProperties": _find_unknown,
}
