"""The judge that can explain a no: jsonschema, with ECMA-262 patterns and our own keywords."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from contractkit.contracts.loading import Schema
from contractkit.validation.custom_keywords import KEYWORDS, Keyword

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\$)", re.DOTALL)


def compile_validator(schema: Schema, limit: int | None = None) -> "Validator":
    """A jsonschema validator with ECMA-262 patterns and the `x-…` keywords.

    An error of an `x-…` keyword carries its Breach as `validator_value`. After `limit` breaches of
    one of these, and bad items of one array, no more are looked for.
    """
    return _explaining_class(limit)(schema)


@lru_cache(maxsize=8)
def _explaining_class(limit: int | None) -> Callable[[Schema], "Validator"]:
    from jsonschema import Draft7Validator
    from jsonschema.validators import extend

    own = {name: _adapt(find, limit) for name, find in KEYWORDS.items()}
    spared = {name: _spare(Draft7Validator.VALIDATORS[name]) for name in ("type", "enum", "const")}
    items = _bound(Draft7Validator.VALIDATORS["items"], limit)
    keywords = {"pattern": _check_pattern, "items": items, **spared, **own}
    extended = extend(Draft7Validator, keywords)  # type: ignore[no-untyped-call]
    return cast("Callable[[Schema], Validator]", extended)


def _adapt(find: Keyword, limit: int | None) -> Callable[..., Iterator["ValidationError"]]:
    from jsonschema import ValidationError

    def check(_: object, rule: Schema, instance: object, __: Schema) -> Iterator[ValidationError]:
        told = Counter[str]()
        for breach in find(rule, instance):
            told[breach.aspect] += 1
            if limit is not None and told[breach.aspect] > limit:
                continue
            yield ValidationError("", path=breach.path, validator_value=breach)

    return check


def _bound(
    check: Callable[..., Any], limit: int | None
) -> Callable[..., Iterator["ValidationError"]]:
    """The check of the items of an array, which ends after so many bad ones."""

    def bounded(*arguments: Any) -> Iterator["ValidationError"]:
        bad: set[object] = set()
        for error in check(*arguments) or ():
            bad.add(error.relative_path[0] if error.relative_path else None)
            if limit is not None and len(bad) > limit:
                return
            yield error

    return bounded


def _spare(check: Callable[..., Any]) -> Callable[..., Iterator["ValidationError"]]:
    """The keyword's own check, for values too deep or too large for jsonschema to print."""
    from jsonschema import ValidationError

    def guard(*arguments: Any) -> Iterator[ValidationError]:
        try:
            yield from check(*arguments) or ()
        except (RecursionError, ValueError):
            yield ValidationError("")

    return guard


def _check_pattern(
    _: object, pattern: str, instance: object, __: Schema
) -> Iterator["ValidationError"]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield ValidationError(f"does not match {pattern}")


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""An ECMA-262 pattern as Python reads it, whose own `$` would also match before `\n`."""
    return re.compile(_DOLLAR.sub(lambda match: r"\Z" if match[1] else match[0], pattern))
