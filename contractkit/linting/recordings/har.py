"""Reads HAR 1.2, the recording of a browser or a proxy."""

from collections.abc import Iterator
from typing import Any

from contractkit.linting.recordings.requests import (
    JUDGED_STATUS,
    Header,
    LocatedText,
    SavedRequest,
    get_items,
    get_member,
)

PREFLIGHT, PREFLIGHT_HEADER = "OPTIONS", "access-control-request-method"


def is_har(value: object) -> bool:
    """Whether a value has the shape of a HAR recording."""
    return isinstance(get_member(get_member(value, "log"), "entries"), list)


def list_har_requests(value: Any) -> Iterator[SavedRequest]:
    """The requests of a recording, without those that a browser sends by itself (preflight)."""
    for number, entry in enumerate(value["log"]["entries"]):
        recorded = get_member(entry, "request")
        if isinstance(get_member(recorded, "url"), str):
            request = _read_entry(f"/log/entries/{number}", entry, recorded)
            if not _is_preflight(request):
                yield request


def _is_preflight(request: SavedRequest) -> bool:
    is_announced = any(header.name.lower() == PREFLIGHT_HEADER for header in request.headers)
    return request.method.string.upper() == PREFLIGHT and is_announced


def _read_entry(entry_pointer: str, entry: Any, recorded: dict[str, Any]) -> SavedRequest:
    pointer = f"{entry_pointer}/request"
    method, posted = recorded.get("method"), recorded.get("postData")
    return SavedRequest(
        pointer,
        LocatedText(f"{pointer}/method" if isinstance(method, str) else pointer, str(method)),
        LocatedText(f"{pointer}/url", recorded["url"]),
        tuple(_list_headers(f"{pointer}/headers", recorded.get("headers"))),
        f"{pointer}/headers" if "headers" in recorded else pointer,
        _read_text(f"{pointer}/postData", posted),
        has_no_body=posted is None and recorded.get("bodySize") == 0,
        answers=tuple(_list_answers(f"{entry_pointer}/response", entry.get("response"))),
    )


def _list_headers(pointer: str, headers: Any) -> Iterator[Header]:
    for number, header in enumerate(get_items(headers)):
        name, value = get_member(header, "name"), get_member(header, "value")
        if isinstance(name, str) and isinstance(value, str):
            yield Header(name, value, f"{pointer}/{number}/value")


def _list_answers(pointer: str, response: Any) -> Iterator[LocatedText]:
    """The answer, if there was one that is the API's own and the recording has kept it."""
    if str(get_member(response, "status")).startswith(JUDGED_STATUS):
        text = _read_text(f"{pointer}/content", get_member(response, "content"))
        if text and text.string:
            yield text


def _read_text(pointer: str, holder: Any) -> LocatedText | None:
    text = get_member(holder, "text")
    if not isinstance(text, str):
        return None
    return LocatedText(f"{pointer}/text", text, base64=holder.get("encoding") == "base64")
