"""A request to the operation, and its answer: who sends, what is in it, what was ordered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import sleep
from typing import Any

from contractkit.emulator.answers import Answers
from contractkit.emulator.authentication import Access, authenticate
from contractkit.emulator.events import callback_url, list_messages
from contractkit.emulator.journal import Journal
from contractkit.emulator.judgement import Judgement, Refusal, judge_body
from contractkit.emulator.planned import Plan, Planned
from contractkit.emulator.records import Reply, Request
from contractkit.emulator.settings import Settings
from contractkit.findings import Verdict, judge
from contractkit.validation.check import check

Proceed = Callable[[], None]
Notify = Callable[[str, list[Any]], Proceed]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended: `reply` is None where the connection is to be dropped.

    `then` is to be called when the answer is sent: no notification comes before it.
    """

    reply: Reply | None
    code: str | None = None
    judgement: Judgement | None = None
    then: Proceed | None = None


class Exchange:
    """Answers requests, remembers them, and has accepted ones notified."""

    def __init__(
        self, settings: Settings, answers: Answers, plan: Plan, journal: Journal, notify: Notify
    ) -> None:
        """`notify` takes a URL and the messages for it, and gives what sends them off."""
        self._settings, self._answers, self._plan = settings, answers, plan
        self._journal, self._notify = journal, notify

    def handle(self, request: Request) -> Outcome:
        """Answer one request; it takes as long as an ordered delay says.

        It is remembered before the delay, since a client may give up waiting.
        """
        planned = self._plan.take()
        judgement, refusal = self._judge(request)
        outcome = self._answer(planned, judgement, refusal)
        self._remember(request, outcome)
        if planned and planned.delay:
            sleep(planned.delay)
        reply = outcome.reply
        if judgement and reply and not refusal and outcome.code == self._answers.accepted:
            return replace(outcome, then=self._notify_of(judgement, reply))
        return outcome

    def turn_away(self, request: Request, reply: Reply) -> Outcome:
        """Answer a request that is not for the operation, and remember it."""
        self._remember(request, Outcome(reply))
        return Outcome(reply)

    def _judge(self, request: Request) -> tuple[Judgement | None, Refusal | None]:
        """What is in a request whose credentials are right, and why it is refused, if it is."""
        access = authenticate(self._settings, request.headers)
        if access is not Access.RIGHT:
            return None, self._answers.unauthenticated(access)
        if request.body is None:
            return None, self._answers.too_large
        contract = self._settings.contract
        judgement = judge_body(contract, request.body, late=self._settings.late_refusal)
        if judgement.late and not self._can_tell(judgement):
            judgement = judge_body(contract, request.body)
        return judgement, judgement.refusal

    def _can_tell(self, judgement: Judgement) -> bool:
        """Whether notifications can say what is wrong, and be good notifications themselves."""
        contract = self._settings.contract
        kind = contract.data["callback"]["message"]
        answer = self._answers.accept().value
        return not any(
            judge(check(message, kind, contract=contract)) is Verdict.INVALID
            for message in list_messages(contract, judgement, answer)
        )

    def _answer(
        self, planned: Planned | None, judgement: Judgement | None, refusal: Refusal | None
    ) -> Outcome:
        if planned and planned.drop:
            return Outcome(None, None, judgement)
        if planned and planned.raw:
            return Outcome(planned.raw, None, judgement)
        if planned and planned.code:
            refusal = None if planned.code == self._answers.accepted else Refusal(planned.code)
        if refusal:
            return Outcome(self._answers.refuse(refusal), refusal.code, judgement)
        return Outcome(self._answers.accept(), self._answers.accepted, judgement)

    def _remember(self, request: Request, outcome: Outcome) -> None:
        judgement, reply = outcome.judgement, outcome.reply
        self._journal.add_request(
            request,
            judgement.findings if judgement else (),
            verdict=judgement.verdict if judgement else None,
            code=outcome.code,
            status=reply.status if reply else None,
            answer=reply.value if reply else None,
        )

    def _notify_of(self, judgement: Judgement, reply: Reply) -> Proceed | None:
        contract = self._settings.contract
        url = callback_url(contract, judgement)
        if not url:
            return None
        return self._notify(url, list(list_messages(contract, judgement, reply.value)))
