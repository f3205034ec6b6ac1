"""Which form a notification has, where a contract has several, and the first status of all."""

from contractkit.contracts.codes import find_codes
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import MessageForm, list_notification_forms
from contractkit.contracts.similar_names import normalise
from contractkit.findings import Verdict
from contractkit.fuzz.answers import read_value
from contractkit.pointers import Path, escape, resolve, select_values, to_pointer
from contractkit.validation.check import check_text

DESTINATION = "{{destination}}"


def choose_form(contract: Contract, body: bytes) -> MessageForm:
    """The form that shares most names with a notification; of equals the one that it breaks least.

    So a notification is judged by what it was meant to be.
    """
    forms = list_notification_forms(contract)
    if len(forms) == 1:
        return forms[0]
    value = read_value(body)
    names = {to_pointer([name]) for name in value} if isinstance(value, dict) else set[str]()

    def measure(form: MessageForm) -> tuple[int, int]:
        shared = len(names & list_fields(contract, form.message).keys())
        found = check_text(body, form.message, contract=contract)
        return shared, -sum(finding.verdict is Verdict.INVALID for finding in found)

    return max(forms, key=measure)


def find_item(
    contract: Contract, form: MessageForm, notification: object, request: object
) -> Path | None:
    """The path of the destination in a request that a notification is about; None if unclear.

    Signs do not count, such as a plus that was left out.
    """
    place = find_slot(form.template, DESTINATION)
    named = resolve(notification, place) if place else None
    pattern = contract.data["callback"].get("destinations")
    if not isinstance(named, str) or pattern is None:
        return None
    destinations = select_values(request, pattern)
    found = [path for path, one in destinations if normalise(str(one)) == normalise(named)]
    return found[0] if len(found) == 1 else None


def find_slot(template: object, slot: str) -> str | None:
    """The pointer of the place in a template at which a value is filled in."""
    members = template.items() if isinstance(template, dict) else ()
    for name, inner in members:
        if inner == slot:
            return f"/{escape(name)}"
        below = find_slot(inner, slot)
        if below:
            return f"/{escape(name)}{below}"
    return None


def find_first_status(contract: Contract) -> str | None:
    """The status that comes before any other, where the contract knows one."""
    code = contract.data["callback"].get("steering", {}).get("first", "")
    statuses = [found.status for found in find_codes(contract, code) if found.status]
    return statuses[0][0] if statuses else None
