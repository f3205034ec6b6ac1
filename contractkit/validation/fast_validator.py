"""Whether a value is valid at all, by jsonschema-rs: quick, but it does not say what is wrong."""

from collections.abc import Callable
from functools import lru_cache

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.validation.custom_keywords import KEYWORDS, RAISING_KEYWORDS
from contractkit.validation.dialects import compile_native_schema
from contractkit.validation.fast_keywords import (
    detach_references,
    guard_keywords,
    separate_keywords,
)


def is_valid(
    contract: Contract, message: str, value: object, optional: frozenset[str] = frozenset()
) -> bool:
    """Whether there is certainly no violation on any level, the optional rules named included."""
    try:
        return all(validate(value) for validate in _compile_all(contract, message, optional))
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _compile_all(
    contract: Contract, message: str, optional: frozenset[str]
) -> tuple[Callable[[object], bool], ...]:
    schemas = load_message_schemas(contract, message, optional)
    return tuple(compile_fast_validator(entry.schema) for entry in schemas)


def compile_fast_validator(schema: Schema) -> Callable[[object], bool]:
    """A function that says whether a value is valid, and nothing of why not.

    It raises ValueError for a value that it cannot read, such as a string with a lone surrogate.
    """
    return compile_detached(detach_references(schema))


def compile_detached(schema: Schema) -> Callable[[object], bool]:
    """`compile_fast_validator` of a schema without references, or only to its own definitions."""
    rest, checks = separate_keywords(schema)
    validate = _compile(rest)
    if not checks:
        return validate
    return lambda value: validate(value) and all(check(value) for check in checks)


def _compile(schema: Schema) -> Callable[[object], bool]:
    guarded = guard_keywords(schema, tuple(KEYWORDS))
    return compile_native_schema(guarded, keywords=RAISING_KEYWORDS).is_valid
