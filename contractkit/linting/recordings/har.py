"""HAR 1.2: the recording of a browser or a proxy."""

from collections.abc import Iterator
from typing import Any

from contractkit.linting.recordings.records import Header, Sent, Text

PREFLIGHT, ASKED = "OPTIONS", "access-control-request-method"
JUDGED = ("2", "4")


def is_har(value: object) -> bool:
    """Whether a value has the shape of a HAR recording."""
    log = value.get("log") if isinstance(value, dict) else None
    return isinstance(log, dict) and isinstance(log.get("entries"), list)


def list_har(value: Any) -> Iterator[Sent]:
    """The requests of a recording, without those that a browser asks of itself (preflight)."""
    for number, entry in enumerate(value["log"]["entries"]):
        request = entry.get("request") if isinstance(entry, dict) else None
        if isinstance(request, dict) and isinstance(request.get("url"), str):
            sent = _read_entry(f"/log/entries/{number}", entry, request)
            if not _is_preflight(sent):
                yield sent


def _is_preflight(sent: Sent) -> bool:
    asked = any(header.name.lower() == ASKED for header in sent.headers)
    return sent.method.string.upper() == PREFLIGHT and asked


def _read_entry(at: str, entry: dict[str, Any], request: dict[str, Any]) -> Sent:
    pointer = f"{at}/request"
    posted = request.get("postData")
    method = request.get("method")
    return Sent(
        pointer,
        Text(f"{pointer}/method" if isinstance(method, str) else pointer, str(method)),
        Text(f"{pointer}/url", request["url"]),
        tuple(_list_headers(pointer, request)),
        f"{pointer}/headers" if "headers" in request else pointer,
        _read_text(f"{pointer}/postData", posted),
        bodiless=posted is None and request.get("bodySize") == 0,
        answers=tuple(_list_answers(at, entry.get("response"))),
    )


def _list_headers(pointer: str, request: dict[str, Any]) -> Iterator[Header]:
    found = request.get("headers")
    for number, header in enumerate(found if isinstance(found, list) else ()):
        name, value = (header.get("name"), header.get("value")) if is_object(header) else ("", "")
        if isinstance(name, str) and isinstance(value, str):
            yield Header(name, value, f"{pointer}/headers/{number}/value")


def _list_answers(at: str, response: Any) -> Iterator[Text]:
    """The answer, if there was one that is the API's own and the recording has kept it."""
    if is_object(response) and str(response.get("status")).startswith(JUDGED):
        text = _read_text(f"{at}/response/content", response.get("content"))
        if text and text.string:
            yield text


def _read_text(pointer: str, holder: Any) -> Text | None:
    text = holder.get("text") if is_object(holder) else None
    if not isinstance(text, str):
        return None
    return Text(f"{pointer}/text", text, base64=holder.get("encoding") == "base64")


def is_object(value: object) -> bool:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)
