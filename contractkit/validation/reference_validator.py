"""Validators that find every error: jsonschema with ECMA-262 patterns and the custom keywords."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import is_latest, map_subschemas
from contractkit.errors import BrokenContractError
from contractkit.validation.branch_choice import settle_choices
from contractkit.validation.broken_keywords import REFUSED, BrokenKeyword
from contractkit.validation.custom_keywords import KEYWORDS, Breach, Keyword
from contractkit.validation.reference_keywords import (
    KEYWORDS as REFERENCE_KEYWORDS,
)
from contractkit.validation.reference_keywords import (
    LATER_KEYWORDS,
    Detail,
    check_refused_items,
    make_choice_check,
    make_error,
)

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

DESCENDING = frozenset(
    {"$ref", "$dynamicRef", "properties", "prefixItems", "additionalItems", "allOf", "if",
     "dependentSchemas"}
)  # fmt: skip
CLOSING = frozenset(
    {"items", "additionalItems", "additionalProperties", "unevaluatedItems",
     "unevaluatedProperties"}
)  # fmt: skip
DEEPEST_CALLS = 20_000  # enough for a value of the greatest depth, in any schema


def list_broken_keywords(
    schema: Schema, value: object, limit: int | None = None
) -> Iterator[BrokenKeyword]:
    """The keywords of a schema that a value breaks, as the native validator lists them."""
    try:
        with _deep_calls():
            errors = list(compile_validator(schema, limit).iter_errors(cast("Any", value)))
    except RecursionError as error:
        place = str(schema.get("$id", "a schema"))
        reason = "a reference leads back to itself at one and the same place"
        raise BrokenContractError(place, reason) from error
    yield from settle_choices(schema, map(_read_error, errors))


@contextmanager
def _deep_calls() -> Iterator[None]:
    """Allow as many calls inside one another as the deepest value needs."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST_CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _read_error(error: "ValidationError") -> BrokenKeyword:
    keyword, path = str(error.validator), tuple(error.absolute_path)
    detail, instance = error.validator_value, cast("Any", error.instance)
    broken = partial(BrokenKeyword, keyword, cast("Schema", error.schema))
    if keyword == REFUSED:
        return BrokenKeyword(REFUSED, {}, path, instance)
    if isinstance(detail, Breach):
        return broken(path[: len(path) - len(detail.path)], instance, breach=detail)
    if not isinstance(detail, Detail):
        return broken(path, instance)
    branches = tuple(partial(_read_all, errors) for errors in detail.branches)
    return broken(path, instance, name=detail.name, found=detail.found, branches=branches)


def _read_all(errors: Iterable["ValidationError"]) -> list[BrokenKeyword]:
    return list(map(_read_error, errors))


def compile_validator(schema: Schema, limit: int | None = None) -> "Validator":
    """A jsonschema validator with ECMA-262 patterns and the `x-…` keywords.

    An error of an `x-…` keyword carries its Breach as `validator_value`. After `limit` breaches of
    one of these, and invalid items of one array, no more are looked for.
    """
    # Where a schema inside refers to the whole, `$schema` would bring jsonschema's own class back.
    whole = {key: inner for key, inner in _name_refused(schema).items() if key != "$schema"}
    return _make_validator_class(limit, later=is_latest(schema))(whole)


def _name_refused(schema: Schema) -> Schema:
    """The schema with each `false` inside it made a keyword, which has a path in an error."""

    def change(inner: Any) -> Any:
        if isinstance(inner, dict):
            return _name_refused(inner)
        return {REFUSED: True} if inner is False else inner

    changed = map_subschemas(schema, change)
    kept = {key: False for key in CLOSING if schema.get(key) is False}
    return changed | kept


@lru_cache(maxsize=8)
def _make_validator_class(limit: int | None, *, later: bool) -> Callable[[Schema], "Validator"]:
    from jsonschema import Draft7Validator, Draft202012Validator
    from jsonschema.validators import extend

    standard_class = Draft202012Validator if later else Draft7Validator
    standard = standard_class.VALIDATORS
    printed = frozenset(standard) - DESCENDING

    def free(validator: Any) -> Any:
        return validator if limit is None else _remove_limit(validator, later=later)

    keywords = {
        **{name: _catch_print_errors(standard[name]) for name in printed},
        **REFERENCE_KEYWORDS,
        **(LATER_KEYWORDS if later else {}),
        "oneOf": make_choice_check(1, free),
        "anyOf": make_choice_check(None, free),
        "items": _limit_items(partial(check_refused_items, standard["items"]), limit),
        **{name: _adapt_keyword(find, limit) for name, find in KEYWORDS.items()},
    }
    extended = extend(standard_class, keywords)  # type: ignore[no-untyped-call]
    return cast("Callable[[Schema], Validator]", extended)


def _remove_limit(validator: Any, *, later: bool) -> Any:
    """The same validator, which lists everything."""
    from attrs import fields

    make: Any = _make_validator_class(None, later=later)
    return make(**{one.alias: getattr(validator, one.name) for one in fields(make) if one.init})


def _adapt_keyword(find: Keyword, limit: int | None) -> Callable[..., Iterator["ValidationError"]]:
    """A custom keyword in the form that jsonschema takes."""
    from jsonschema import ValidationError

    def check(_: object, rule: Schema, instance: object, __: Schema) -> Iterator[ValidationError]:
        counts = Counter[str]()
        for breach in find(rule, instance):
            counts[breach.aspect] += 1
            if limit is None or counts[breach.aspect] <= limit:
                yield ValidationError("", path=breach.path, validator_value=breach)

    return check


def _limit_items(
    check: Callable[..., Any], limit: int | None
) -> Callable[..., Iterator["ValidationError"]]:
    """The check of the items of an array, which ends after `limit` invalid ones."""

    def check_some(*arguments: Any) -> Iterator["ValidationError"]:
        invalid: set[object] = set()
        for error in check(*arguments) or ():
            invalid.add(error.relative_path[0] if error.relative_path else None)
            if limit is not None and len(invalid) > limit:
                return
            yield error

    return check_some


def _catch_print_errors(
    check: Callable[..., Any],
) -> Callable[..., Iterator["ValidationError"]]:
    """The keyword's own check, also for values too deep or too large for jsonschema to print."""

    def check_any(*arguments: Any) -> Iterator["ValidationError"]:
        try:
            yield from check(*arguments) or ()
        except (RecursionError, ValueError):
            yield make_error()

    return check_any
