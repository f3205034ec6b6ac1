"""A recording or a collection: each request to the API in it, and the answers that it has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, NotPlainError, parse_plain, read
from contractkit.linting.recordings.container import Container, open_container
from contractkit.linting.recordings.embedded import check_embedded, read_text
from contractkit.linting.recordings.har import is_har, list_har
from contractkit.linting.recordings.postman import find_collection, list_postman
from contractkit.linting.recordings.records import Sent, Text
from contractkit.linting.recordings.transport import find_breaches
from contractkit.linting.recordings.urls import aim
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
class Recorded:
    """What became of a recording: how many requests to the API are in it, and the findings."""

    requests: int
    findings: tuple[Finding, ...] = ()
    document: Document | None = None


def check_recording(data: bytes, contract: Contract, options: CheckOptions) -> Recorded | None:
    """Judge the requests of a recording; None where the bytes are JSON, but no recording.

    What is no JSON at all gives the findings of the text.
    """
    container = open_container(data, whole=options.redact)
    sent = list_sent(container.document.value)
    if sent is None and container.document.complete:
        return None
    findings = [*_list_faults(container, contract, options)]
    number = 0
    for one in sent or ():
        found = _check_sent(one, container, contract, options)
        if found is not None:
            number += 1
            findings += found
    findings.sort(key=lambda one: one.span.start if one.span else 0)
    return Recorded(number, tuple(findings), container.document if findings else None)


def list_sent(value: Any) -> Iterator[Sent] | None:
    """The requests that a value holds; None where it is neither a recording nor a collection."""
    if is_har(value):
        return list_har(value)
    collection = find_collection(value)
    return None if collection is None else list_postman(value, collection)


def _list_faults(
    container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """Why the file is no JSON; what is only doubtful in it is no concern of this contract."""
    for fault in group_faults(container.document.faults):
        rule = find_rule(contract, fault.rule)
        if rule.verdict is Verdict.INVALID and options.selection.includes(rule.id):
            found = build_fault_finding(contract, fault, container.positions, redact=options.redact)
            yield replace(found, fix=None)


def _check_sent(
    sent: Sent, container: Container, contract: Contract, options: CheckOptions
) -> list[Finding] | None:
    """The findings of one request and its answers; None where it is another API's."""
    operation = contract.data.get("operation")
    options = replace(options, kind=contract.messages[0])
    target = (
        aim(operation, sent.url.string, partial(_speaks, sent, contract)) if operation else None
    )
    if target is None:
        return None
    if sent.variables:
        patterns = options.patterns if options.templates else ()
        options = replace(options, templates=True, patterns=(VARIABLE, *patterns))
    answers = _list_answers(sent, contract)
    signed = sent.signed or any(_is_accepted(one, contract) for one in answers)
    breaches = find_breaches(contract.data, replace(sent, signed=signed), target)
    findings = [
        replace(
            build_rule_finding(find_rule(contract, one.rule), one.pointer, one.message),
            span=container.positions.span(*container.find(one.pointer).value),
        )
        for one in breaches
        if options.selection.includes(one.rule)
    ]
    if sent.body:
        findings += check_embedded(sent.body, container, contract, options)
    message = contract.data.get("answers", {}).get("message")
    for answer in answers:
        findings += check_embedded(answer, container, contract, replace(options, kind=message))
    return findings


def _list_answers(sent: Sent, contract: Contract) -> tuple[Text, ...]:
    """The answers to judge: what another method is answered is not the contract's concern."""
    if "message" not in contract.data.get("answers", {}):
        return ()
    right = sent.method.string.upper() == contract.data["operation"]["method"]
    return sent.answers if right else ()


def _speaks(sent: Sent, contract: Contract) -> bool:
    """Whether the body of a request is certainly the request of the contract."""
    if sent.body is None:
        return False
    value = read(read_text(sent.body) or b"", jsonc=True).value
    try:
        return (
            determine_message(contract, value, CheckOptions(AUTO, strict_recognition=True))
            == contract.messages[0]
        )
    except UnrecognisedMessageError:
        return False


def _is_accepted(answer: Text, contract: Contract) -> bool:
    """Whether an answer shows that the request was accepted, so that it had credentials."""
    try:
        value = parse_plain(read_text(answer) or b"")
        return compile_fast_validator(contract.data["answers"]["acceptance"])(value)
    except (NotPlainError, ValueError, KeyError):
        return False
