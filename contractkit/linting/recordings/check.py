"""Judges a recording or a collection: each request to the API in it, and its answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Related, Verdict
from contractkit.jsontext import Document, NotPlainError, parse_plain, read
from contractkit.linting.recordings.answers import judge_answer
from contractkit.linting.recordings.container import Container, open_container
from contractkit.linting.recordings.embedded import (
    EmbeddedText,
    check_embedded,
    make_span_finder,
    prepare_text,
    relate_variable,
)
from contractkit.linting.recordings.har import is_har, list_har_requests
from contractkit.linting.recordings.postman import find_collection, list_postman_requests
from contractkit.linting.recordings.requests import (
    RuleViolation,
    SavedAnswer,
    SavedRequest,
    decode_text,
    find_used_variables,
)
from contractkit.linting.recordings.transport import find_transport_violations, has_right_method
from contractkit.linting.recordings.urls import UrlMatch, match_url
from contractkit.linting.recordings.variables import Environment, Variable
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.finding_builder import (
    build_fault_finding,
    build_rule_finding,
    group_faults,
)
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import determine_message

VARIABLE = "{{…}}"
COMMENT_RULE = "RC001"


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
        url = _match_url(request, contract)
        if url:
            count += 1
            findings += _check_request(request, url, container, contract, options)
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
        options = replace(
            options, templates=True, patterns=(VARIABLE, *patterns), within_strings=True
        )
    report = partial(_report, container=container, contract=contract, options=options)
    right_method = has_right_method(contract.data["operation"], request)
    answers = _list_answers(request, contract) if right_method else ()
    judged = [(answer, judge_answer(answer)) for answer in answers]
    if any(fault is None and _is_acceptance(answer, contract) for answer, fault in judged):
        request = replace(request, authenticated=True)
    used = find_used_variables(request)
    for violation in find_transport_violations(contract.data, request, url):
        yield from report(violation, used.get(violation.pointer, ()))
    if request.lost_body and right_method:
        yield from report(request.lost_body)
    if request.body:
        options = replace(options, kind=contract.messages[0])
        text = prepare_text(
            request.body, request.variables, strips_comments=request.strips_comments
        )
        yield from _check_text(text, container, contract, options)
    options = replace(options, kind=contract.data.get("answers", {}).get("message", AUTO))
    for answer, fault in judged:
        if fault:
            yield from report(fault)
        elif answer.text:
            text = prepare_text(answer.text, request.variables)
            yield from _check_text(text, container, contract, options)


def _check_text(
    text: EmbeddedText | None, container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """The findings of the text of a body; where a secret is in it, none of its values is shown."""
    if text is None:
        return
    if any(variable.secret for variable in text.filled.variables):
        options = replace(options, redact=True)
    if text.comments and not options.jsonc and options.selection.includes(COMMENT_RULE):
        yield _report_comments(text, container, contract)
    yield from check_embedded(text, container, contract, options)


def _report_comments(text: EmbeddedText, container: Container, contract: Contract) -> Finding:
    find_span = make_span_finder(text, container)
    span, *others = (find_span(*comment) for comment in text.comments)
    message = "a comment in a body of JSON: Postman leaves it out since 2023, older runners send it"
    if others:
        message += f"; {len(others)} more follow{'s' if len(others) == 1 else ''}"
    rule = find_rule(contract, COMMENT_RULE)
    related = tuple(Related(None, "another", other) for other in others)
    return build_rule_finding(rule, text.source.pointer, message, span=span, related=related)


def _report(
    violation: RuleViolation,
    variables: Sequence[Variable] = (),
    *,
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> Iterator[Finding]:
    """The finding of a violation, if its rule is asked for."""
    if options.selection.includes(violation.rule):
        rule = find_rule(contract, violation.rule)
        hides = any(variable.secret for variable in variables)
        yield build_rule_finding(
            rule,
            violation.pointer,
            f"breaks the rule “{rule.title}”" if hides else violation.message,
            span=container.positions.span(*container.find(violation.pointer).value),
            related=tuple(place for one in variables for place in relate_variable(one, container)),
        )


def _list_answers(request: SavedRequest, contract: Contract) -> Iterable[SavedAnswer]:
    """The answers to judge, if the contract says what they are."""
    return request.answers if "message" in contract.data.get("answers", {}) else ()


def _is_acceptance(answer: SavedAnswer, contract: Contract) -> bool:
    """Whether an answer shows that the request was accepted, so that it had credentials."""
    try:
        value = parse_plain((answer.text and decode_text(answer.text)) or b"")
        return compile_fast_validator(contract.data["answers"]["acceptance"])(value)
    except (NotPlainError, ValueError, KeyError):
        return False
