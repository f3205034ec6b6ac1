"""Whom a message goes to, and what is filled in for each."""

import re
from typing import Any

from tests.faulty_v2.faults import Switches
from tests.faulty_v2.problem import ProblemError, missing, wrong
from tests.problem import Problem

MOST = 1000


def check_recipients(payload: dict[str, Any], switches: Switches) -> None:
    """Raise ProblemError for what is wrong with `to`, and with substitutions."""
    has = switches.has
    groups = payload["to"]
    if not isinstance(groups, list):
        raise wrong("to")
    if not groups and not has("to-empty"):
        raise missing("to")
    if has("two-recipients-refused") and len(groups) > 1:
        raise wrong("to")
    for group in groups[:1] if has("recipients-first-only") else groups:
        check_group(group, switches)
    if "substitutions" in payload:
        if has("substitutions-refused"):
            raise wrong("substitutions")
        check_substitutions(payload["substitutions"], switches)
    numbers = [number for group in groups for number in list_numbers(group)]
    if switches.strict and len(numbers) > MOST:
        raise ProblemError(Problem("7009", "More than 1000 destinations"))
    plain = [number.lstrip("+") for number in numbers]
    if switches.strict and len(set(plain)) < len(plain):
        raise wrong("msisdn")


def list_numbers(group: object) -> list[str]:
    """The numbers of one group that are strings."""
    numbers = group.get("msisdn") if isinstance(group, dict) else None
    return [one for one in numbers if isinstance(one, str)] if isinstance(numbers, list) else []


def check_group(group: object, switches: Switches) -> None:
    has = switches.has
    if not isinstance(group, dict):
        raise wrong("to")
    if "msisdn" not in group:
        raise missing("msisdn")
    numbers = group["msisdn"]
    if not isinstance(numbers, list):
        raise wrong("msisdn")
    if not numbers and not has("msisdn-empty"):
        raise missing("msisdn")
    for number in numbers[:1] if has("numbers-first-only") else numbers:
        check_number(number, switches)
    if not isinstance(group.get("correlationId", ""), str):
        raise wrong("correlationId")
    if "substitutions" in group and not has("substitutions-of-recipients-not-checked"):
        check_substitutions(group["substitutions"], switches)
    if switches.strict and group.keys() - {"msisdn", "correlationId", "substitutions"}:
        raise wrong("to")


def check_number(number: object, switches: Switches) -> None:
    has = switches.has
    if has("number-as-integer") and isinstance(number, int):
        return
    if not isinstance(number, str):
        raise wrong("msisdn")
    written = number
    if has("number-spaces"):
        written = written.replace(" ", "")
    if has("number-trailing-line-break"):
        written = written.removesuffix("\n")
    first = "[0-9]" if has("number-trunk-zero") else "[1-9]"
    most = 15 if has("number-16-digits") else 13 if has("number-14-digits") else 14
    plus = r"\+" if has("plus-needed") else r"\+?"
    if not re.fullmatch(rf"{plus}{first}[0-9]{{1,{most}}}", written):
        raise wrong("msisdn", late="7102", number=number)


def check_substitutions(value: object, switches: Switches) -> None:
    has = switches.has
    if has("substitutions-not-checked"):
        return
    if not isinstance(value, dict):
        raise wrong("substitutions")
    for one in value.values():
        if has("substitution-as-number") and isinstance(one, int):
            continue
        if not isinstance(one, str):
            raise wrong("substitutions")
