"""The fast yes: jsonschema-rs says whether anything at all is wrong with a value, not what."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.validation.custom_keywords import KEYWORDS, Keyword
from contractkit.validation.fast_keywords import put_aside, take_out
from contractkit.validation.options import EVERYTHING, Selection, select_optional_rules

UNNAMED = "urn:contractkit:item"


def is_valid(
    contract: Contract, message: str, value: object, optional: frozenset[str] = frozenset()
) -> bool:
    """Whether there is certainly no violation on any level, the optional rules named included."""
    try:
        return all(fits(value) for fits in _fast(contract, message, optional))
    except ValueError:
        return False


def are_all_valid(
    contract: Contract, message: str, values: list[Any], selection: Selection = EVERYTHING
) -> bool:
    """Whether certainly nothing is found in any of many values: quicker than one by one.

    Advice of which the selection takes nothing is not judged.
    """
    try:
        return all(fits(values) for fits in _fast_lists(contract, message, selection))
    except ValueError:
        return False


def is_valid_against(
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
    return tuple(
        compile_fast_validator(one.schema)
        for one in load_message_schemas(contract, message, optional)
    )


@lru_cache(maxsize=16)
def _fast_lists(
    contract: Contract, message: str, selection: Selection
) -> tuple[Callable[[list[Any]], bool], ...]:
    layers = load_message_schemas(contract, message, select_optional_rules(contract, selection))
    return tuple(_compile_list(one.schema) for one in layers if _is_asked_for(one, selection))


def _is_asked_for(layer: MessageSchema, selection: Selection) -> bool:
    if layer.level != "advice" or selection == EVERYTHING:
        return True
    from contractkit.contracts.rules import list_named

    return any(map(selection.includes, list_named(layer.schema)))


def _compile_list(schema: Schema) -> Callable[[list[Any]], bool]:
    inside, keepers = take_out(schema)
    item = {"$id": UNNAMED} | inside
    fits = _compile({"items": {"$ref": item["$id"]}, "definitions": {"item": item}})
    return lambda values: fits(values) and all(all(map(keep, values)) for keep in keepers)


def compile_fast_validator(schema: Schema) -> Callable[[object], bool]:
    """A function that says whether a value meets the schema, and nothing of why not.

    It raises ValueError for a value that it cannot read, such as a string with a lone surrogate.
    """
    inside, keepers = take_out(schema)
    fits = _compile(inside)
    if not keepers:
        return fits
    return lambda value: fits(value) and all(keep(value) for keep in keepers)


def _compile(schema: Schema) -> Callable[[object], bool]:
    from jsonschema_rs import Draft7Validator

    keywords: dict[str, Any] = {name: partial(_FastKeyword, KEYWORDS[name]) for name in KEYWORDS}
    return Draft7Validator(put_aside(schema, tuple(KEYWORDS)), keywords=keywords).is_valid


class _FastKeyword:
    """The form in which jsonschema-rs takes a keyword of our own: it raises for a breach."""

    def __init__(
        self, find: Keyword, _parent: object, rule: Mapping[str, Any], _path: object
    ) -> None:
        self.find, self.rule = find, rule

    def validate(self, instance: object) -> None:
        if next(self.find(self.rule, instance), None) is not None:
            raise ValueError
