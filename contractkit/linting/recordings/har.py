"""Reads HAR 1.2, the recording of a browser or a proxy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.jsontext.display import show_name
from contractkit.jsontext.other_formats import recognise_format
from contractkit.linting.recordings.lost_bodies import (
    begins_like_json,
    explain_lost_body,
    report_lost_body,
)
from contractkit.linting.recordings.members import get_integer, get_items, get_member, get_text
from contractkit.linting.recordings.requests import (
    Header,
    LocatedText,
    RuleViolation,
    SavedAnswer,
    SavedRequest,
    find_headers,
)

PREFLIGHT, PREFLIGHT_HEADER = "OPTIONS", "access-control-request-method"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON, BASE64 = "json", "base64"
# Members in which tools name the file that holds a body, or say what went wrong.
FILES, REMARKS = ("_file", "_sha1"), ("_error", "comment")


def is_har(value: object) -> bool:
    """Whether a value has the shape of a HAR recording."""
    return isinstance(get_member(get_member(value, "log"), "entries"), list)


def list_har_requests(value: Any) -> Iterator[SavedRequest]:
    """The requests of a recording, without those that a browser sends by itself (preflight)."""
    for number, entry in enumerate(value["log"]["entries"]):
        recorded = get_member(entry, "request")
        if get_text(recorded, "url") is not None:
            request = _read_entry(f"/log/entries/{number}", entry, recorded)
            if not _is_preflight(request):
                yield request


def _is_preflight(request: SavedRequest) -> bool:
    is_announced = any(find_headers(request.headers, PREFLIGHT_HEADER))
    return request.method.string.upper() == PREFLIGHT and is_announced


def _read_entry(entry_pointer: str, entry: Any, recorded: dict[str, Any]) -> SavedRequest:
    pointer = f"{entry_pointer}/request"
    method = recorded.get("method")
    body = _read_body(pointer, recorded)
    return SavedRequest(
        pointer,
        LocatedText(f"{pointer}/method" if isinstance(method, str) else pointer, str(method)),
        LocatedText(f"{pointer}/url", recorded["url"]),
        tuple(_list_headers(f"{pointer}/headers", recorded.get("headers"))),
        f"{pointer}/headers" if "headers" in recorded else pointer,
        body.text,
        has_no_body=body.is_none,
        lost_body=body.lost,
        form=body.form,
        answers=tuple(_list_answers(f"{entry_pointer}/response", entry)),
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of a request: its text, or the form in place of one, or why it is not there."""

    text: LocatedText | None = None
    form: LocatedText | None = None
    lost: RuleViolation | None = None
    is_none: bool = False


def _read_body(pointer: str, recorded: dict[str, Any]) -> _Body:
    posted, size = recorded.get("postData"), _read_size(recorded, "bodySize")
    text = _read_text(f"{pointer}/postData", posted)
    media_type = _read_media_type(posted)
    if _is_form(posted, text, media_type):
        where = "params" if get_items(get_member(posted, "params")) else "text"
        return _Body(form=LocatedText(f"{pointer}/postData/{where}", media_type or FORMS[0]))
    place = pointer if posted is None else f"{pointer}/postData"
    if text and text.string:
        reason = _explain_lost(text, media_type, size, _list_remarks(posted))
        lost = report_lost_body(text.pointer, "request", reason) if reason else None
        return _Body(lost=lost) if lost else _Body(text)
    reason = explain_lost_body(None, size, _list_remarks(posted)) or _name_file(posted)
    if text and not reason:
        return _Body(text)
    if size == 0 and not reason:
        return _Body(is_none=True)
    return _Body(lost=report_lost_body(place, "request", reason))


def _is_form(posted: Any, text: LocatedText | None, media_type: str) -> bool:
    """Whether the body is a form; JSON that is only announced as one is none."""
    if text and text.string:
        return media_type in FORMS and not begins_like_json(text.string)
    return bool(get_items(get_member(posted, "params")))


def _explain_lost(
    text: LocatedText, media_type: str, size: int | None, remarks: tuple[str, ...]
) -> str | None:
    """Why the text of a request is not what was sent; None where it may be."""
    reason = explain_lost_body(text, size, remarks)
    if reason or text.base64 or not media_type or JSON in media_type:
        return reason
    is_body = size == len(text.string.encode("utf-8", "surrogatepass"))
    if is_body or begins_like_json(text.string) or recognise_format(text.string):
        return None
    return f"its text is no JSON, but {media_type}"


def _list_headers(pointer: str, headers: Any) -> Iterator[Header]:
    for number, header in enumerate(get_items(headers)):
        name, value = get_text(header, "name"), get_text(header, "value")
        if name is not None and value is not None:
            yield Header(name, value, f"{pointer}/{number}/value")


def _list_answers(pointer: str, entry: Any) -> Iterator[SavedAnswer]:
    """The answer, if the recording has one."""
    response = entry.get("response")
    status = get_integer(response, "status")
    if status is None:
        return
    content = get_member(response, "content")
    yield SavedAnswer(
        pointer if content is None else f"{pointer}/content",
        f"{pointer}/status",
        status,
        _read_text(f"{pointer}/content", content),
        _read_size(content, "size"),
        (*_list_remarks(response), *_list_remarks(content), *_list_remarks(entry)),
    )


def _list_remarks(holder: Any) -> tuple[str, ...]:
    return tuple(filter(None, (get_text(holder, name) for name in REMARKS)))


def _name_file(holder: Any) -> str | None:
    names = (get_text(holder, name) for name in FILES)
    return next((f"it is in the file “{show_name(name)}”" for name in names if name), None)


def _read_media_type(holder: Any) -> str:
    return (get_text(holder, "mimeType") or "").partition(";")[0].strip().lower()


def _read_size(holder: Any, name: str) -> int | None:
    """A number of bytes; None for what is not known, which is written as -1 too."""
    size = get_integer(holder, name)
    return None if size is None or size < 0 else size


def _read_text(pointer: str, holder: Any) -> LocatedText | None:
    text = get_text(holder, "text")
    if text is None:
        return None
    is_encoded = str(holder.get("encoding")).lower() == BASE64
    return LocatedText(f"{pointer}/text", text, base64=is_encoded)
