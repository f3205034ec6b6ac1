"""Reads Postman collections v2.1 (and v2.0): requests in folders, with variables and answers."""

import re
from collections.abc import Iterator
from typing import Any

from contractkit.linting.recordings.comments import JSON_LANGUAGE, strips_comments
from contractkit.linting.recordings.members import get_integer, get_items, get_member, get_text
from contractkit.linting.recordings.postman_auth import list_auth_headers
from contractkit.linting.recordings.postman_scopes import Scope, enter, open_scope
from contractkit.linting.recordings.requests import (
    Header,
    LocatedText,
    SavedAnswer,
    SavedRequest,
    find_headers,
)
from contractkit.linting.recordings.variables import Environment, Variables, fill, read_variables

SCHEMA = "schema.getpostman.com/json/collection/"
WRAPPED = "collection"
JSON, PLAIN = "application/json", "text/plain"
SEGMENT = re.compile(r"(?<=/):[^/?#:]+(?=[/?#]|\Z)")


def find_collection(value: Any) -> str | None:
    """The pointer of the collection in a value: "" or, as an API gives it out, one level down."""
    for pointer, inner in (("", value), (f"/{WRAPPED}", get_member(value, WRAPPED))):
        schema = get_text(get_member(inner, "info"), "schema") or ""
        if SCHEMA in schema and isinstance(inner.get("item"), list):
            return pointer
    return None


def list_postman_requests(
    value: Any, pointer: str, environment: Environment
) -> Iterator[SavedRequest]:
    """The requests of the collection at a pointer, however deep their folders."""
    collection = value if not pointer else value[WRAPPED]
    pending = [(pointer, collection, open_scope(collection, pointer, environment))]
    while pending:
        folder_pointer, folder, scope = pending.pop(0)
        inner = []
        for number, item in enumerate(folder["item"]):
            item_pointer = f"{folder_pointer}/item/{number}"
            if isinstance(get_member(item, "item"), list):
                inner.append((item_pointer, item, enter(scope, item, item_pointer)))
            elif get_member(item, "request"):
                yield _read_item(item_pointer, item, enter(scope, item, item_pointer))
        pending = inner + pending


def _read_item(item_pointer: str, item: dict[str, Any], scope: Scope) -> SavedRequest:
    pointer, saved = f"{item_pointer}/request", item["request"]
    if isinstance(saved, dict):
        scope = enter(scope, saved, pointer)
        url = _read_url(pointer, saved.get("url"), scope.variables)
    else:
        url = _fill_text(pointer, str(saved), scope.variables)
        saved = {}
    method, raw_body = saved.get("method"), saved.get("body")
    body, form = _read_body(pointer, raw_body)
    auth = list_auth_headers(scope.auth, pointer)
    headers = (*_list_headers(pointer, saved.get("header")), *auth)
    headers = tuple(_fill_header(header, scope.variables) for header in headers)
    method_pointer = f"{pointer}/method" if method else pointer
    return SavedRequest(
        pointer,
        _fill_text(method_pointer, str(method or "GET"), scope.variables),
        url,
        _add_content_type(headers, pointer, raw_body),
        f"{pointer}/header" if "header" in saved else pointer,
        body,
        has_no_body=body is None and form is None,
        form=form,
        authenticated=scope.scripted,
        answers=tuple(_list_answers(item_pointer, item.get("response"))),
        has_variables=True,
        variables=scope.variables,
        strips_comments=strips_comments(_find_language(raw_body), headers),
    )


def _fill_text(pointer: str, text: str, variables: Variables) -> LocatedText:
    filled = fill(text, variables)
    return LocatedText(pointer, filled.text, variables=filled.variables)


def _fill_header(header: Header, variables: Variables) -> Header:
    name, value = fill(header.name, variables), fill(header.value, variables)
    used = (*name.variables, *value.variables)
    return Header(name.text, value.text, header.pointer, used)


def _read_url(pointer: str, url: Any, variables: Variables) -> LocatedText:
    if isinstance(url, dict):
        raw = get_text(url, "raw")
        place = f"{pointer}/url" if raw is None else f"{pointer}/url/raw"
        text = _join_url(url) if raw is None else raw
        segments = read_variables(url.get("variable"), f"{pointer}/url/variable")
        known = {f":{name}": variable for name, variable in segments.items() if variable}
        text = SEGMENT.sub(lambda at: f"{{{{{at[0]}}}}}" if at[0] in known else at[0], text)
        return _fill_text(place, text, {**variables, **known})
    if isinstance(url, str):
        return _fill_text(f"{pointer}/url", url, variables)
    return LocatedText(pointer, "")


def _join_url(url: dict[str, Any]) -> str:
    host, path = url.get("host", ""), url.get("path", "")
    host = ".".join(map(str, host)) if isinstance(host, list) else str(host)
    if isinstance(path, list):
        path = "/".join(str(get_member(part, "value") or part) for part in path)
    else:
        path = str(path).removeprefix("/")
    protocol, query = url.get("protocol"), _join_query(url.get("query"))
    return f"{protocol}://{host}/{path}{query}" if protocol else f"{host}/{path}{query}"


def _join_query(entries: Any) -> str:
    """The query of a list of names and values, behind its question mark."""
    pairs = [
        f"{get_member(entry, 'key') or ''}={get_member(entry, 'value') or ''}"
        for entry in get_items(entries)
        if get_member(entry, "disabled") is not True
    ]
    return f"?{'&'.join(pairs)}" if pairs else ""


def _read_body(pointer: str, body: Any) -> tuple[LocatedText | None, LocatedText | None]:
    """The text of the body, or else the form that it has in place of a text."""
    if not isinstance(body, dict) or body.get("disabled") is True:
        return None, None
    mode, raw = body.get("mode"), get_text(body, "raw")
    if mode not in (None, "raw"):
        return None, LocatedText(f"{pointer}/body/mode", str(mode))
    if raw:
        return LocatedText(f"{pointer}/body/raw", raw), None
    return None, None


def _list_headers(pointer: str, headers: Any) -> Iterator[Header]:
    """The headers that are sent, of a list or of one text with a line for each."""
    if isinstance(headers, str):
        for line in headers.splitlines():
            name, _, value = line.partition(":")
            yield Header(name.strip(), value.strip(), f"{pointer}/header")
    for number, header in enumerate(get_items(headers)):
        if isinstance(header, dict) and header.get("disabled") is not True:
            name, value = str(header.get("key") or ""), str(header.get("value") or "")
            place = f"{pointer}/header/{number}"
            yield Header(name.strip(), value, f"{place}/value" if "value" in header else place)


def _add_content_type(headers: tuple[Header, ...], pointer: str, body: Any) -> tuple[Header, ...]:
    """The headers with the content type that goes with a raw body unless another is given."""
    if any(find_headers(headers, "content-type")):
        return headers
    if get_member(body, "mode") not in (None, "raw") or not get_member(body, "raw"):
        return headers
    content_type = JSON if _find_language(body) == JSON_LANGUAGE else PLAIN
    return (*headers, Header("Content-Type", content_type, f"{pointer}/body"))


def _find_language(body: Any) -> Any:
    """The language of a raw body, such as `json`; None where none is chosen."""
    return get_member(get_member(get_member(body, "options"), "raw"), "language")


def _list_answers(item_pointer: str, responses: Any) -> Iterator[SavedAnswer]:
    for number, response in enumerate(get_items(responses)):
        if not isinstance(response, dict):
            continue
        pointer = f"{item_pointer}/response/{number}"
        code, text = get_integer(response, "code"), get_text(response, "body")
        is_kept = text or code is not None
        yield SavedAnswer(
            pointer,
            pointer if code is None else f"{pointer}/code",
            code,
            LocatedText(f"{pointer}/body", text) if text is not None and is_kept else None,
        )
