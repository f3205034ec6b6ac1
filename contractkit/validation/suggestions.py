"""How to write the value that was evidently meant, in a sentence."""

from collections.abc import Iterable

from contractkit.contracts.similar_names import normalise
from contractkit.jsontext.display import is_number, show_value
from contractkit.jsontext.lookalikes import to_plain
from contractkit.validation.violation import CHOICES, Violation

MOST_COMPARED = 200
LONGEST_COMPARED = 100


def suggest(violation: Violation) -> str | None:
    """What was evidently meant; None if nothing that is allowed is similar."""
    value, keyword, limit = violation.value, violation.keyword, violation.limit
    if keyword in CHOICES and violation.name and isinstance(limit, list):
        return _suggest_option(value, limit) or _suggest_similar(value, limit)
    if keyword == "propertyNames" and isinstance(limit, dict):
        return _suggest_similar(value, limit.get("enum", ()))
    return suggest_value(value, keyword, limit)


def _suggest_similar(value: object, options: Iterable[object]) -> str | None:
    """The one allowed text that is most like another one."""
    if not isinstance(value, str) or len(value) > LONGEST_COMPARED:
        return None
    from difflib import get_close_matches

    known = {option.casefold(): option for option in options if isinstance(option, str)}
    near = get_close_matches(value.casefold(), list(known)[:MOST_COMPARED], n=1)
    return f"Did you mean {show_value(known[near[0]])}?" if near else None


def suggest_value(value: object, keyword: str, limit: object) -> str | None:
    """How to write the value that was evidently meant, in a sentence; None if none is similar."""
    if keyword in ("const", "enum"):
        return _suggest_option(value, limit if isinstance(limit, list) else [limit])
    if keyword == "type":
        wanted = limit if isinstance(limit, list) else [limit]
        return next(filter(None, (_suggest_for_type(value, str(one)) for one in wanted)), None)
    return None


def _suggest_option(value: object, options: list[object]) -> str | None:
    for option in options:
        if isinstance(option, str) and isinstance(value, str):
            if value and normalise(value.strip()) == normalise(option):
                return f"Did you mean {show_value(option)}?"
        elif isinstance(option, str) and is_number(value) and f"{value:g}" == option:
            return f"Write it in quotes: {show_value(option)}."
    return None


def _suggest_for_type(value: object, wanted: str) -> str | None:
    if wanted == "string" and (is_number(value) or isinstance(value, bool)):
        return "Write it in quotes."
    literal = to_plain(value).strip().lower() if isinstance(value, str) else ""
    if wanted == "boolean" and literal in ("true", "false"):
        return f"Write {literal} without quotes."
    if wanted == "array" and isinstance(value, str | dict):
        return "Put it in square brackets."
    if wanted == "object" and isinstance(value, list) and len(value) == 1:
        return "Take it out of the square brackets."
    return None
