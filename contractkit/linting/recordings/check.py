"""Judges a recording or a collection: each request to the API in it, and its answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, read
from contractkit.linting.recordings.container import Container, open_container
from contractkit.linting.recordings.embedded import prepare_text
from contractkit.linting.recordings.exchanges import check_exchange, check_query
from contractkit.linting.recordings.har import is_har, list_har_requests
from contractkit.linting.recordings.postman import find_collection, list_postman_requests
from contractkit.linting.recordings.queries import match_query
from contractkit.linting.recordings.requests import SavedRequest
from contractkit.linting.recordings.urls import UrlMatch, match_url
from contractkit.linting.recordings.variables import Environment
from contractkit.validation.finding_builder import build_fault_finding, group_faults
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import determine_message


@dataclass(frozen=True, slots=True)
class CheckedRecording:
    """What was found in a recording, and how many requests to the API are in it."""

    requests: int
    findings: tuple[Finding, ...] = ()
    document: Document | None = None


def check_recording(
    data: bytes,
    contract: Contract,
    options: CheckOptions,
    list_environments: Callable[[], Sequence[Environment]] = tuple,
) -> CheckedRecording | None:
    """Judge the requests of a recording; None where the bytes are JSON, but no recording.

    What is no JSON at all gives the findings of the text. A collection is judged with each of the
    environments that `list_environments` finds for it.
    """
    container = open_container(data, whole=options.redact)
    value = container.document.value
    pointer = find_collection(value)
    if is_har(value):
        runs = [list_har_requests(value)]
    elif pointer is not None:
        environments = list_environments() or (Environment(),)
        runs = [list_postman_requests(value, pointer, one) for one in environments]
    elif container.document.complete:
        return None
    else:
        runs = []
    judged = [_check_requests(requests, container, contract, options) for requests in runs]
    findings = [*_list_faults(container, contract, options)]
    findings += _join_findings(found for _, found in judged)
    findings.sort(key=lambda finding: finding.span.start if finding.span else 0)
    count = max((count for count, _ in judged), default=0)
    return CheckedRecording(count, tuple(findings), container.document if findings else None)


def _check_requests(
    requests: Iterable[SavedRequest],
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> tuple[int, list[Finding]]:
    """How many of the requests are to the API, and what is found in these."""
    count, findings = 0, list[Finding]()
    for request in requests:
        query = match_query(contract, request)
        url = None if query else _match_url(request, contract)
        if query:
            count += 1
            findings += check_query(request, query, container, contract, options)
        if url:
            count += 1
            findings += check_exchange(request, url, container, contract, options)
    return count, findings


def _join_findings(runs: Iterable[Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of all runs, each once: the first run that has it gives it."""
    seen = set[object]()
    for findings in runs:
        own = [
            (finding.rule, finding.pointer, finding.span, finding.message) for finding in findings
        ]
        yield from (finding for finding, key in zip(findings, own, strict=True) if key not in seen)
        seen.update(own)


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
    text = request.body and prepare_text(request.body, request.variables)
    if not text:
        return False
    value = read(text.data, jsonc=True).value
    options = CheckOptions(AUTO, strict_recognition=True)
    try:
        return determine_message(contract, value, options) == contract.messages[0]
    except UnrecognisedMessageError:
        return False
