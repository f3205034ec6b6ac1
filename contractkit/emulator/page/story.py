"""What became of a request, in words: its answer, its notifications with their attempts."""

import json
from dataclasses import dataclass

from contractkit.contracts.message_forms import find_notification_form
from contractkit.emulator.attempts import Attempt, Result
from contractkit.emulator.history import RecordedRequest
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.emulator.page.rows import show_clock
from contractkit.emulator.page.timelines import Delivery, Told
from contractkit.emulator.wsgi import status_line
from contractkit.pointers import resolve

MOST_CHAPTERS = 100
LOOKS = {Result.DELIVERED: "good", Result.REPEATED: "waiting"}


@dataclass(frozen=True, slots=True)
class Step:
    """An attempt: when, and what came of it."""

    clock: str
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A notification: its status, where it went, its text, its attempts; `look` is good or bad."""

    status: str
    url: str
    by_hand: bool
    message: str
    look: str
    steps: tuple[Step, ...]


def tell_story(inbox: Inbox, request: RecordedRequest) -> tuple[list[Chapter], int]:
    """The last notifications of a request, in order, and how many there were before."""
    deliveries = inbox.timelines.find(request.number)
    every = [(delivery, told) for delivery in deliveries for told in delivery.notifications]
    chapters = [_tell(inbox, request, *each) for each in every[-MOST_CHAPTERS:]]
    return chapters, len(every) - len(chapters)


def _tell(inbox: Inbox, request: RecordedRequest, delivery: Delivery, told: Told) -> Chapter:
    emulated = inbox.find_emulated(request)
    return Chapter(
        status=inbox.hide(_name_status(emulated, told)),
        url=inbox.hide(delivery.url),
        by_hand=delivery.by_hand,
        message=inbox.hide(json.dumps(told.message, indent=2, ensure_ascii=False)),
        look=LOOKS.get(told.attempts[-1].result, "bad") if told.attempts else "waiting",
        steps=tuple(Step(show_clock(one.time), describe(one)) for one in told.attempts),
    )


def _name_status(emulated: Emulated, told: Told) -> str:
    """The status that a notification tells of."""
    form = find_notification_form(emulated.contract, emulated.settings.notification_form)
    status = resolve(told.message, form.status) if form.status else None
    return str(status or "Notification")


def describe(attempt: Attempt) -> str:
    """What came of an attempt."""
    heard = f"answered {attempt.status}" if attempt.status else "no answer"
    match attempt.result:
        case Result.DELIVERED:
            return f"{heard}: delivered"
        case Result.REPEATED:
            return f"{heard}: tried again after {attempt.pause:g} s"
        case Result.GIVEN_UP:
            return f"{heard}: given up"
    return f"not sent: {attempt.reason}"


def describe_answer(request: RecordedRequest, description: str, *, accepted: bool) -> str:
    """What the request was answered."""
    if request.status is None:
        return "The connection was dropped without an answer"
    what = "Accepted" if accepted else "Refused" if request.code else "Answered"
    code = f" with code {request.code} ({description})" if request.code else ""
    return f"{what}{code}, HTTP {status_line(request.status)}"
