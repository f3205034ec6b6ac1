"""Notifications that a person orders for a request: those that it had again, or with any code."""

from collections.abc import Mapping
from typing import Any

from contractkit.contracts.codes import Code
from contractkit.emulator.answers import codes_of
from contractkit.emulator.batches import split_batch
from contractkit.emulator.history import RecordedRequest
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.notifications import (
    Step,
    callback_url,
    list_destinations,
    list_notifications,
)
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.emulator.posting import parse_allowed
from contractkit.errors import ContractkitError
from contractkit.findings import Verdict

AGAIN = "again"


def send_by_hand(inbox: Inbox, request: RecordedRequest, form: Mapping[str, str]) -> None:
    """Send what a form asks for; ContractkitError says why it cannot be sent."""
    emulated = inbox.find_emulated(request)
    chosen = form.get("code", "")
    if chosen == AGAIN:
        deliveries = inbox.timelines.find(request.number)
        if not deliveries:
            raise ContractkitError("nothing was sent for this request yet; choose a code")
        usual, messages = deliveries[-1].url, deliveries[-1].messages
    else:
        usual = find_url(emulated, request)
        messages = write_by_hand(emulated, request, chosen)
    url = form.get("url", "").strip() or usual
    parse_allowed(url, emulated.settings.allow_notify)
    emulated.send(request.number, url, messages)


def find_url(emulated: Emulated, request: RecordedRequest) -> str:
    """The URL that a request wants to be notified at; "" without one."""
    if "callback" not in emulated.contract.data:
        return ""
    return callback_url(emulated.contract, _judge(request.payload)) or ""


def list_notified_codes(emulated: Emulated) -> list[Code]:
    """The codes that notifications can carry; none without notifications."""
    callback = emulated.contract.data.get("callback")
    context = callback.get("context", "") if callback else ""
    codes = codes_of(emulated.contract, context).values()
    return [code for code in codes if code.status]


def write_by_hand(emulated: Emulated, request: RecordedRequest, code: str) -> list[Any]:
    """The notifications that tell of one code, for each destination of a request."""
    found = next((each for each in list_notified_codes(emulated) if each.code == code), None)
    if found is None:
        raise ContractkitError("this is no code that a notification can carry")
    contract, form = emulated.contract, emulated.settings.notification_form
    judgement = _judge(request.payload)
    messages = [
        message
        for part, answer in split_batch(contract, judgement, request.answer)
        for message in list_notifications(
            contract, part, answer, form, _list_steps(emulated, part.payload, found)
        )
    ]
    if not messages:
        raise ContractkitError("the request names nobody to tell of")
    return messages


def _list_steps(emulated: Emulated, payload: object, code: Code) -> list[Step]:
    destinations = list_destinations(emulated.contract, payload)
    return [Step(code, destination, path) for path, destination in destinations]


def _judge(payload: Any) -> Judgement:
    return Judgement(Verdict.VALID, (), payload, None)
