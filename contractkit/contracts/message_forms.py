"""The forms of the messages that tell what became of a request: notifications, and others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import RepeatedValue, read_repeated_values
from contractkit.errors import UnknownNameError


@dataclass(frozen=True, slots=True, eq=False)
class MessageForm:
    """One form: a `message`, the values that it repeats, and the `template` of the emulator.

    `status` is the pointer of the status, `failed` are the ones that mean failure, `initial` the
    one before the first code. `statuses` are the form's own words for those of the codes; `states`
    are changes of the template (JSON Merge Patch, RFC 7396) by the form's own words.
    """

    message: str
    equal: tuple[RepeatedValue, ...] = ()
    template: Any = None
    status: str | None = None
    failed: tuple[str, ...] = ()
    initial: str | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, Any] = field(default_factory=dict)

    def name_status(self, status: str) -> str:
        """The form's own word for the status of a code."""
        return self.statuses.get(status, status)


def read_form(data: Mapping[str, Any], message: str, *, strict: bool = False) -> MessageForm:
    """What contract.json says of a form."""
    return MessageForm(
        message=message,
        equal=read_repeated_values(data.get("equal", ()), message, strict=strict),
        template=data.get("template"),
        status=data.get("status"),
        failed=tuple(data.get("failed", ())),
        initial=data.get("initial"),
        statuses=data.get("statuses", {}),
        states=data.get("states", {}),
    )


@lru_cache(maxsize=16)
def list_notification_forms(contract: Contract) -> tuple[MessageForm, ...]:
    """The forms that a notification may have, the usual one first; none without a callback."""
    callback = contract.data.get("callback", {})
    if "message" in callback:
        return (read_form(callback, callback["message"], strict=True),)
    return tuple(read_form(form, form["message"]) for form in callback.get("forms", ()))


def find_notification_form(contract: Contract, message: str | None) -> MessageForm:
    """The form with a message, the usual one for None; UnknownNameError for another message."""
    forms = list_notification_forms(contract)
    found = [form for form in forms if message in (None, form.message)]
    if not found:
        known = [form.message for form in forms]
        raise UnknownNameError("form of notifications", str(message), known)
    return found[0]
