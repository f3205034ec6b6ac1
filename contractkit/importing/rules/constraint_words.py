"""What a keyword of a schema demands, in plain words: a title, why it matters, how to keep it."""

from collections.abc import Callable
from typing import Any

from contractkit.contracts.type_words import TYPES
from contractkit.importing.schemas.formats import FORMATS
from contractkit.jsontext.display import show_value

LONGEST = 60

_COUNTED = {"Length": "character", "Items": "item", "Properties": "property"}
_PLURALS = {"character": "characters", "item": "items", "property": "properties"}
_BOUNDS = {
    "minimum": "at least", "exclusiveMinimum": "more than",
    "maximum": "at most", "exclusiveMaximum": "less than",
}  # fmt: skip
_WHOLE = {
    "additionalProperties": "has no properties but the listed ones",
    "contains": "has an item of the kind that is asked for",
    "items": "has no further items",
    "not": "is nothing that is ruled out",
    "propertyNames": "has only properties with names of the right form",
    "unevaluatedItems": "has no further items",
    "unevaluatedProperties": "has no properties but the listed ones",
    "uniqueItems": "has no item twice",
}


def describe_demand(keyword: str, value: Any, name: str = "") -> str:
    """What a place does that keeps the keyword: `has at least 3 characters`."""
    if keyword == "required":
        return f"has “{name}”"
    if keyword == "not" and value == {}:
        return "is never there"
    if keyword in _DEMANDS:
        return _DEMANDS[keyword](value)
    return _describe_limit(keyword, value)


def _describe_limit(keyword: str, value: Any) -> str:
    if keyword in _BOUNDS:
        return f"is {_BOUNDS[keyword]} {value}"
    if keyword[:3] in ("min", "max") and keyword[3:] in _COUNTED:
        noun = _COUNTED[keyword[3:]]
        if (keyword[:3], value) == ("min", 1):
            return "is not empty"
        bound = "at least" if keyword.startswith("min") else "at most"
        return f"has {bound} {value} {noun if value == 1 else _PLURALS[noun]}"
    return _WHOLE[keyword]


def describe_fix(keyword: str, value: Any, schema: dict[str, Any], name: str = "") -> str:
    """How to put it right, in a sentence; with an example where the document has one."""
    if keyword in _FIXES:
        return _FIXES[keyword].format(name=name)
    if keyword == "not" and value == {}:
        return "Leave it out."
    if keyword in ("enum", "const"):
        return f"Write {_list_values(value if keyword == 'enum' else [value], most=20)}."
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        known = _list_names(schema.get("properties", {}))
        return f"Leave out what is not listed{f': known are {known}' if known else ''}."
    examples = schema.get("examples")
    first = examples[0] if isinstance(examples, list) and examples else None
    such_as = f", such as {_shorten(show_value(first))}" if first is not None else ""
    demand = describe_demand(keyword, value, name)
    if keyword in ("type", "format", "multipleOf"):
        plain = demand.partition(", such as")[0] if such_as else demand
        return f"Write {plain.removeprefix('is ')}{such_as}."
    return f"Change it so that it {demand}{such_as}."


def describe_reason(keyword: str) -> str:
    """Why it matters that the keyword is kept, for whoever reads the payload."""
    return _REASONS.get(keyword, "Beyond the limit it is refused, cut off or lost.")


def _list_values(values: list[Any], most: int = 5) -> str:
    if not values:
        return "one of no values, so that nothing fits"
    shown = [_shorten(show_value(value)) for value in values]
    if len(shown) > most:
        return f"one of the {len(shown)} values that are listed"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _list_names(names: Any) -> str:
    shown = [f"“{name}”" for name in names][:6]
    return ", ".join([*shown, "…"] if len(names) > len(shown) else shown)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _describe_types(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    return f"is {' or '.join(TYPES[entry] for entry in names)}"


def _describe_choice(how: str, value: list[Any]) -> str:
    return f"has {how} of {len(value)} forms" if len(value) > 1 else "has its one form"


_DEMANDS: dict[str, Callable[[Any], str]] = {
    "type": _describe_types,
    "enum": lambda value: f"is {_list_values(value)}",
    "const": lambda value: f"is {_shorten(show_value(value))}",
    "readOnly": lambda _: "stands in answers only",
    "writeOnly": lambda _: "stands in requests only",
    "multipleOf": lambda value: "is a whole number" if value == 1 else f"is a multiple of {value}",
    "pattern": lambda value: f"has the form {_shorten(value)}",
    "format": lambda value: f"is {FORMATS.get(value, f'of the format {value}')}",
    "dependentRequired": lambda value: f"has what belongs to {_list_names(value)}",
    "oneOf": lambda value: _describe_choice("exactly one", value),
    "anyOf": lambda value: _describe_choice("one", value),
    "minContains": lambda value: f"has at least {value} items of the kind that is asked for",
    "maxContains": lambda value: f"has at most {value} items of the kind that is asked for",
}
_FIXES = {
    "required": "Add “{name}”.",
    "readOnly": "Leave it out here.",
    "writeOnly": "Leave it out here.",
}
_MISPRINT = "A name that is not known is mostly a known one that is misspelt, and is not read."
_CHOICE = "The reader must be able to tell which of the forms is meant."
_TYPE = "A value of another type is refused, or read as something else."
_VALUE = "No other value has a meaning here: it is refused, or ignored."
_FORM = "A value of another form is refused, or read wrongly."
_DIRECTION = "It counts for nothing there, and some implementations refuse it."
_REASONS = {
    "required": "The reader relies on it, and may refuse what comes without it.",
    "additionalProperties": _MISPRINT,
    "unevaluatedProperties": _MISPRINT,
    "readOnly": _DIRECTION,
    "writeOnly": _DIRECTION,
    **dict.fromkeys(("oneOf", "anyOf"), _CHOICE),
    "type": _TYPE,
    **dict.fromkeys(("enum", "const"), _VALUE),
    **dict.fromkeys(("format", "pattern", "not"), _FORM),
}
