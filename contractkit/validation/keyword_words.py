"""What a broken keyword means, in words."""

import json
from collections.abc import Iterable

from contractkit.contracts.rules import Rule
from contractkit.contracts.type_words import describe_types
from contractkit.jsontext.display import show_name, show_value
from contractkit.pointers import to_tokens
from contractkit.validation.violation import Violation

LONGEST_OPTION = 60
MOST_LISTED = 3


def describe_violation(violation: Violation, rule: Rule, place: str, shown: str) -> str:
    """What is wrong at a place with a value, both in words."""
    for describe in (_describe_names, _describe_sizes, _describe_values, _describe_choices):
        words = describe(violation, place, shown)
        if words:
            return words
    if violation.keyword == "pattern" and str(violation.limit) in rule.title:
        return f"{place} is {shown}, it must have the form {violation.limit}"
    return f"{place}: {rule.title}"


def _describe_names(violation: Violation, place: str, _: str) -> str | None:
    """What is said of the names of members."""
    name = show_name(violation.name)
    match violation.keyword:
        case "required":
            return f"“{name}” is missing in {place}"
        case "dependentRequired" | "dependencies":
            return f"“{name}” is missing in {place}, which has “{show_name(str(violation.limit))}”"
        case "additionalProperties" | "unevaluatedProperties":
            return f"“{name}” is not a property of {place}"
        case "propertyNames":
            wanted = f": it must be {violation.actual}" if violation.actual else ""
            return f"“{name}” is no name that a property of {place} may have{wanted}"
    return None


def _describe_sizes(  # noqa: PLR0911 - one return a keyword
    violation: Violation, place: str, _: str
) -> str | None:
    """What is said of the length of a text, and of how many items or members there are."""
    limit, actual, bound = violation.limit, violation.actual, _bound(violation)
    match violation.keyword:
        case "minLength" | "minItems" | "minProperties" if not actual:
            return f"{place} is empty"
        case "minLength" | "maxLength":
            return f"{place} has {actual} characters, {bound} {limit} are allowed"
        case "minItems" | "maxItems":
            return f"{place} has {actual} items, {bound} {limit} are allowed"
        case "minProperties" | "maxProperties":
            return f"{place} has {actual} properties, {bound} {limit} are allowed"
        case "items" | "additionalItems":
            return f"{place} has {actual} items, at most {limit} are allowed"
        case "unevaluatedItems":
            return f"{_list_items(violation)} of {place} {_be(violation)} not allowed"
        case "contains":
            return f"no item of {place} is {violation.name or 'of the kind that one has to be'}"
        case "minContains" | "maxContains":
            return f"{_count_fitting(violation, place)}, {bound} {limit} {_be_needed(violation)}"
    return None


def _describe_values(  # noqa: PLR0911 - the same
    violation: Violation, place: str, shown: str
) -> str | None:
    """What is said of one value."""
    limit = violation.limit
    match violation.keyword:
        case "type":
            return f"{place} must be {describe_types(limit)}, not {shown}"
        case "minimum" | "maximum":
            return f"{place} is {shown}, {_bound(violation)} {limit} is allowed"
        case "exclusiveMinimum":
            return f"{place} is {shown}, it must be more than {limit}"
        case "exclusiveMaximum":
            return f"{place} is {shown}, it must be less than {limit}"
        case "multipleOf":
            return f"{place} is {shown}, it must be a multiple of {limit}"
        case "format":
            from contractkit.validation.format_words import describe_format

            return f"{place} is {shown}, it must be {describe_format(str(limit))}"
        case "enum" if isinstance(limit, list):
            return f"{place} is {shown}, allowed are {_list_options(limit)}"
        case "const":
            return f"{place} is {shown}, it must be {_show_option(limit)}"
        case "uniqueItems":
            return f"{_list_items(violation)} of {place} are equal"
    return None


def _describe_choices(violation: Violation, place: str, shown: str) -> str | None:
    """What is said where no branch fits, or several do."""
    if violation.keyword not in ("oneOf", "anyOf") or not isinstance(violation.limit, list):
        return None
    if violation.name:
        return f"{place} is {shown}, allowed are {_list_options(violation.limit)}"
    if isinstance(violation.actual, str):
        untold, kinds = show_name(violation.actual), _join(violation.limit, "or")
        return f"“{untold}” is missing: it says whether {place} is {kinds}"
    if violation.actual and isinstance(violation.actual, tuple):
        return f"{place} fits {_join(violation.actual, 'and')}, and may fit only one"
    if isinstance(violation.value, dict | list):
        shown = "neither" if len(violation.limit) == 2 else "none of them"  # noqa: PLR2004
        return f"{place} must be {_join(violation.limit, 'or')}, and is {shown}"
    return f"{place} must be {_join(violation.limit, 'or')}, not {shown}"


def _bound(violation: Violation) -> str:
    return "at least" if violation.keyword.startswith("min") else "at most"


def _count_fitting(violation: Violation, place: str) -> str:
    """How many items of an array are of the kind that has to be in it so often."""
    kind = violation.name or "of the kind that counts"
    if violation.actual == 1:
        return f"1 item of {place} is {kind}"
    return f"{violation.actual} items of {place} are each {kind}"


def _be_needed(violation: Violation) -> str:
    return "are needed" if violation.keyword.startswith("min") else "are allowed"


def _list_options(options: Iterable[object]) -> str:
    return ", ".join(map(_show_option, options))


def _show_option(option: object) -> str:
    """A value that is allowed; one with others inside it as it is written, if that is short."""
    if isinstance(option, dict | list):
        written = json.dumps(option, ensure_ascii=False)
        if len(written) <= LONGEST_OPTION:
            return written
    return show_value(option)


def _list_items(violation: Violation) -> str:
    """The items that a violation is related to, by their numbers from 1."""
    numbers = [int(to_tokens(pointer)[-1]) + 1 for pointer, _ in violation.related]
    listed = [str(number) for number in numbers[:MOST_LISTED]]
    more = len(numbers) - len(listed)
    words = [*listed, f"{more} more"] if more else listed
    return f"item {words[0]}" if len(words) == 1 else f"items {_join(words, 'and')}"


def _be(violation: Violation) -> str:
    return "is" if len(violation.related) == 1 else "are"


def _join(words: Iterable[object], last: str) -> str:
    *first, end = map(str, words)
    return f"{', '.join(first)} {last} {end}" if first else end
