"""Judges an answer as a whole: whether it is the API's, whether it is JSON at all."""

from http import HTTPStatus

from contractkit.jsontext.other_formats import recognise_format
from contractkit.linting.recordings.lost_bodies import (
    begins_like_json,
    explain_lost_body,
    is_json,
    report_lost_body,
)
from contractkit.linting.recordings.requests import RuleViolation, SavedAnswer, decode_text

NOT_JSON, NOT_OF_THE_API = "RC003", "RC004"
NO_ANSWER = 0


def judge_answer(answer: SavedAnswer, *, is_listed: bool = False) -> RuleViolation | None:
    """What is wrong with an answer as a whole; None where its text, if any, is to be judged.

    `is_listed`: whether the contract lists its status, so that it is the API's.
    """
    status = answer.status
    if status is not None and not is_listed and not is_of_the_api(status):
        message = _describe_foreign(status, answer.remarks)
        return RuleViolation(NOT_OF_THE_API, answer.status_pointer, message)
    place = answer.text.pointer if answer.text else answer.pointer
    reason = explain_lost_body(answer.text, answer.size, answer.remarks)
    if reason:
        return report_lost_body(place, "answer", reason)
    data = decode_text(answer.text) if answer.text else None
    text = (data or b"").decode("utf-8", "replace")
    is_unknown = answer.text is None and answer.size != 0
    if is_unknown or begins_like_json(text) or is_json(text):
        return None
    named = "" if status is None else f", {name_status(status)},"
    message = f"the answer{named} is {name_format(text)}; it must be JSON"
    return RuleViolation(NOT_JSON, place, message)


def is_of_the_api(status: int) -> bool:
    """Whether an answer with this status is the API's own: an acceptance or a refusal."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or (
        HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    )


def name_status(status: int) -> str:
    """A status with its name, such as HTTP 502 Bad Gateway."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _describe_foreign(status: int, remarks: tuple[str, ...]) -> str:
    if status == NO_ANSWER:
        reason = f": {remarks[0]}" if remarks else ""
        return f"there was no answer{reason} (status 0), so none is judged"
    if status >= HTTPStatus.BAD_REQUEST:
        reason = "which a gateway gives, or a server in trouble"
    elif status >= HTTPStatus.MULTIPLE_CHOICES:
        reason = "a redirect"
    else:
        reason = "which is not the last one"
    return f"the answer is {name_status(status)}, {reason}, so its body is not judged"


def name_format(text: str) -> str:
    """What a text that is not JSON seems to be."""
    if not text.strip("\ufeff \t\r\n"):
        return "empty"
    found = recognise_format(text, is_plain=True)
    return found.noun if found else "another text"
