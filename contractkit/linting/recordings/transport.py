"""How a request is sent: its method, path, scheme, content type and credentials."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.linting.recordings.records import Header, Sent
from contractkit.linting.recordings.urls import PLACEHOLDER, Aim

EMPTY_DOCUMENT = "JT020"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a request breaks, where in the file, and in which words."""

    rule: str
    pointer: str
    message: str


def find_breaches(data: Mapping[str, Any], sent: Sent, aim: Aim) -> Iterator[Breach]:
    """What is wrong with how a request is sent; `data` is what contract.json says.

    A part that contract.json names no rule for is not looked at.
    """
    operation = data["operation"]
    rules = operation.get("rules", {})
    method = _judge_method(operation, sent)
    found = {
        "method": method,
        "path": None if aim.right else _judge_path(operation, sent, aim),
        "scheme": _judge_scheme(operation, sent, aim),
        "contentType": None if method else _judge_content_type(operation, sent),
        "credentials": _judge_credentials(data.get("authentication", ()), sent),
    }
    for part, breach in found.items():
        if breach and part in rules:
            yield Breach(rules[part], *breach)
    if sent.bodiless and not method:
        yield Breach(EMPTY_DOCUMENT, sent.pointer, "the request has no body, so it is no document")


Found = tuple[str, str] | None


def _judge_method(operation: Mapping[str, Any], sent: Sent) -> Found:
    method = sent.method.string
    if method.upper() == operation["method"] or PLACEHOLDER.search(method):
        return None
    return sent.method.pointer, f"the method is {method}, it must be {operation['method']}"


def _judge_path(operation: Mapping[str, Any], sent: Sent, aim: Aim) -> Found:
    return sent.url.pointer, f"the path is “{aim.path}”, it must be “{operation['path']}”"


def _judge_scheme(operation: Mapping[str, Any], sent: Sent, aim: Aim) -> Found:
    wanted = operation.get("scheme")
    if not wanted or not aim.known or aim.scheme in (None, wanted):
        return None
    return sent.url.pointer, f"the URL begins with {aim.scheme}, it must be {wanted}"


def _judge_content_type(operation: Mapping[str, Any], sent: Sent) -> Found:
    wanted = operation.get("contentType")
    given = next((one for one in sent.headers if one.name.lower() == "content-type"), None)
    if not wanted or sent.bodiless or (given and PLACEHOLDER.search(given.value)):
        return None
    if sent.form:
        message = f"the body is sent in the form “{sent.form.string}”, it must be {wanted}"
        return sent.form.pointer, message
    if given is None:
        return sent.headers_pointer, f"there is no content type, it must be {wanted}"
    if given.value.partition(";")[0].strip().lower() == wanted:
        return None
    return given.pointer, f"the content type is “{given.value}”, it must be {wanted}"


def _judge_credentials(ways: Any, sent: Sent) -> Found:
    if not ways or sent.signed or any(_uses(way, one) for way in ways for one in sent.headers):
        return None
    names = " or ".join(f"“{way['header']}”" for way in ways)
    return sent.headers_pointer, f"there are no credentials in a header {names}"


def _uses(way: Mapping[str, Any], header: Header) -> bool:
    """Whether a header holds credentials of a way to authenticate, whatever they are worth."""
    if header.name.lower() != way["header"].lower() or not header.value.strip():
        return PLACEHOLDER.search(header.name) is not None
    prefix = way.get("prefix", "").lower()
    return header.value.lower().startswith(prefix) or header.value.lstrip().startswith("{{")
