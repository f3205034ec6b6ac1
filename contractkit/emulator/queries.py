"""The answers of the other operations: what has become of an accepted request."""

from http import HTTPStatus

from contractkit.contracts.listed_answers import name_answer
from contractkit.contracts.operations import NOT_FOUND, Operation, list_operations
from contractkit.contracts.requests import request_message
from contractkit.emulator.accepted_requests import AcceptedRequest, AcceptedRequests
from contractkit.emulator.answers import Answers
from contractkit.emulator.authentication import Access, authenticate
from contractkit.emulator.judgement import Judgement, Refusal
from contractkit.emulator.notifications import write_form
from contractkit.emulator.outcome import Outcome
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import Reply, Request, make_empty_reply, make_reply
from contractkit.findings import Verdict

RIGHT = Judgement(Verdict.VALID, (), None, None)  # a query has nothing that could be wrong


def answer_query(
    settings: Settings, answers: Answers, accepted: AcceptedRequests, request: Request
) -> Outcome | None:
    """The outcome of a request to one of the other operations; None where it is to none of them."""
    matching = [
        (operation, values)
        for operation in list_operations(settings.contract)
        if (values := operation.match_path(request.path)) is not None
    ]
    for operation, values in matching:
        if operation.method == request.method:
            return _answer(settings, answers, operation, request, accepted.find(operation, values))
    if not matching:
        return None
    allowed = ", ".join(dict.fromkeys(operation.method for operation, _ in matching))
    status = HTTPStatus.METHOD_NOT_ALLOWED
    return Outcome(make_reply(status.value, {"error": status.phrase}, ("Allow", allowed)))


def _answer(
    settings: Settings,
    answers: Answers,
    operation: Operation,
    request: Request,
    found: AcceptedRequest | None,
) -> Outcome:
    access = authenticate(settings, request)
    if access is not Access.RIGHT:
        refusal = answers.unauthenticated(access)
        return Outcome(answers.refuse(refusal), refusal.code or None)
    if found is None:
        return Outcome(_miss(answers, operation), None, RIGHT)
    return Outcome(_tell(settings, operation, found), None, RIGHT)


def _miss(answers: Answers, operation: Operation) -> Reply:
    """The answer about something that is not known."""
    if operation.answers.get(NOT_FOUND) is None:
        return make_empty_reply(NOT_FOUND)
    return answers.refuse(Refusal(answers.otherwise), NOT_FOUND)


def _tell(settings: Settings, operation: Operation, found: AcceptedRequest) -> Reply:
    """The answer about an accepted request, as far as its notifications have come."""
    if operation.form is None:
        return make_empty_reply(operation.found_status)
    contract = settings.contract
    messages = {
        request_message(contract): found.payload,
        name_answer(contract): found.answer,
    }
    return make_reply(operation.found_status, write_form(operation.form, found.code, messages))
