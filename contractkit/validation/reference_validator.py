"""Validators that find every error: jsonschema with ECMA-262 patterns and the custom keywords."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from contractkit.contracts.loading import Schema
from contractkit.validation.custom_keywords import KEYWORDS, Breach, Keyword
from contractkit.validation.ecma_patterns import compile_pattern
from contractkit.validation.native_validator import BrokenKeyword

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


def list_broken_keywords(
    schema: Schema, value: object, limit: int | None = None
) -> Iterator[BrokenKeyword]:
    """The keywords of a schema that a value breaks, as the native validator lists them."""
    for error in compile_validator(schema, limit).iter_errors(cast("Any", value)):
        yield _read_error(error)


def _read_error(error: "ValidationError") -> BrokenKeyword:
    keyword, path = str(error.validator), tuple(error.absolute_path)
    breach, instance = error.validator_value, cast("Any", error.instance)
    broken = partial(BrokenKeyword, keyword, cast("Schema", error.schema))
    if isinstance(breach, Breach):
        return broken(path[: len(path) - len(breach.path)], instance, breach=breach)
    return broken(path, instance, name=error.message if keyword == "required" else "")


def compile_validator(schema: Schema, limit: int | None = None) -> "Validator":
    """A jsonschema validator with ECMA-262 patterns and the `x-…` keywords.

    An error of an `x-…` keyword carries its Breach as `validator_value`. After `limit` breaches of
    one of these, and invalid items of one array, no more are looked for.
    """
    return _make_validator_class(limit)(schema)


@lru_cache(maxsize=8)
def _make_validator_class(limit: int | None) -> Callable[[Schema], "Validator"]:
    from jsonschema import Draft7Validator
    from jsonschema.validators import extend

    standard = Draft7Validator.VALIDATORS
    keywords = {
        "pattern": _check_pattern,
        "required": _check_required,
        "items": _limit_items(standard["items"], limit),
        "additionalProperties": _keep_order(standard["additionalProperties"]),
        **{name: _catch_print_errors(standard[name]) for name in ("type", "enum", "const")},
        **{name: _adapt_keyword(find, limit) for name, find in KEYWORDS.items()},
    }
    extended = extend(Draft7Validator, keywords)  # type: ignore[no-untyped-call]
    return cast("Callable[[Schema], Validator]", extended)


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


def _keep_order(check: Callable[..., Any]) -> Callable[..., Iterator["ValidationError"]]:
    """The check of members of any name, in the order of the object: jsonschema's own has none."""

    def check_members(
        validator: Any, members: Any, instance: Any, schema: Schema
    ) -> Iterator["ValidationError"]:
        if not isinstance(members, dict) or "patternProperties" in schema:
            yield from check(validator, members, instance, schema) or ()
        elif isinstance(instance, dict):
            known = schema.get("properties", {})
            for name in instance:
                if name not in known:
                    yield from validator.descend(instance[name], members, path=name)

    return check_members


def _catch_print_errors(
    check: Callable[..., Any],
) -> Callable[..., Iterator["ValidationError"]]:
    """The keyword's own check, also for values too deep or too large for jsonschema to print."""
    from jsonschema import ValidationError

    def check_any(*arguments: Any) -> Iterator[ValidationError]:
        try:
            yield from check(*arguments) or ()
        except (RecursionError, ValueError):
            yield ValidationError("")

    return check_any


def _check_pattern(
    _: object, pattern: str, instance: object, __: Schema
) -> Iterator["ValidationError"]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield ValidationError(f"does not match {pattern}")


def _check_required(
    _: object, names: list[str], instance: object, __: Schema
) -> Iterator["ValidationError"]:
    """An error for each missing property, with its name as the message."""
    from jsonschema import ValidationError

    if isinstance(instance, dict):
        yield from (ValidationError(name) for name in names if name not in instance)
