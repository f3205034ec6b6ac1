"""Judges a recording or a collection: each request to the API in it, and its answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, NotPlainError, parse_plain, read
from contractkit.linting.recordings.embedded import (
    Container,
    check_embedded,
    decode_text,
    open_container,
)
from contractkit.linting.recordings.har import is_har, list_har_requests
from contractkit.linting.recordings.postman import find_collection, list_postman_requests
from contractkit.linting.recordings.requests import LocatedText, SavedRequest
from contractkit.linting.recordings.transport import find_transport_violations
from contractkit.linting.recordings.urls import UrlMatch, match_url
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.finding_builder import (
    build_fault_finding,
    build_rule_finding,
    group_faults,
)
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import determine_message

VARIABLE = "{{…}}"


@dataclass(frozen=True, slots=True)
class CheckedRecording:
    """What was found in a recording, and how many requests to the API are in it."""

    requests: int
    findings: tuple[Finding, ...] = ()
    document: Document | None = None


def check_recording(
    data: bytes, contract: Contract, options: CheckOptions
) -> CheckedRecording | None:
    """Judge the requests of a recording; None where the bytes are JSON, but no recording.

    What is no JSON at all gives the findings of the text.
    """
    container = open_container(data, whole=options.redact)
    requests = list_requests(container.document.value)
    if requests is None and container.document.complete:
        return None
    findings = [*_list_faults(container, contract, options)]
    count = 0
    for request in requests or ():
        url = _match_url(request, contract)
        if url:
            count += 1
            findings += _check_request(request, url, container, contract, options)
    findings.sort(key=lambda finding: finding.span.start if finding.span else 0)
    return CheckedRecording(count, tuple(findings), container.document if findings else None)


def list_requests(value: Any) -> Iterator[SavedRequest] | None:
    """The requests that a value holds; None where it is neither a recording nor a collection."""
    if is_har(value):
        return list_har_requests(value)
    pointer = find_collection(value)
    return None if pointer is None else list_postman_requests(value, pointer)


def _list_faults(
    container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """Why the file is no JSON; what is only doubtful in it is no concern of this contract."""
    for fault in group_faults(container.document.faults):
        rule = find_rule(contract, fault.rule)
        if rule.verdict is Verdict.INVALID and options.selection.includes(rule.id):
            finding = build_fault_finding(
                contract, fault, container.positions, redact=options.redact
            )
            yield replace(finding, fix=None)


def _match_url(request: SavedRequest, contract: Contract) -> UrlMatch | None:
    """How the URL of a request matches the contract's operation; None where it is another API's."""
    operation = contract.data.get("operation")
    if not operation:
        return None
    return match_url(operation, request.url.string, partial(_has_own_body, request, contract))


def _has_own_body(request: SavedRequest, contract: Contract) -> bool:
    """Whether the body of a request is certainly the request of the contract."""
    if request.body is None:
        return False
    value = read(decode_text(request.body) or b"", jsonc=True).value
    options = CheckOptions(AUTO, strict_recognition=True)
    try:
        return determine_message(contract, value, options) == contract.messages[0]
    except UnrecognisedMessageError:
        return False


def _check_request(
    request: SavedRequest,
    url: UrlMatch,
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> Iterator[Finding]:
    """The findings of one request to the API and of its answers."""
    if request.has_variables:
        patterns = options.patterns if options.templates else ()
        options = replace(options, templates=True, patterns=(VARIABLE, *patterns))
    answers = _list_answers(request, contract)
    if any(_is_acceptance(answer, contract) for answer in answers):
        request = replace(request, authenticated=True)
    yield from _check_transport(request, url, container, contract, options)
    if request.body:
        options = replace(options, kind=contract.messages[0])
        yield from check_embedded(request.body, container, contract, options)
    for answer in answers:
        options = replace(options, kind=contract.data["answers"]["message"])
        yield from check_embedded(answer, container, contract, options)


def _check_transport(
    request: SavedRequest,
    url: UrlMatch,
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> Iterator[Finding]:
    for violation in find_transport_violations(contract.data, request, url):
        if options.selection.includes(violation.rule):
            rule = find_rule(contract, violation.rule)
            finding = build_rule_finding(rule, violation.pointer, violation.message)
            span = container.positions.span(*container.find(violation.pointer).value)
            yield replace(finding, span=span)


def _list_answers(request: SavedRequest, contract: Contract) -> Iterable[LocatedText]:
    """The answers to judge: what another method is answered is not the contract's concern."""
    if "message" not in contract.data.get("answers", {}):
        return ()
    right = request.method.string.upper() == contract.data["operation"]["method"]
    return request.answers if right else ()


def _is_acceptance(answer: LocatedText, contract: Contract) -> bool:
    """Whether an answer shows that the request was accepted, so that it had credentials."""
    try:
        value = parse_plain(decode_text(answer) or b"")
        return compile_fast_validator(contract.data["answers"]["acceptance"])(value)
    except (NotPlainError, ValueError, KeyError):
        return False
