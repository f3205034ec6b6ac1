"""Reads answers: accepted or refused, with which ids, and where they break their schema."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from contractkit.contracts.answer_statuses import read_answer_statuses
from contractkit.contracts.listed_answers import (
    TOO_MANY,
    UNAUTHORISED,
    ListedAnswers,
    name_answer,
    read_listed_answers,
)
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import Difference
from contractkit.findings import Finding, Verdict
from contractkit.fuzz.records import Answer
from contractkit.jsontext import read
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.plain_answers import can_be_answered
from contractkit.pointers import select_values
from contractkit.validation.check import check_document
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.options import CheckOptions
from contractkit.validation.reference_validator import compile_validator

JSON_TYPE = re.compile(r"application/(?:[a-z0-9.+-]+\+)?json\s*(?:;.*)?", re.IGNORECASE)
MOST_VIOLATIONS, SMALL = 100, 1 << 13
CONTENT_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says: `accepts` is None where it says neither; `violations` of its schema.

    `misplaced`: its form is that of another status than it has.
    """

    accepts: bool | None
    ids: tuple[str, ...] = ()
    code: str = ""
    violations: tuple[Finding, ...] = ()
    misplaced: bool = False


def read_answer(contract: Contract, answer: Answer) -> Reading:
    """Read the body of an answer by the contract's own schema of it."""
    # An answer is read by several judges, one after the other; only small ones are kept for longer.
    read = _read_small if len(answer.body) <= SMALL else _read_large
    return read(contract, answer)


def _read(contract: Contract, answer: Answer) -> Reading:
    listed = read_listed_answers(contract)
    if listed:
        return _read_listed(contract, listed, answer)
    statuses = read_answer_statuses(contract)
    if statuses and statuses.needs_no_form(answer.status, answer.body):
        return Reading(False if statuses.refuses(answer.status) else None)
    value = read_value(answer.body)
    accepted, refused = (_compile(contract, name)(value) for name in ("acceptance", "refusal"))
    accepts = accepted if accepted is not refused else None
    if accepts is None and statuses:
        accepts = statuses.read(answer.status)
    return _read_form(contract, answer, answer_message(contract), accepts)


def _read_listed(contract: Contract, listed: ListedAnswers, answer: Answer) -> Reading:
    """Read an answer whose status says whether it accepts, and what form it has."""
    message, accepts = listed.find_message(answer.status), listed.read(answer.status)
    if message is None:
        return Reading(accepts)
    reading = _read_form(contract, answer, message, accepts)
    usual = listed.find_message(listed.acceptance)
    if reading.violations and accepts and usual and listed.is_of_the_rest(answer.status):
        right = _read_form(contract, answer, usual, accepts)
        return reading if right.violations else replace(right, misplaced=True)
    if reading.violations and not can_be_answered(contract, message):
        return Reading(accepts, reading.ids, reading.code)
    return reading


def _read_form(contract: Contract, answer: Answer, message: str, accepts: bool | None) -> Reading:
    """Read the body of an answer, which is a message."""
    pointers = contract.data.get("answers", {})
    options = CheckOptions(message, limit=MOST_VIOLATIONS)
    found = check_document(answer.body, contract, options).findings
    violations = tuple(finding for finding in found if finding.verdict is Verdict.INVALID)
    value = read_value(answer.body)
    code = next(iter(_list_texts(value, pointers.get("code", ()))), "")
    ids = tuple(_list_texts(value, pointers.get("id", ())))
    return Reading(accepts, ids, code, violations)


def needs_no_form(contract: Contract, answer: Answer) -> bool:
    """Whether the form of an answer is not judged, by its status."""
    listed = read_listed_answers(contract)
    if listed:
        return listed.find_message(answer.status) is None
    statuses = read_answer_statuses(contract)
    return statuses is not None and statuses.needs_no_form(answer.status, answer.body)


_read_small = lru_cache(maxsize=256)(_read)
_read_large = lru_cache(maxsize=2)(_read)


def read_value(data: bytes) -> Any:
    """The value of a JSON text, as far as it can be made sense of; None where it cannot."""
    try:
        return parse_plain(data)
    except NotPlainError:
        return read(data).value


def is_busy(contract: Contract, answer: Answer) -> bool:
    """Whether an answer says only that requests are limited, which is no verdict on a request."""
    usual = {"statuses": (TOO_MANY,)} if read_listed_answers(contract) else {}
    busy = contract.data.get("answers", {}).get("busy", usual)
    codes = busy.get("codes", ())
    if answer.fault:
        return False
    if answer.status in busy.get("statuses", ()):
        return True
    if not any(code.encode() in answer.body for code in codes):
        return False  # which is known without reading the answer
    reading = read_answer(contract, answer)
    return reading.accepts is False and reading.code in codes


def is_unauthenticated(contract: Contract, answer: Answer) -> bool:
    """Whether an answer says that credentials are wrong or missing, by its status or its code."""
    if read_listed_answers(contract):
        return answer.status in UNAUTHORISED
    statuses = read_answer_statuses(contract)
    if statuses and answer.status in set(statuses.unauthenticated) - set(statuses.refusal):
        return True
    codes = contract.data["answers"].get("unauthenticated", {}).values()
    return read_answer(contract, answer).code in codes


def is_too_large(contract: Contract, answer: Answer) -> bool:
    """Whether an answer says that the request was too large, by its status or its code."""
    code = contract.data.get("answers", {}).get("tooLarge")
    if answer.fault or code is None or code.encode() not in answer.body:
        return not answer.fault and answer.status == CONTENT_TOO_LARGE
    reading = read_answer(contract, answer)
    return reading.accepts is False and reading.code == code


def says_json(answer: Answer) -> bool:
    """Whether the answer's Content-Type says that its body is JSON."""
    return JSON_TYPE.fullmatch(answer.header("Content-Type").strip()) is not None


def answer_message(contract: Contract) -> str:
    """The message of the contract that answers are, or that acceptances are."""
    return name_answer(contract)


def describe_difference(kind: str, found: Difference) -> tuple[str, str]:
    """What stands in an answer or a notification, and what it has to repeat, in words."""
    seen = f"the {kind} has {found.value!r:.80} at {found.pointer}"
    whose = f"{found.repeat.source} of the {found.repeat.message}"
    return seen, f"{found.wanted!r:.80}, the same as {whose}"


@lru_cache(maxsize=64)
def _compile(contract: Contract, name: str) -> Callable[[Any], bool]:
    schema = {"allOf": [contract.data.get("answers", {}).get(name, False)]}
    fits, fits_surely = compile_fast_validator(schema), compile_validator(schema).is_valid

    def judge(value: Any) -> bool:
        try:
            return fits(value)
        except ValueError:  # a lone surrogate
            return fits_surely(value)

    return judge


def _list_texts(value: object, patterns: list[str]) -> list[str]:
    found = [text for pattern in patterns for _, text in select_values(value, pattern)]
    return [text for text in found if isinstance(text, str) and text]
