"""The WSGI application: it routes, judges, answers, records and logs requests."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from contractkit.contracts.operations import PARAMETER, list_operations, match_path
from contractkit.contracts.parameter_values import read_parameters
from contractkit.contracts.request_headers import RequestHeader
from contractkit.emulator.accepted_requests import AcceptedRequests
from contractkit.emulator.answers import Answers
from contractkit.emulator.authentication import Access, authenticate, drop_credentials
from contractkit.emulator.batches import split_batch
from contractkit.emulator.control import PREFIX, Control
from contractkit.emulator.history import History
from contractkit.emulator.judgement import Judgement, Refusal, judge_body
from contractkit.emulator.late_refusals import can_tell_late
from contractkit.emulator.log import Log, current_time, hide_secrets
from contractkit.emulator.notifications import callback_url, list_notifications
from contractkit.emulator.outcome import Outcome, SendNotifications
from contractkit.emulator.queries import answer_query
from contractkit.emulator.queued_answers import AnswerQueue, QueuedAnswer
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import (
    NO_LIMIT,
    Request,
    make_reply,
    read_request,
    status_line,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LONGEST_PATH = 200


class Application:
    """Answers at the operation's path and, if there is one, at the control interface."""

    def __init__(
        self,
        settings: Settings,
        queue: AnswerQueue,
        history: History,
        notify: Callable[[int, str, list[Any], Callable[[], object]], SendNotifications],
        log: Log,
    ) -> None:
        """`notify` takes a request's number, a URL and the messages for it.

        It gives a function that sends them, and calls its fourth with each that is sent. `log` is
        called with an object for each request.
        """
        self._settings, self._queue, self._history = settings, queue, history
        self._notify, self._log, self._answers = notify, log, Answers(settings)
        self._accepted, self._name = AcceptedRequests(settings.contract), settings.contract.label
        self.siblings: Sequence[Application] = (self,)  # those that answer at the same port
        self._control = Control(history, queue) if settings.control else None
        self._limit = settings.operation.get("largestBytes", NO_LIMIT)

    def takes(self, path: str) -> bool:
        """Whether one of the contract's operations is at a path."""
        others = list_operations(self._settings.contract)
        return self.match(path) is not None or any(
            operation.match_path(path) is not None for operation in others
        )

    @property
    def path(self) -> str:
        """The path of the operation, whatever its parameters are called."""
        return PARAMETER.sub("{}", self._settings.operation["path"])

    @property
    def method(self) -> str:
        """The method of the operation."""
        return str(self._settings.operation["method"])

    def match(self, path: str) -> dict[str, str] | None:
        """The parameters in a path; None where it is not that of the operation."""
        return match_path(self._settings.operation["path"], path)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; ConnectionAbortedError where its connection is to be dropped."""
        began = perf_counter()
        request = read_request(environ, self._limit)
        outcome = self._route(request)
        self._log_request(request, outcome, perf_counter() - began)
        if outcome.reply is None:
            raise ConnectionAbortedError("the connection is dropped, as the queued answer says")
        start_response(status_line(outcome.reply.status), list(outcome.reply.headers))
        return Content(outcome.reply.body, outcome.after_sending)

    def _route(self, request: Request) -> Outcome:
        if self._control and request.path.startswith(PREFIX):
            return Outcome(self._control.handle(request))
        if self.match(request.path) is None:
            return self._answer_query(request) or self._turn_away(request, HTTPStatus.NOT_FOUND)
        if request.method != self.method:
            taking = [each for each in self.siblings if each.path == self.path]
            allowed = ", ".join(dict.fromkeys(each.method for each in taking))
            return self._turn_away(request, HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", allowed))
        return self._answer(request)

    def _turn_away(
        self, request: Request, status: HTTPStatus, *headers: tuple[str, str]
    ) -> Outcome:
        """Answer a request that is not for the operation."""
        outcome = Outcome(make_reply(status.value, {"error": status.phrase}, *headers))
        self._record(request, outcome)
        return outcome

    def _answer_query(self, request: Request) -> Outcome | None:
        """Answer a request to one of the other operations; None where it is to none of them."""
        outcome = answer_query(self._settings, self._answers, self._accepted, request)
        if outcome:
            self._record(request, outcome)
        return outcome

    def _answer(self, request: Request) -> Outcome:
        """Answer a request to the operation, after the delay of a queued answer.

        It is recorded before the delay, since a client may give up waiting.
        """
        queued = self._queue.take(self._answers.codes)
        judgement, refusal = self._judge(request)
        outcome = self._choose_answer(request, queued, judgement, refusal)
        number = self._record(request, outcome)
        if queued and queued.delay:
            sleep(queued.delay)
        if not (judgement and outcome.reply and outcome.accepts) or refusal:
            return outcome
        parts = split_batch(self._settings.contract, judgement, outcome.reply.value)
        posting = [send for part in parts if (send := self._follow_up(number, *part))]
        return replace(outcome, after_sending=_join(posting)) if posting else outcome

    def _follow_up(
        self, number: int, judgement: Judgement, answer: Any
    ) -> SendNotifications | None:
        """What sends the notifications of an accepted request, which is remembered."""
        contract = self._settings.contract
        url = callback_url(contract, judgement)
        on_posted: Callable[[], object] = _do_nothing
        if list_operations(contract):
            accepted = self._accepted.add(judgement, answer, notified=bool(url))
            on_posted = accepted.note_notification
        if not url:
            return None
        form = self._settings.notification_form
        messages = list(list_notifications(contract, judgement, answer, form))
        return self._notify(number, url, messages, on_posted)

    def _judge(self, request: Request) -> tuple[Judgement | None, Refusal | None]:
        """The judgement of a request whose credentials are right, and the refusal, if any."""
        access = authenticate(self._settings, request)
        if access is not Access.RIGHT:
            return None, self._answers.unauthenticated(access)
        if request.body is None:
            return None, self._answers.too_large
        contract, headers = self._settings.contract, request.headers.items()
        parameters = read_parameters(
            contract, self.match(request.path) or {}, request.query, headers
        )
        late = self._settings.late_refusal
        judgement = judge_body(contract, request.body, headers, parameters, late=late)
        if judgement.late and not self._can_tell_late(judgement):
            judgement = judge_body(contract, request.body, headers, parameters)
        return judgement, judgement.refusal

    def _can_tell_late(self, judgement: Judgement) -> bool:
        settings, answer = self._settings, self._answers.accept(judgement.payload).value
        return can_tell_late(settings.contract, judgement, answer, settings.notification_form)

    def _choose_answer(
        self,
        request: Request,
        queued: QueuedAnswer | None,
        judgement: Judgement | None,
        refusal: Refusal | None,
    ) -> Outcome:
        if queued and (queued.drop or queued.reply):
            return Outcome(queued.reply, None, judgement)
        status = None
        if queued and queued.code:
            refusal = None if queued.code == self._answers.accepted else Refusal(queued.code)
        elif not refusal and (repeated := self._find_repeated(request)):
            refusal = Refusal(repeated.repeated["code"], repeated.name)
            status = repeated.repeated["status"]
        if refusal:
            return Outcome(self._answers.refuse(refusal, status), refusal.code or None, judgement)
        payload = judgement.payload if judgement else None
        reply = self._answers.accept(payload)
        return Outcome(reply, self._answers.accepted, judgement, accepts=True)

    def _find_repeated(self, request: Request) -> RequestHeader | None:
        """The header with a value that an accepted request had, and no other may have."""
        return self._history.fresh_values.take(self._settings.contract, request.headers)

    def _record(self, request: Request, outcome: Outcome) -> int:
        """Remember a request; its number."""
        judgement, reply = outcome.judgement, outcome.reply
        recorded = self._history.add_request(
            request,
            judgement.findings if judgement else (),
            verdict=judgement.verdict if judgement else None,
            code=outcome.code,
            status=reply.status if reply else None,
            answer=reply.value if reply else None,
            contract=self._name,
            query=drop_credentials(self._settings, request.query),
        )
        return recorded.number

    def _log_request(self, request: Request, outcome: Outcome, seconds: float) -> None:
        secrets, judgement = self._settings.secrets, outcome.judgement
        findings = judgement.findings if judgement else ()
        self._log(
            {
                "time": current_time(),
                "method": hide_secrets(request.method, secrets)[:LONGEST_PATH],
                "path": hide_secrets(request.path, secrets)[:LONGEST_PATH],
                "status": outcome.reply.status if outcome.reply else None,
                "code": outcome.code,
                "verdict": judgement.verdict if judgement else None,
                "rules": sorted({finding.rule for finding in findings}),
                "milliseconds": round(seconds * 1000, 3),
            }
        )


def _do_nothing() -> None:
    pass


def _join(functions: list[SendNotifications]) -> SendNotifications:
    """One function that calls all of them in turn."""

    def call_all() -> None:
        for function in functions:
            function()

    return call_all


class Content:
    """The body of an answer; notifications are sent when the server closes it."""

    def __init__(self, body: bytes, after_sending: SendNotifications | None) -> None:
        """`after_sending` is called once."""
        self._body, self._after_sending = body, after_sending

    def __iter__(self) -> Iterator[bytes]:
        return iter((self._body,))

    def close(self) -> None:
        """The answer is sent, or cannot be."""
        if self._after_sending:
            self._after_sending()
            self._after_sending = None
