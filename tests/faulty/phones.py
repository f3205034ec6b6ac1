"""Destinations and their phone numbers."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from tests.faulty.faults import Switches
from tests.faulty.members import ABSENT, check_optional
from tests.faulty.problem import missing, wrong
from tests.problem import Problem

NUMBER = re.compile(r"\+?[1-9][0-9]{1,14}")
# What each faulty server takes for a number instead.
FAULTY_NUMBERS = {
    "number-16-digits": r"\+?[1-9][0-9]{1,15}",
    "number-14-digits": r"\+?[1-9][0-9]{1,13}",
    "number-no-maximum": r"\+?[1-9][0-9]+",
    "number-7-digits-at-least": r"\+?[1-9][0-9]{6,14}",
    "number-one-digit": r"\+?[1-9][0-9]{0,14}",
    "number-counts-the-plus": r"(?=.{2,15}$)\+?[1-9][0-9]{1,14}",
    "number-beginning-only": r"(?s)\+?[1-9][0-9]{1,14}.*",
    "number-end-only": r"(?s).*[1-9][0-9]{6,14}",
    "number-unicode-digits": r"\+?(?!0)\d{2,15}",
    "number-trailing-line-break": r"\+?[1-9][0-9]{1,14}\n?",
    "number-double-zero": r"(\+|00)?[1-9][0-9]{1,14}",
    "number-trunk-zero": r"\+?[0-9]{2,15}",
    "number-spaces": r"\+?[1-9](\x20?[0-9]){1,14}",
    "number-dashes": r"\+?[1-9]([-.]?[0-9]){1,14}",
    "number-brackets": r"\+?[1-9][0-9]*(\(0\))?[0-9]+",
    "number-two-pluses": r"\+*[1-9][0-9]{1,14}",
    "number-plus-anywhere": r"\+?[1-9][0-9+]{1,14}",
    "number-white-space-around": r"\s*\+?[1-9][0-9]{1,14}\s*",
    "number-letters": r"\+?[1-9][0-9A-Za-z]{1,14}",
    "number-tel-uri": r"(tel:)?\+?[1-9][0-9]{1,14}",
    "number-several-in-one": r"\+?[1-9][0-9]{1,14}([,;]\s?\+?[1-9][0-9]{1,14})*",
    "number-placeholder": r"\+?[1-9][0-9]{1,14}|\{\{\w+\}\}",
    "number-empty": r"(\+?[1-9][0-9]{1,14})?",
    "number-plus-only": r"\+|\+?[1-9][0-9]{1,14}",
    "number-plus-required": r"\+[1-9][0-9]{1,14}",
    "number-plus-refused": r"[1-9][0-9]{1,14}",
    "number-british-only": r"\+?44[0-9]{1,13}",
    "number-any-string": r"(?s).*",
}


def is_number(text: str, switches: Switches) -> bool:
    if switches.has("number-compatible"):
        text = normalize("NFKC", text)
    faulty = FAULTY_NUMBERS.get(switches.fault or "")
    return bool(re.fullmatch(faulty, text) if faulty else NUMBER.fullmatch(text))


def choose(items: list[Any], switches: Switches, what: str) -> list[Any]:
    """The items that are looked at: all of them, but for a fault."""
    if switches.fault == f"{what}-first-only":
        return items[:1]
    if switches.fault == f"{what}-last-only":
        return items[-1:]
    if switches.fault == f"{what}-ten-only":
        return items[:10]
    if switches.fault == f"{what}-ends-only":
        return [*items[:1], *items[1:][-1:]]
    for most in (100, 500, 999):
        if switches.fault == f"{what}-{most}-only":
            return items[:most]
    return items


def check_destination(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    """At least one destination, each with at least one number."""
    value = payload.get("destination", ABSENT)
    if isinstance(value, dict) and switches.has("destination-as-object"):
        value = [value]
    if value is ABSENT or value == []:
        name = "destination-missing" if value is ABSENT else "destination-empty"
        if not switches.has(name):
            yield missing("destination")
    elif not isinstance(value, list):
        yield wrong("destination", "an array of objects")
    else:
        if switches.has("several-destinations-refused") and len(value) > 1:
            yield wrong("destination", "an array of one")
        for index, entry in enumerate(choose(value, switches, "destinations")):
            yield from check_entry(entry, index, switches)


def check_entry(entry: object, index: int, switches: Switches) -> Iterator[Problem]:
    if isinstance(entry, str) and switches.has("destination-of-strings"):
        entry = {"msisdn": [entry]}
    if not isinstance(entry, dict):
        yield wrong("destination", "an array of objects")
        return
    yield from check_optional(entry, "correlationid", switches)
    yield from check_optional(entry, "customerid", switches)
    numbers = entry.get("msisdn", ABSENT)
    if isinstance(numbers, str) and switches.has("msisdn-as-string"):
        numbers = [numbers]
    if isinstance(numbers, str) and switches.has("msisdn-comma-separated"):
        numbers = numbers.split(",")
    if numbers is ABSENT and entry.get("customerid"):
        return
    if numbers is ABSENT or numbers == []:
        if switches.has("msisdn-missing" if numbers is ABSENT else "msisdn-empty"):
            return
        if index == 0 or not switches.has("second-destination-without-msisdn"):
            yield missing("msisdn")
    elif not isinstance(numbers, list):
        yield wrong("msisdn", "an array of strings")
    else:
        yield from check_numbers(numbers, switches)


def check_numbers(numbers: list[Any], switches: Switches) -> Iterator[Problem]:
    if len(numbers) > 1 and switches.has("several-numbers-refused"):
        yield wrong("msisdn", "an array of one number")
    if len(numbers) > 999 and switches.has("numbers-999"):
        yield Problem("7009", "maximum number of destinations reached")
    if len(numbers) > 100 and switches.has("numbers-100"):
        yield Problem("7009", "maximum number of destinations reached")
    for number in choose(numbers, switches, "numbers"):
        if is_number_taken(number, switches):
            continue
        if not isinstance(number, str):
            yield wrong("msisdn", "an array of strings")
        elif not is_number(number, switches):
            late = "7102" if number else ""
            yield wrong("msisdn", "a number in the format E.164", late=late, number=number)


def is_number_taken(value: object, switches: Switches) -> bool:
    """Whether something that is no string is taken for a number: only by a fault."""
    if isinstance(value, float):
        return switches.has("number-as-float") and is_number(f"{value:.0f}", switches)
    if isinstance(value, int):
        return switches.has("number-as-integer")
    return value is None and switches.has("number-null")
