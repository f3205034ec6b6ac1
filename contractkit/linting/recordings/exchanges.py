"""Judges one request to the API and its answers: how they are sent, and what is in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from contractkit.contracts.listed_answers import list_answer_messages, says_statuses
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import request_message, takes_body
from contractkit.contracts.rules import find_rule
from contractkit.findings import Finding, Related
from contractkit.linting.recordings.answer_kinds import (
    find_answer_message,
    find_status_violation,
    is_accepted,
    judge_whole,
    needs_no_form,
)
from contractkit.linting.recordings.answers import judge_answer
from contractkit.linting.recordings.container import Container
from contractkit.linting.recordings.embedded import (
    EmbeddedText,
    check_embedded,
    make_span_finder,
    prepare_text,
    relate_variable,
)
from contractkit.linting.recordings.parameters import find_parameter_violations
from contractkit.linting.recordings.queries import MatchedQuery
from contractkit.linting.recordings.requests import (
    RuleViolation,
    SavedAnswer,
    SavedRequest,
    find_used_variables,
)
from contractkit.linting.recordings.transport import (
    find_query_violations,
    find_transport_violations,
    has_right_method,
)
from contractkit.linting.recordings.urls import PLACEHOLDER, UrlMatch
from contractkit.linting.recordings.variables import Variable
from contractkit.validation.finding_builder import build_rule_finding
from contractkit.validation.header_check import find_header_violations
from contractkit.validation.options import CheckOptions

VARIABLE = "{{…}}"
COMMENT_RULE = "RC001"


def check_exchange(
    request: SavedRequest,
    url: UrlMatch,
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> Iterator[Finding]:
    """The findings of one request to the API and of its answers."""
    options, report = _prepare(request, container, contract, options)
    right_method = has_right_method(contract.data["operation"], request)
    answers = _list_answers(request, contract) if right_method else ()
    judged = [(answer, judge_whole(contract, answer)) for answer in answers]
    if any(fault is None and is_accepted(contract, one) for one, fault in judged):
        request = replace(request, authenticated=True)
    used = find_used_variables(request)
    transport = find_transport_violations(contract, request, url)
    parameters = find_parameter_violations(contract, request, url) if right_method else ()
    for violation in (*transport, *_judge_headers(contract, request), *parameters):
        yield from report(violation, used.get(violation.pointer, ()))
    if request.lost_body and right_method and takes_body(contract):
        yield from report(request.lost_body)
    if request.body and takes_body(contract):
        options = options._replace(kind=request_message(contract))
        text = prepare_text(
            request.body, request.variables, strips_comments=request.strips_comments
        )
        yield from _check_text(text, container, contract, options)
    for answer, fault in judged:
        wrong = fault or find_status_violation(contract, answer)
        if wrong:
            yield from report(wrong)
        message = find_answer_message(contract, answer)
        if answer.text and message and not fault:
            options = options._replace(kind=message)
            text = prepare_text(answer.text, request.variables)
            yield from _check_text(text, container, contract, options)


def check_query(
    request: SavedRequest,
    query: MatchedQuery,
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> Iterator[Finding]:
    """The findings of a request to another operation, and of its answers by their statuses."""
    options, report = _prepare(request, container, contract, options)
    if any(answer.status == query.operation.found_status for answer in request.answers):
        request = replace(request, authenticated=True)
    used = find_used_variables(request)
    for violation in find_query_violations(contract, request, query.url):
        yield from report(violation, used.get(violation.pointer, ()))
    for answer in request.answers:
        message = query.operation.answers.get(answer.status or query.operation.found_status)
        if message is None or needs_no_form(contract, answer):
            continue
        fault = judge_answer(answer)
        if fault:
            yield from report(fault)
        elif answer.text:
            text = prepare_text(answer.text, request.variables)
            yield from _check_text(text, container, contract, options._replace(kind=message))


def _prepare(
    request: SavedRequest, container: Container, contract: Contract, options: CheckOptions
) -> "tuple[CheckOptions, partial[Iterator[Finding]]]":
    """The options to judge a request with, and what reports a violation found so.

    Variables of unknown value are placeholders anywhere in a text.
    """
    if request.has_variables:
        patterns = (VARIABLE, *(options.patterns if options.templates else ()))
        options = options._replace(templates=True, patterns=patterns, within_strings=True)
    return options, partial(_report, container=container, contract=contract, options=options)


def _check_text(
    text: EmbeddedText | None, container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """The findings of the text of a body; where a secret is in it, none of its values is shown."""
    if text is None:
        return
    if any(variable.secret for variable in text.filled.variables):
        options = options._replace(redact=True)
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
    if not list_answer_messages(contract) and not says_statuses(contract):
        return ()
    return [answer for answer in request.answers if not needs_no_form(contract, answer)]


def _judge_headers(contract: Contract, request: SavedRequest) -> Iterator[RuleViolation]:
    """The headers of a request that break a rule; one with a variable is not judged."""
    known = [header for header in request.headers if not PLACEHOLDER.search(header.value)]
    pairs = [(header.name, header.value) for header in known]
    for found in find_header_violations(contract, pairs):
        pointer = known[found.place].pointer
        yield RuleViolation(found.header.rule, pointer, found.message)
