"""Which values the keywords of JSON Schema may have."""

from collections.abc import Callable
from typing import Any

from contractkit.importing.documents.document import is_number

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
ANNOTATIONS = (
    "contentEncoding", "contentMediaType", "default", "deprecated", "description", "examples",
    "readOnly", "title", "writeOnly",
)  # fmt: skip


def _is_count(value: Any) -> bool:
    return is_number(value) and value >= 0 and value == int(value)


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_type(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def _are_lists_of_names(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_list_of_names, value.values()))


_CHECKS: tuple[tuple[Callable[[Any], bool], str, tuple[str, ...]], ...] = (
    (_is_type, f"one of {', '.join(TYPES)}", ("type",)),
    (lambda value: isinstance(value, list), "a list of values", ("enum",)),
    (lambda _: True, "a value", ("const",)),
    (lambda value: is_number(value) and value > 0, "a number above 0", ("multipleOf",)),
    (
        is_number,
        "a number",
        ("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    ),
    (
        _is_count,
        "a whole number from 0",
        (
            "maxLength", "minLength", "maxItems", "minItems", "maxContains", "minContains",
            "maxProperties", "minProperties",
        ),
    ),
    (lambda value: isinstance(value, str), "a text", ("pattern", "format")),
    (lambda value: isinstance(value, bool), "true or false", ("uniqueItems",)),
    (_is_list_of_names, "a list of names", ("required",)),
    (_are_lists_of_names, "lists of names by name", ("dependentRequired",)),
)  # fmt: skip
_BY_KEYWORD = {keyword: (fits, what) for fits, what, names in _CHECKS for keyword in names}
ASSERTIONS = tuple(_BY_KEYWORD)


def tell_unfit(keyword: str, value: Any) -> str:
    """What the value of an asserting keyword should be; "" where it is right."""
    fits, what = _BY_KEYWORD[keyword]
    return "" if fits(value) else what
