"""The errors of jsonschema-rs as places in a schema and a value, with what each is about."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest, refers_to_whole
from contractkit.pointers import Path, get_value
from contractkit.validation.contained_items import list_broken_counts
from contractkit.validation.custom_keywords import RAISING_KEYWORDS
from contractkit.validation.dialects import compile_native_schema, keep_dialect
from contractkit.validation.known_names import list_unknown_names
from contractkit.validation.native_schema import JUDGED_WITH, Place, locate
from contractkit.validation.violation import CHOICES

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


class NotNativeError(Exception):
    """jsonschema-rs cannot read the value, or found what only jsonschema can explain."""


class Found(NamedTuple):
    """What one error says; the last three are those of a BrokenKeyword."""

    place: Place
    path: Path
    name: str = ""
    found: tuple[Any, ...] = ()
    branches: tuple[tuple["Found", ...], ...] = ()


Seen = set[tuple[tuple[int, ...], str, Path]]


class ErrorReader:
    """Reads the errors of one compiled schema."""

    __slots__ = ("_locate", "_refused", "_root", "_tests", "_unexplained", "later")

    def __init__(self, root: Schema) -> None:
        """Take the schema that was compiled."""
        from jsonschema_rs import ValidationErrorKind

        self._root, self.later = root, is_latest(root)
        self._locate = lru_cache(maxsize=1024)(partial(locate, root))
        self._tests: dict[int, Callable[[object], bool]] = {}
        self._refused = ValidationErrorKind.FalseSchema
        self._unexplained = (
            ValidationErrorKind.BacktrackLimitExceeded,
            ValidationErrorKind.RegexEngineFailure,
            ValidationErrorKind.UnevaluatedItems,
        )

    def read(
        self, error: "ValidationError", value: Any, seen: Seen, *, in_list: bool = False
    ) -> Iterable[Found]:
        """What an error in a value says, unless it was seen; NotNativeError if that is not clear.

        `in_list`: the value was one of an array, each of which the schema was applied to.
        """
        way, path = error.evaluation_path, error.instance_path
        kind: Any = error.kind
        if in_list:
            way, path = way[2:], path[1:]
        if isinstance(kind, self._unexplained):
            raise NotNativeError
        place = self._locate(tuple(way), refused=isinstance(kind, self._refused))
        keyword = place.keyword
        if keyword not in READERS:
            return (Found(place, tuple(path)),)
        if keyword == "items":
            path = path[:-1]
        found = Found(place, tuple(path))
        if keyword == "required":
            return _read_missing(found, kind.property, value)
        key = place.order, JUDGED_WITH.get(keyword, keyword), found.path
        if key in seen:
            return ()
        seen.add(key)
        if keyword == "unevaluatedProperties":
            unexpected = set(kind.unexpected)
            names = (name for name in get_value(value, found.path) if name in unexpected)
            return (found._replace(found=tuple(names)),)
        if keyword in CHOICES:
            return (self._read_branches(found, kind.context, value, in_list=in_list),)
        return READERS[keyword](self, found, get_value(value, found.path))

    def _read_branches(
        self, choice: Found, context: Iterable[Any], value: Any, *, in_list: bool
    ) -> Found:
        """A choice that no branch fits, with what each says, or with those that do fit."""
        branches = tuple(
            tuple(
                found
                for error in errors
                for found in self.read(error, value, seen_here, in_list=in_list)
            )
            for errors, seen_here in ((errors, Seen()) for errors in context)
        )
        fitting = tuple(index for index, of_branch in enumerate(branches) if not of_branch)
        return choice._replace(found=fitting) if fitting else choice._replace(branches=branches)

    def compile_part(self, schema: Schema) -> Callable[[object], bool]:
        """Whether a value fits a schema inside the whole one."""
        test = self._tests.get(id(schema))
        if test is None:
            if refers_to_whole(self._root):
                raise NotNativeError
            root = self._root
            part: Schema = {key: root[key] for key in ("definitions", "$defs") if key in root}
            part = keep_dialect(part | {"allOf": [schema]}, root)
            test = compile_native_schema(part, keywords=RAISING_KEYWORDS).is_valid
            self._tests[id(schema)] = test
        return test


def _read_missing(found: Found, name: str, value: Any) -> Iterable[Found]:
    is_missing = name not in get_value(value, found.path)  # reported by mistake, at times
    return (found._replace(name=name),) if is_missing else ()


def _read_dependencies(_: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    place = found.place
    for number, (trigger, asked) in enumerate(place.schema[place.keyword].items()):
        order = (*place.order, number)
        for name in asked if trigger in value and isinstance(asked, list) else ():
            if name not in value:
                own = Place(place.keyword, place.schema, order, place.steps)
                yield found._replace(place=own, name=name)


def _read_names(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    fits = reader.compile_part(found.place.schema["propertyNames"])
    return (found._replace(name=name) for name in value if not fits(name))


def _read_contained(reader: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    place = found.place
    fits = reader.compile_part(place.schema["contains"])
    fitting = tuple(index for index, item in enumerate(value) if fits(item))
    for keyword in list_broken_counts(place.schema, len(fitting), later=reader.later):
        own = Place(keyword, place.schema, place.order, place.steps)
        yield found._replace(place=own, found=fitting)


def _read_unknown(_: ErrorReader, found: Found, value: Any) -> Iterator[Found]:
    yield found._replace(found=tuple(list_unknown_names(found.place.schema, value)))


def _read_itself(_: ErrorReader, found: Found, __: Any) -> Iterator[Found]:
    yield found


READERS: dict[str, Callable[[ErrorReader, Found, Any], Iterable[Found]]] = {
    "required": _read_itself,
    "oneOf": _read_itself,
    "anyOf": _read_itself,
    "items": _read_itself,
    "unevaluatedProperties": _read_itself,
    "dependencies": _read_dependencies,
    "dependentRequired": _read_dependencies,
    "propertyNames": _read_names,
    "contains": _read_contained,
    "minContains": _read_contained,
    "maxContains": _read_contained,
    "additionalProperties": _read_unknown,
}
