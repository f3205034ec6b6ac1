"""Reads Postman collections v2.1 (and v2.0): requests in folders, with variables and answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contractkit.linting.recordings.requests import (
    JUDGED_STATUS,
    Header,
    LocatedText,
    SavedRequest,
    get_items,
    get_member,
)

SCHEMA = "schema.getpostman.com/json/collection/"
WRAPPED = "collection"
JSON, PLAIN = "application/json", "text/plain"
TOKEN_KINDS = frozenset({"bearer", "jwt", "oauth2"})
VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
MOST_ROUNDS = 5
LONGEST = 8192


def find_collection(value: Any) -> str | None:
    """The pointer of the collection in a value: "" or, as an API gives it out, one level down."""
    for pointer, inner in (("", value), (f"/{WRAPPED}", get_member(value, WRAPPED))):
        schema = get_member(get_member(inner, "info"), "schema")
        if isinstance(schema, str) and SCHEMA in schema and isinstance(inner.get("item"), list):
            return pointer
    return None


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a request has from the folders that it is in: variables, authentication, scripts."""

    variables: Mapping[str, str]
    auth: Any = None
    scripted: bool = False

    def enter(self, holder: Any) -> "_Inherited":
        """What holds inside a folder, a collection or an item."""
        auth = get_member(holder, "auth")
        return replace(
            self,
            variables={**self.variables, **_list_variables(holder)},
            auth=self.auth if auth is None else auth,
            scripted=self.scripted or _has_script(holder),
        )


def list_postman_requests(value: Any, pointer: str) -> Iterator[SavedRequest]:
    """The requests of the collection at a pointer, however deep their folders."""
    collection = value if not pointer else value[WRAPPED]
    pending = [(pointer, collection, _Inherited({}).enter(collection))]
    while pending:
        folder_pointer, folder, inherited = pending.pop(0)
        inner = []
        for number, item in enumerate(folder["item"]):
            item_pointer = f"{folder_pointer}/item/{number}"
            if isinstance(get_member(item, "item"), list):
                inner.append((item_pointer, item, inherited.enter(item)))
            elif get_member(item, "request"):
                yield _read_item(item_pointer, item, inherited.enter(item))
        pending = inner + pending


def _read_item(item_pointer: str, item: dict[str, Any], inherited: _Inherited) -> SavedRequest:
    pointer, saved = f"{item_pointer}/request", item["request"]
    if isinstance(saved, dict):
        url = _read_url(pointer, saved.get("url"), inherited.variables)
    else:
        url = LocatedText(pointer, _fill(str(saved), inherited.variables))
        saved = {}
    inherited = inherited.enter(saved)
    method = saved.get("method")
    body, form = _read_body(pointer, saved.get("body"))
    auth = _list_auth_headers(inherited.auth, pointer)
    headers = (*_list_headers(pointer, saved.get("header")), *auth)
    return SavedRequest(
        pointer,
        LocatedText(f"{pointer}/method" if method else pointer, str(method or "GET")),
        url,
        _add_content_type(headers, pointer, saved.get("body")),
        f"{pointer}/header" if "header" in saved else pointer,
        body,
        has_no_body=body is None and form is None,
        form=form,
        authenticated=inherited.scripted,
        answers=tuple(_list_answers(item_pointer, item.get("response"))),
        has_variables=True,
    )


def _read_url(pointer: str, url: Any, variables: Mapping[str, str]) -> LocatedText:
    if isinstance(url, dict):
        raw = url.get("raw")
        if isinstance(raw, str):
            return LocatedText(f"{pointer}/url/raw", _fill(raw, variables))
        return LocatedText(f"{pointer}/url", _fill(_join_url(url), variables))
    if isinstance(url, str):
        return LocatedText(f"{pointer}/url", _fill(url, variables))
    return LocatedText(pointer, "")


def _join_url(url: dict[str, Any]) -> str:
    host, path = url.get("host", ""), url.get("path", "")
    host = ".".join(map(str, host)) if isinstance(host, list) else str(host)
    if isinstance(path, list):
        path = "/".join(str(get_member(part, "value") or part) for part in path)
    else:
        path = str(path).removeprefix("/")
    protocol = url.get("protocol")
    return f"{protocol}://{host}/{path}" if protocol else f"{host}/{path}"


def _read_body(pointer: str, body: Any) -> tuple[LocatedText | None, LocatedText | None]:
    """The text of the body, or else the form that it has in place of a text."""
    if not isinstance(body, dict) or body.get("disabled") is True:
        return None, None
    mode, raw = body.get("mode"), body.get("raw")
    if mode not in (None, "raw"):
        return None, LocatedText(f"{pointer}/body/mode", str(mode))
    if isinstance(raw, str) and raw:
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


def _list_auth_headers(auth: Any, pointer: str) -> Iterator[Header]:
    """The header that a way of authentication stands for, if it is sent as a header."""
    kind = get_member(auth, "type")
    if not isinstance(kind, str) or kind == "noauth":
        return
    fields = _read_auth_fields(auth.get(kind))
    if kind == "apikey":
        if fields.get("in", "header") == "header":
            yield Header(fields.get("key", ""), fields.get("value", ""), pointer)
        return
    token = fields.get("token", "-") if kind == "bearer" else "-"
    prefix = "Bearer" if kind in TOKEN_KINDS else kind.capitalize()
    yield Header("Authorization", f"{prefix} {token}" if token else "", pointer)


def _read_auth_fields(fields: Any) -> dict[str, str]:
    """The settings of a way of authentication: a list of keys and values, or an object (v2.0)."""
    if isinstance(fields, dict):
        return {str(name): str(value) for name, value in fields.items()}
    return {
        str(entry["key"]): str(entry.get("value") or "")
        for entry in get_items(fields)
        if isinstance(entry, dict) and "key" in entry
    }


def _add_content_type(headers: tuple[Header, ...], pointer: str, body: Any) -> tuple[Header, ...]:
    """The headers with the content type that goes with a raw body unless another is given."""
    if any(header.name.lower() == "content-type" for header in headers):
        return headers
    mode, options = get_member(body, "mode"), get_member(get_member(body, "options"), "raw")
    if mode not in (None, "raw") or not get_member(body, "raw"):
        return headers
    content_type = JSON if get_member(options, "language") == "json" else PLAIN
    return (*headers, Header("Content-Type", content_type, f"{pointer}/body"))


def _list_answers(item_pointer: str, responses: Any) -> Iterator[LocatedText]:
    for number, response in enumerate(get_items(responses)):
        text = get_member(response, "body")
        if isinstance(text, str) and text and _is_judged(response):
            yield LocatedText(f"{item_pointer}/response/{number}/body", text)


def _is_judged(response: dict[str, Any]) -> bool:
    return str(response.get("code", 200)).startswith(JUDGED_STATUS)


def _has_script(holder: Any) -> bool:
    return any(
        get_member(event, "listen") == "prerequest" and _is_script(get_member(event, "script"))
        for event in get_items(get_member(holder, "event"))
    )


def _is_script(script: Any) -> bool:
    lines = get_member(script, "exec")
    return any(map(str.strip, map(str, lines if isinstance(lines, list) else [lines or ""])))


def _list_variables(holder: Any) -> dict[str, str]:
    """The variables that a collection, a folder or an item sets, without those left empty."""
    return {
        str(variable["key"]): variable["value"]
        for variable in get_items(get_member(holder, "variable"))
        if get_member(variable, "key") and not variable.get("disabled")
        if isinstance(variable.get("value"), str) and variable["value"]
    }


def _fill(text: str, variables: Mapping[str, str]) -> str:
    """The text with the values of known variables for `{{name}}`; they may name others."""
    for _ in range(MOST_ROUNDS):
        filled = VARIABLE.sub(lambda match: variables.get(match[1].strip(), match[0]), text)
        if filled == text or len(filled) > LONGEST:
            break
        text = filled
    return text
