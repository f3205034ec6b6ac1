"""The fast yes: jsonschema-rs says whether anything at all is wrong with a value, not what."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from contractkit.contract import Contract, Schema
from contractkit.judging.keywords import KEYWORDS, Keyword
from contractkit.layers import load_layers


def is_clean(
    contract: Contract, message: str, value: object, optional: frozenset[str] = frozenset()
) -> bool:
    """Whether there is certainly no violation on any level, the optional rules named included."""
    try:
        return all(fits(value) for fits in _fast(contract, message, optional))
    except ValueError:
        return False


def meets_layer(
    contract: Contract, message: str, number: int, value: object, optional: frozenset[str]
) -> bool:
    """Whether a value certainly meets one schema of a message, by its place among the layers."""
    try:
        return _fast(contract, message, optional)[number](value)
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _fast(
    contract: Contract, message: str, optional: frozenset[str]
) -> tuple[Callable[[object], bool], ...]:
    return tuple(compile_fast(one.schema) for one in load_layers(contract, message, optional))


def compile_fast(schema: Schema) -> Callable[[object], bool]:
    """A function that says whether a value meets the schema, and nothing of why not.

    It raises ValueError for a value that it cannot read, such as a string with a lone surrogate.
    """
    from jsonschema_rs import Draft7Validator

    keywords: dict[str, Any] = {name: partial(_FastKeyword, KEYWORDS[name]) for name in KEYWORDS}
    return Draft7Validator(schema, keywords=keywords).is_valid


class _FastKeyword:
    """The form in which jsonschema-rs takes a keyword of our own: it raises for a breach."""

    def __init__(
        self, find: Keyword, _parent: object, rule: Mapping[str, Any], _path: object
    ) -> None:
        self.find, self.rule = find, rule

    def validate(self, instance: object) -> None:
        if next(self.find(self.rule, instance), None) is not None:
            raise ValueError
