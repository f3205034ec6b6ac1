"""The checks of other operations' answers: their status, their form, and what they repeat."""

from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import NOT_FOUND, SUCCESSES
from contractkit.contracts.repeated_values import list_differences
from contractkit.contracts.requests import request_message
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import (
    answer_message,
    describe_difference,
    needs_no_form,
    read_answer,
    read_value,
    says_json,
)
from contractkit.fuzz.records import Answer, Exchange, Expectation, Problem, Query
from contractkit.fuzz.status_oracles import judge_status, name_statuses
from contractkit.validation.check import check_text

NOT_OFFERED = (404, 405, 501)


def judge_query(contract: Contract, query: Query, exchange: Exchange) -> Problem | None:
    """The first thing that is wrong with the answer to a query."""
    answer, operation = exchange.answer, query.operation
    if operation.optional and answer.status in NOT_OFFERED:
        return None
    return (
        _judge_status(contract, query, exchange)
        or _judge_form(contract, query, answer)
        or _judge_repeats(contract, query, answer)
    )


def _judge_status(contract: Contract, query: Query, exchange: Exchange) -> Problem | None:
    status, probe = exchange.answer.status, exchange.probe
    if probe.expect is Expectation.REFUSE:
        return _judge_login(contract, exchange)
    seen = f"{probe.label} was answered with HTTP {status}"
    if query.accepted:
        wanted, aspect = query.operation.found_status, "known"
    else:
        wanted, aspect = NOT_FOUND, "unknown"
    if status == wanted:
        return None
    return Problem("query-status", seen, name_statuses((wanted,)), aspect=aspect)


def _judge_login(contract: Contract, exchange: Exchange) -> Problem | None:
    """Whether a query with wrong credentials is refused, with the right status."""
    answer, probe = exchange.answer, exchange.probe
    refused = read_answer(contract, answer).accepts is False
    if answer.status in SUCCESSES and not refused:
        seen = f"a query was answered with {probe.label}"
        expected = "a refusal: a query needs the right credentials too"
        return Problem("unauthenticated-accepted", seen, expected, aspect=probe.login.name)
    return judge_status(contract, exchange, accepts=False)


def _judge_form(contract: Contract, query: Query, answer: Answer) -> Problem | None:
    message = query.operation.answers.get(answer.status)
    if message is None or needs_no_form(contract, answer):
        return None
    for finding in check_text(answer.body, message, contract=contract):
        if finding.verdict is Verdict.INVALID:
            rule = finding.rule
            where = f" at {finding.pointer}" if finding.pointer else ""
            seen = f"the answer to a query breaks {rule}{where}: {finding.message}"
            expected = f"{load_rules(contract)[rule].title}. {finding.source}"
            return Problem("query-form", seen, expected, rule, rule)
    if not says_json(answer):
        kind = answer.header("Content-Type")
        seen = f"the Content-Type of the answer to a query is {kind!r}"
        return Problem("query-form", seen, "a Content-Type that says JSON", aspect="type")
    return None


def _judge_repeats(contract: Contract, query: Query, answer: Answer) -> Problem | None:
    """Whether the answer repeats what the accepted request and its acceptance had."""
    form, accepted = query.operation.form, query.accepted
    if form is None or accepted is None or answer.status != query.operation.found_status:
        return None
    case = accepted.probe.case
    messages = {
        request_message(contract): case.payload if case else None,
        answer_message(contract): read_value(accepted.answer.body),
    }
    for found in list_differences(form.equal, read_value(answer.body), messages):
        seen, wanted = describe_difference("answer to a query", found)
        return Problem("query-mismatch", seen, wanted, aspect=found.repeat.place)
    return None
