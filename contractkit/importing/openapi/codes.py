"""codes.json of a document: what it says of each status of an answer."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from contractkit.importing.openapi.answers import Answer
from contractkit.importing.openapi.messages import Body
from contractkit.importing.openapi.operations import Operation
from contractkit.importing.openapi.reader import Reader
from contractkit.importing.rules.schema_rules import name_file

MOST_LISTED = 6
RANGES = {"1": "Informational", "2": "Success", "3": "Redirection", "4": "Refusal", "5": "Failure"}


def describe_codes(
    reader: Reader,
    answers: Iterable[tuple[Operation, tuple[tuple[Answer, Body | None], ...]]],
) -> dict[str, Any]:
    """The statuses as codes of answers; {} where there are none."""
    found: dict[str, dict[str, list[str]]] = {}
    for operation, listed in answers:
        for answer, _ in listed:
            words = answer.description.rstrip(".") or _name_status(answer.status)
            found.setdefault(answer.status, {}).setdefault(words, []).append(operation.key)
    source = name_file(reader.book, reader.root)
    codes = {
        status: {
            "description": next(iter(words)),
            "meaning": _list_meanings(words),
            "source": source,
        }
        for status, words in sorted(found.items())
    }
    return {"answer": codes} if codes else {}


def _list_meanings(words: dict[str, list[str]]) -> str:
    listed = [f"{said} ({_list_some(keys, 'operations')})." for said, keys in words.items()]
    more = len(listed) - MOST_LISTED
    return " ".join(listed[:MOST_LISTED] + ([f"And {more} other meanings."] if more > 0 else []))


def _list_some(names: list[str], what: str) -> str:
    more = len(names) - MOST_LISTED
    shown = ", ".join(names[:MOST_LISTED])
    return f"{shown} and {more} more {what}" if more > 0 else shown


def _name_status(status: str) -> str:
    if status.isdecimal() and int(status) in set(HTTPStatus):
        return HTTPStatus(int(status)).phrase
    return RANGES.get(status[0], "Any other answer")
