"""Tells where a recording does not hold the body that was sent, and why."""

import re
from collections.abc import Iterable

from contractkit.jsontext import NotPlainError, parse_plain
from contractkit.jsontext.display import show_name
from contractkit.linting.recordings.requests import LocatedText, RuleViolation, decode_text

RULE = "RC002"
# What browsers and proxies write in place of a body, or about one that they leave out.
NOTICE = re.compile(
    r"\b(?:too (?:long|large|big)|truncated|omitted|discarded|redacted|unavailable|binary data"
    r"|(?:not|isn't|never) (?:\w+ )?(?:included|available|captured|recorded|saved|loaded))\b",
    re.IGNORECASE,
)
LONGEST_NOTICE = 200
GZIP = b"\x1f\x8b"


def begins_like_json(text: str) -> bool:
    """Whether a text begins as an object or an array does."""
    return text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def is_json(text: str) -> bool:
    """Whether a text is JSON without a fault."""
    try:
        parse_plain(text.encode("utf-8", "surrogatepass"))
    except NotPlainError:
        return False
    return True


def explain_lost_body(
    text: LocatedText | None, size: int | None, remarks: Iterable[str]
) -> str | None:
    """Why a text is not the body, which had `size` bytes; None where it may be, or nobody knows.

    `remarks` are what the tool that wrote the file says about the body.
    """
    data = decode_text(text) if text else b""
    if data is None:
        return "its text is no base64"
    if data.startswith(GZIP):
        return "its text is still compressed"
    shown = data.decode("utf-8", "replace")
    if begins_like_json(shown):
        reason = _explain_cut(len(data), size, remarks)
        return reason if reason and not is_json(shown) else None
    if not shown:
        return _find_notice(remarks) or (f"it had {size:,} bytes" if size else None)
    is_notice = len(shown) <= LONGEST_NOTICE and NOTICE.search(shown) and "<" not in shown
    return "a remark stands in its place" if is_notice else None


def _explain_cut(kept: int, size: int | None, remarks: Iterable[str]) -> str | None:
    """Why a text of so many bytes may be only a part of the body."""
    if size and size > kept:
        return f"only {kept:,} of its {size:,} bytes are here"
    return _find_notice(remarks)


def _find_notice(remarks: Iterable[str]) -> str | None:
    """The remark that a body was left out or cut."""
    notice = next(filter(NOTICE.search, remarks), None)
    return f"the file says “{show_name(notice)}”" if notice else None


def report_lost_body(pointer: str, noun: str, reason: str | None = None) -> RuleViolation:
    """What to say of a body that is not there; `noun` is whose it is."""
    message = f"the recording does not hold the body of the {noun}, so nothing is judged of it"
    return RuleViolation(RULE, pointer, f"{message}: {reason}" if reason else message)
