"""The words of a finding: its message in one line, and the help to put it right."""

import re
from functools import lru_cache

from contractkit.contracts.rules import Rule, first_paragraph
from contractkit.jsontext.display import (
    HIDDEN,
    hide_name,
    hide_pointer,
    show_name,
    show_value,
)
from contractkit.jsontext.lookalikes import has_foreign_words, is_plain, to_plain
from contractkit.jsontext.odd_characters import (
    describe_ballast,
    describe_hidden,
    describe_odd_characters,
    tell,
)
from contractkit.pointers import name_of, parent_of, to_tokens
from contractkit.validation.causes import Cause
from contractkit.validation.keyword_words import describe_violation
from contractkit.validation.options import PATTERNS
from contractkit.validation.placeholders import is_placeholder
from contractkit.validation.suggestions import suggest
from contractkit.validation.violation import ABOUT_NAMES, Violation
from contractkit.validation.violations import FORM_KEYWORDS

TEMPLATE_FIELD = re.compile(r"(\{[a-z]+\})")
MOST_READ = 20_000  # of a value, in search of odd characters
RETYPE = "Type it anew, in plain characters."


def write_message(cause: Cause, rule: Rule, message: str, *, hide: bool = False) -> str:
    """What is wrong, in one line: the mistake, the rule's template, or what the keyword means."""
    if cause.mistake:
        return cause.mistake
    said = _describe_breach(cause, rule, message, hide=hide)
    return said if hide else said + describe_odd(cause.violation)


def _is_disguised(violation: Violation) -> bool:
    """Whether the value has odd characters, and is in no other script than ASCII."""
    value = violation.value
    if violation.keyword not in FORM_KEYWORDS or not isinstance(value, str) or is_plain(value):
        return False
    return to_plain(value[:MOST_READ]).isascii()


def describe_odd(violation: Violation) -> str:
    """Which characters of the value, or of a property's name, are not what they look like."""
    value = violation.value
    if isinstance(value, str) and len(value) > MOST_READ:
        value = value[:MOST_READ]
    if violation.keyword in ABOUT_NAMES:
        return tell("; the name has", describe_odd_characters(violation.name))
    if not isinstance(value, str) or is_plain(value):
        return ""
    if violation.keyword not in FORM_KEYWORDS:
        return tell("; the value has", describe_ballast(value))
    is_text = violation.level == "advice" and has_foreign_words(value)
    odd = describe_hidden(value) if is_text else describe_odd_characters(value)
    return tell("; the value has", odd)


def _describe_breach(cause: Cause, rule: Rule, message: str, *, hide: bool) -> str:
    violation = hide_violation(cause.violation) if hide else cause.violation
    if rule.message:
        return _fill_template(rule.message, violation, hide=hide)
    shown = HIDDEN if hide else show_value(violation.value)
    pointer = violation.pointer
    if violation.keyword in ABOUT_NAMES:
        pointer = parent_of(pointer)
    return describe_violation(violation, rule, describe_place(pointer, message), shown)


def hide_violation(violation: Violation) -> Violation:
    """The violation without names that look like values."""
    name = hide_name(violation.name) if violation.name else ""
    return violation._replace(name=name, pointer=hide_pointer(violation.pointer))


def write_help(cause: Cause, rule: Rule) -> str:
    """How to put it right: what this payload evidently needs, or what the rule's page says."""
    if cause.correction:
        return cause.correction
    violation, general = cause.violation, first_paragraph(rule.fix)
    if violation.keyword not in ("type", "x-mentions") and is_placeholder(
        violation.value, PATTERNS
    ):
        return "Fill in the placeholder; --templates lets placeholders stand."
    suggestion = suggest(violation)
    if not suggestion and _is_disguised(violation):
        suggestion = RETYPE
    return f"{suggestion} {general}" if suggestion else general


def describe_place(pointer: str, message: str) -> str:
    """A place in words: `“text”`, `item 2 of “list”`, `the request` for the whole of it."""
    if not pointer:
        return f"the {message}"
    last = to_tokens(pointer)[-1]
    if last.isdecimal():
        array = name_of(pointer)
        whole = f"“{show_name(array)}”" if array else f"the {message}"
        return f"item {int(last) + 1} of {whole}"
    return f"“{show_name(last)}”"


def _fill_template(template: str, violation: Violation, *, hide: bool) -> str:
    parts = list(_split_template(template))
    for index in range(1, len(parts), 2):
        parts[index] = _fill_field(parts[index], violation, hide=hide)
    return "".join(parts)


@lru_cache(maxsize=512)
def _split_template(template: str) -> list[str]:
    """The parts of a template: every second one is a field."""
    return TEMPLATE_FIELD.split(template)


def _fill_field(field: str, violation: Violation, *, hide: bool) -> str:
    match field:
        case "{property}":
            return show_name(name_of(violation.pointer))
        case "{value}":
            return HIDDEN if hide else show_value(violation.value)
        case "{name}":
            return show_name(violation.name)
        case "{limit}":
            return str(violation.limit)
        case "{actual}":
            return str(violation.actual)
    return field
