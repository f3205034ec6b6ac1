"""Whether a value is valid at all, by jsonschema-rs: quick, but it does not say what is wrong."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.validation.custom_keywords import KEYWORDS, Keyword
from contractkit.validation.fast_keywords import guard_keywords, separate_keywords
from contractkit.validation.options import EVERYTHING, Selection, select_optional_rules

DEFAULT_ID = "urn:contractkit:item"


def is_valid(
    contract: Contract, message: str, value: object, optional: frozenset[str] = frozenset()
) -> bool:
    """Whether there is certainly no violation on any level, the optional rules named included."""
    try:
        return all(validate(value) for validate in _compile_all(contract, message, optional))
    except ValueError:
        return False


def are_all_valid(
    contract: Contract, message: str, values: list[Any], selection: Selection = EVERYTHING
) -> bool:
    """Whether certainly nothing is found in any of many values: quicker than one by one.

    Schemas of advice none of whose rules is selected are left out.
    """
    try:
        return all(validate(values) for validate in _compile_lists(contract, message, selection))
    except ValueError:
        return False


def is_valid_against(
    contract: Contract, message: str, number: int, value: object, optional: frozenset[str]
) -> bool:
    """Whether a value is certainly valid against one of the schemas of a message, by its number."""
    try:
        return _compile_all(contract, message, optional)[number](value)
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _compile_all(
    contract: Contract, message: str, optional: frozenset[str]
) -> tuple[Callable[[object], bool], ...]:
    schemas = load_message_schemas(contract, message, optional)
    return tuple(compile_fast_validator(entry.schema) for entry in schemas)


@lru_cache(maxsize=16)
def _compile_lists(
    contract: Contract, message: str, selection: Selection
) -> tuple[Callable[[list[Any]], bool], ...]:
    optional = select_optional_rules(contract, selection)
    schemas = load_message_schemas(contract, message, optional)
    return tuple(_compile_list(entry.schema) for entry in schemas if _is_selected(entry, selection))


def _is_selected(entry: MessageSchema, selection: Selection) -> bool:
    if entry.level != "advice" or selection == EVERYTHING:
        return True
    from contractkit.contracts.rules import list_rules_in

    return any(map(selection.includes, list_rules_in(entry.schema)))


def _compile_list(schema: Schema) -> Callable[[list[Any]], bool]:
    rest, checks = separate_keywords(schema)
    item = {"$id": DEFAULT_ID} | rest
    validate = _compile({"items": {"$ref": item["$id"]}, "definitions": {"item": item}})
    return lambda values: validate(values) and all(all(map(check, values)) for check in checks)


def compile_fast_validator(schema: Schema) -> Callable[[object], bool]:
    """A function that says whether a value is valid, and nothing of why not.

    It raises ValueError for a value that it cannot read, such as a string with a lone surrogate.
    """
    rest, checks = separate_keywords(schema)
    validate = _compile(rest)
    if not checks:
        return validate
    return lambda value: validate(value) and all(check(value) for check in checks)


def _compile(schema: Schema) -> Callable[[object], bool]:
    from jsonschema_rs import Draft7Validator

    keywords: dict[str, Any] = {name: partial(_FastKeyword, KEYWORDS[name]) for name in KEYWORDS}
    return Draft7Validator(guard_keywords(schema, tuple(KEYWORDS)), keywords=keywords).is_valid


class _FastKeyword:
    """The form in which jsonschema-rs takes a custom keyword: it raises for a breach."""

    def __init__(
        self, find: Keyword, _parent: object, rule: Mapping[str, Any], _path: object
    ) -> None:
        self.find, self.rule = find, rule

    def validate(self, instance: object) -> None:
        if next(self.find(self.rule, instance), None) is not None:
            raise ValueError
