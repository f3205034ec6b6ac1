"""Judges how a request is sent: its method, path, scheme, content type and credentials."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from contractkit.contracts.authentication import (
    COOKIE,
    HEADER,
    QUERY,
    Scheme,
    list_ways,
    needs_credentials,
)
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import list_requests, may_lack_body
from contractkit.jsontext.display import show_name
from contractkit.jsontext.odd_characters import describe_odd_characters, tell
from contractkit.linting.recordings.requests import (
    Header,
    RuleViolation,
    SavedRequest,
    find_headers,
)
from contractkit.linting.recordings.urls import PLACEHOLDER, UrlMatch

EMPTY_DOCUMENT = "JT020"


def find_transport_violations(
    contract: Contract, request: SavedRequest, url: UrlMatch
) -> Iterator[RuleViolation]:
    """What is wrong with how a request is sent.

    A part that contract.json names no rule for is not looked at.
    """
    operation = contract.data["operation"]
    rules = operation.get("rules", {})
    method = _judge_method(contract, request)
    violations = {
        "method": method,
        "path": _judge_path(operation, request, url),
        "scheme": _judge_scheme(operation, request, url),
        "contentType": None if method else _judge_content_type(operation, request),
        "credentials": _judge_credentials(contract, request),
    }
    for part, violation in violations.items():
        if violation and part in rules:
            yield RuleViolation(rules[part], *violation)
    if request.has_no_body and not method and not may_lack_body(contract):
        message = "the request has no body, so it is no document"
        yield RuleViolation(EMPTY_DOCUMENT, request.pointer, message)


def find_query_violations(
    contract: Contract, request: SavedRequest, url: UrlMatch
) -> Iterator[RuleViolation]:
    """What is wrong with how a request to another operation is sent; it needs no body."""
    operation = contract.data["operation"]
    violations = {
        "scheme": _judge_scheme(operation, request, url),
        "credentials": _judge_credentials(contract, request),
    }
    for part, violation in violations.items():
        if violation and part in operation.get("rules", {}):
            yield RuleViolation(operation["rules"][part], *violation)


PointerAndMessage = tuple[str, str] | None


def has_right_method(operation: Mapping[str, Any], request: SavedRequest) -> bool:
    """Whether the method of a request is that of the operation, or may become it."""
    method = request.method.string
    return method.upper() == operation["method"] or PLACEHOLDER.search(method) is not None


def _judge_method(contract: Contract, request: SavedRequest) -> PointerAndMessage:
    operation = contract.data["operation"]
    if has_right_method(operation, request):
        return None
    method, path = request.method.string, operation["path"]
    known = [one.data["operation"] for one in list_requests(contract.whole or contract)]
    right = " or ".join(one["method"] for one in known if one["path"] == path)
    message = f"the method is {show_name(method)}, it must be {right}"
    return request.method.pointer, message + tell("; it has", describe_odd_characters(method))


def _judge_path(
    operation: Mapping[str, Any], request: SavedRequest, url: UrlMatch
) -> PointerAndMessage:
    if url.has_right_path:
        return None
    message = f"the path is “{show_name(url.path)}”, it must be “{operation['path']}”"
    return request.url.pointer, message + tell("; it has", describe_odd_characters(url.path))


def _judge_scheme(
    operation: Mapping[str, Any], request: SavedRequest, url: UrlMatch
) -> PointerAndMessage:
    expected = operation.get("scheme")
    if not expected or not url.has_known_host or url.scheme in (None, expected):
        return None
    return request.url.pointer, f"the URL begins with {url.scheme}, it must be {expected}"


def _judge_content_type(operation: Mapping[str, Any], request: SavedRequest) -> PointerAndMessage:
    expected = operation.get("contentType")
    given = next(find_headers(request.headers, "content-type"), None)
    if not expected or request.has_no_body or (given and PLACEHOLDER.search(given.value)):
        return None
    if request.form:
        form = show_name(request.form.string)
        message = f"the body is sent in the form “{form}”, it must be {expected}"
        return request.form.pointer, message
    if given is None:
        return request.headers_pointer, f"there is no content type, it must be {expected}"
    if given.value.partition(";")[0].strip().lower() == expected:
        return None
    message = f"the content type is “{show_name(given.value)}”, it must be {expected}"
    return given.pointer, message + tell("; it has", describe_odd_characters(given.value))


def _judge_credentials(contract: Contract, request: SavedRequest) -> PointerAndMessage:
    """Where credentials are needed, those of one way have to be there, whatever they are worth."""
    ways = list_ways(contract)
    if request.authenticated or not needs_credentials(contract):
        return None
    if any(all(_has_credentials(one, request) for one in way.schemes) for way in ways):
        return None
    if all(scheme.place == HEADER for way in ways for scheme in way.schemes):
        names = " or ".join(dict.fromkeys(f"“{one.name}”" for way in ways for one in way.schemes))
        return request.headers_pointer, f"there are no credentials in a header {names}"
    places = (" and ".join(scheme.words for scheme in way.schemes) for way in ways)
    return request.headers_pointer, f"there are no credentials in {' or '.join(places)}"


def _has_credentials(scheme: Scheme, request: SavedRequest) -> bool:
    if scheme.place == QUERY:
        query = request.url.string.partition("?")[2].partition("#")[0]
        return scheme.name in parse_qs(query) or PLACEHOLDER.search(query) is not None
    return any(_holds_credentials(scheme, header) for header in request.headers)


def _holds_credentials(scheme: Scheme, header: Header) -> bool:
    """Whether a header holds credentials of a scheme."""
    if header.name.lower() != scheme.header.lower() or not header.value.strip():
        return PLACEHOLDER.search(header.name) is not None
    if scheme.place == COOKIE:
        names = {pair.partition("=")[0].strip() for pair in header.value.split(";")}
        return scheme.name in names or "{{" in header.value
    prefix = scheme.prefix.lower()
    return header.value.lower().startswith(prefix) or header.value.lstrip().startswith("{{")
