"""Tells where a recording does not hold the body that was sent, and why."""

import re
from collections.abc import Iterable

from contractkit.jsontext import NotPlainError, parse_plain
from contractkit.linting.recordings.requests import RuleViolation

RULE = "RC002"
# What browsers and proxies write in place of a body, or about one that they leave out.
NOTICE = re.compile(
    r"\b(?:too (?:long|large|big)|truncated|omitted|discarded|redacted|unavailable|binary data"
    r"|(?:not|isn't|never) (?:\w+ )?(?:included|available|captured|recorded|saved|stored|loaded))\b"
    r"|\[object [A-Z]\w*\]",
    re.IGNORECASE,
)
LONGEST_NOTICE = 200
OPENERS = ("{", "[")


def begins_like_json(text: str) -> bool:
    """Whether a text begins as an object or an array does."""
    return text.lstrip("\ufeff \t\r\n").startswith(OPENERS)


def is_json(text: str) -> bool:
    """Whether a text is JSON without a fault."""
    try:
        parse_plain(text.encode("utf-8", "surrogatepass"))
    except NotPlainError:
        return False
    return True


def explain_lost_text(text: str | None, size: int | None, remarks: Iterable[str]) -> str | None:
    """Why a text is not the body, which had `size` bytes; None where it may be, or nobody knows.

    `remarks` are what the tool that wrote the file says about the body.
    """
    if text and begins_like_json(text):
        kept = len(text.encode("utf-8", "surrogatepass"))
        if size and size > kept and not is_json(text):
            return f"only {kept:,} of its {size:,} bytes are here"
        return None
    if text and len(text) <= LONGEST_NOTICE and NOTICE.search(text) and "<" not in text:
        return "a remark stands in its place"
    if not text:
        for remark in remarks:
            if NOTICE.search(remark):
                return f"the file says “{remark}”"
        if size and size > 0:
            return f"it had {size:,} bytes"
    return None


def report_lost_body(pointer: str, noun: str, reason: str | None = None) -> RuleViolation:
    """What to say of a body that is not there; `noun` is whose it is."""
    message = f"the recording does not hold the body of the {noun}, so nothing is judged of it"
    return RuleViolation(RULE, pointer, f"{message}: {reason}" if reason else message)
