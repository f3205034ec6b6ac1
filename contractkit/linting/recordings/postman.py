"""Postman collections v2.1 (and v2.0): saved requests in folders, with variables and answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contractkit.linting.recordings.headers import list_auth_headers, list_headers
from contractkit.linting.recordings.records import Header, Sent, Text
from contractkit.linting.recordings.variables import fill, list_variables

SCHEMA = "schema.getpostman.com/json/collection/"
WRAPPED = "collection"
JSON, PLAIN = "application/json", "text/plain"
JUDGED = ("2", "4")


def find_collection(value: Any) -> str | None:
    """The pointer of the collection in a value: "" or, as an API gives it out, one level down."""
    for pointer, inner in (("", value), (f"/{WRAPPED}", _member(value, WRAPPED))):
        schema = _member(_member(inner, "info"), "schema")
        if isinstance(schema, str) and SCHEMA in schema and isinstance(inner.get("item"), list):
            return pointer
    return None


@dataclass(frozen=True, slots=True)
class Around:
    """What a request has from the folders that it is in: variables, authentication, scripts."""

    variables: Mapping[str, str]
    auth: Any = None
    scripted: bool = False

    def enter(self, holder: Any) -> "Around":
        """What holds inside a folder, a collection or an item."""
        auth = _member(holder, "auth")
        return replace(
            self,
            variables={**self.variables, **list_variables(holder)},
            auth=self.auth if auth is None else auth,
            scripted=self.scripted or _has_script(holder),
        )


def list_postman(value: Any, pointer: str) -> Iterator[Sent]:
    """The requests of the collection at a pointer, however deep their folders."""
    collection = value if not pointer else value[WRAPPED]
    pending = [(pointer, collection, Around({}).enter(collection))]
    while pending:
        at, holder, around = pending.pop(0)
        inner = []
        for number, item in enumerate(holder["item"]):
            place = f"{at}/item/{number}"
            if isinstance(_member(item, "item"), list):
                inner.append((place, item, around.enter(item)))
            elif _member(item, "request"):
                yield _read_item(place, item, around.enter(item))
        pending = inner + pending


def _read_item(at: str, item: dict[str, Any], around: Around) -> Sent:
    pointer, request = f"{at}/request", item["request"]
    if not isinstance(request, dict):
        request = {"url": request}
        url = Text(pointer, fill(str(request["url"]), around.variables))
    else:
        url = _read_url(pointer, request.get("url"), around.variables)
    around = around.enter(request)
    method = request.get("method")
    body, form = _read_body(pointer, request.get("body"))
    auth = list_auth_headers(around.auth, pointer)
    headers = (*list_headers(pointer, request.get("header")), *auth)
    return Sent(
        pointer,
        Text(f"{pointer}/method" if method else pointer, str(method or "GET")),
        url,
        _announce(headers, pointer, request.get("body")),
        f"{pointer}/header" if "header" in request else pointer,
        body,
        bodiless=body is None and form is None,
        form=form,
        signed=around.scripted,
        answers=tuple(_list_answers(at, item.get("response"))),
        variables=True,
    )


def _read_url(pointer: str, url: Any, variables: Mapping[str, str]) -> Text:
    if isinstance(url, dict):
        raw = url.get("raw")
        place = f"{pointer}/url/raw" if isinstance(raw, str) else f"{pointer}/url"
        written = raw if isinstance(raw, str) else _join_url(url)
        return Text(place, fill(written, variables))
    place = f"{pointer}/url" if isinstance(url, str) else pointer
    return Text(place, fill(url if isinstance(url, str) else "", variables))


def _join_url(url: dict[str, Any]) -> str:
    host, path = url.get("host", ""), url.get("path", "")
    host = ".".join(map(str, host)) if isinstance(host, list) else str(host)
    parts = [str(_member(one, "value") or one) for one in path] if isinstance(path, list) else None
    path = "/".join(parts) if parts is not None else str(path).removeprefix("/")
    protocol = url.get("protocol")
    return f"{protocol}://{host}/{path}" if protocol else f"{host}/{path}"


def _read_body(pointer: str, body: Any) -> tuple[Text | None, Text | None]:
    """The text of the body, or else the form that it has in place of a text."""
    if not isinstance(body, dict) or body.get("disabled") is True:
        return None, None
    mode, raw = body.get("mode"), body.get("raw")
    if mode in (None, "raw"):
        return (Text(f"{pointer}/body/raw", raw) if isinstance(raw, str) and raw else None), None
    return None, Text(f"{pointer}/body/mode", str(mode))


def _announce(headers: tuple[Header, ...], pointer: str, body: Any) -> tuple[Header, ...]:
    """The headers with the content type that goes with a raw body unless another is given."""
    if any(header.name.lower() == "content-type" for header in headers):
        return headers
    mode, options = _member(body, "mode"), _member(_member(body, "options"), "raw")
    if mode not in (None, "raw") or not _member(body, "raw"):
        return headers
    chosen = JSON if _member(options, "language") == "json" else PLAIN
    return (*headers, Header("Content-Type", chosen, f"{pointer}/body"))


def _list_answers(at: str, responses: Any) -> Iterator[Text]:
    for number, response in enumerate(responses if isinstance(responses, list) else ()):
        text = _member(response, "body")
        if isinstance(text, str) and text and str(response.get("code", 200)).startswith(JUDGED):
            yield Text(f"{at}/response/{number}/body", text)


def _has_script(holder: Any) -> bool:
    events = _member(holder, "event")
    return isinstance(events, list) and any(
        _member(one, "listen") == "prerequest" and _is_script(_member(one, "script"))
        for one in events
    )


def _is_script(script: Any) -> bool:
    lines = _member(script, "exec")
    return any(map(str.strip, map(str, lines if isinstance(lines, list) else [lines or ""])))


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
