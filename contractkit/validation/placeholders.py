"""Placeholders in payload files that are templates, such as `"{{name}}"`: values to fill in.

What a placeholder looks like is written as a pattern, with an ellipsis where its name stands.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from contractkit.jsontext import Document, Fault
from contractkit.pointers import resolve
from contractkit.validation.violation import Violation

ELLIPSIS = "…"
UNQUOTED_PLACEHOLDER_RULE = "JT023"
STRUCTURAL_KEYWORDS = frozenset({"type", "additionalProperties", "required"})


@lru_cache(maxsize=32)
def compile_patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """The regular expression of one whole placeholder of any of the patterns."""
    return re.compile("|".join(map(_compile_one, patterns)) or r"(?!)")


def _compile_one(pattern: str) -> str:
    before, _, after = map(re.escape, pattern.partition(ELLIPSIS))
    return rf"{before}(?:(?!{before}|{after})[^\x22\x00-\x1f])+{after}"


def is_placeholder(value: object, patterns: tuple[str, ...]) -> bool:
    """Whether a value is one whole placeholder."""
    return isinstance(value, str) and compile_patterns(patterns).fullmatch(value) is not None


def has_placeholder(value: object, patterns: tuple[str, ...]) -> bool:
    """Whether a value is a string with a placeholder in it."""
    return isinstance(value, str) and compile_patterns(patterns).search(value) is not None


def is_unquoted_placeholder(fault: Fault, text: str, patterns: tuple[str, ...]) -> bool:
    """Whether a fault is a placeholder without quotes, which becomes a value of any type."""
    written = text[fault.start : fault.end]
    return fault.rule == UNQUOTED_PLACEHOLDER_RULE and is_placeholder(written, patterns)


def drop_template_violations(
    violations: Iterable[Violation],
    document: Document,
    patterns: tuple[str, ...],
    *,
    within_strings: bool = False,
) -> Iterator[Violation]:
    """The violations that are certain before the placeholders are filled in.

    `within_strings`: a string with a placeholder anywhere in it may become any string.
    """
    is_unknown = has_placeholder if within_strings else is_placeholder
    unquoted = {
        fault.pointer
        for fault in document.faults
        if is_unquoted_placeholder(fault, document.text, patterns)
    }
    for violation in violations:
        places = {violation.pointer, *(pointer for pointer, _ in violation.related)}
        if places & unquoted:
            continue
        if violation.keyword not in STRUCTURAL_KEYWORDS and any(
            is_unknown(resolve(document.value, place), patterns) for place in places
        ):
            continue
        yield violation
