"""The notifications of an accepted request: where they go, and what they say."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import Code
from contractkit.contracts.listed_answers import name_answer
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import MessageForm, find_notification_form
from contractkit.contracts.notified_statuses import list_asked_statuses
from contractkit.contracts.requests import request_message
from contractkit.emulator.answers import codes_of
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.log import current_time
from contractkit.emulator.templates import fill, put_repeated
from contractkit.payloads.plain_answers import make_plain_answer
from contractkit.pointers import Path, resolve, select_values, to_pointer

STEERING = "steering"


def callback_url(contract: Contract, judgement: Judgement) -> str | None:
    """The URL that a request wants to be notified at, if any."""
    callback = contract.data.get("callback")
    url = resolve(judgement.payload, callback["url"]) if callback else None
    return url if isinstance(url, str) and url else None


def list_notifications(
    contract: Contract,
    judgement: Judgement,
    answer: Any,
    message: str | None = None,
    steps: "Iterable[Step] | None" = None,
) -> Iterator[Any]:
    """The messages to send, in order: for each destination the first, then the last.

    `message` names one of several forms; the usual one is sent without. `steps` are told of in
    place of what becomes of the destinations.
    """
    form = find_notification_form(contract, message)
    messages = {
        request_message(contract): judgement.payload,
        name_answer(contract): answer,
    }
    if STEERING not in contract.data["callback"] and steps is None:
        yield _write_only(contract, form, messages)
        return
    identity = next(_list_ids(contract, answer), "")
    for step in list_steps(contract, judgement) if steps is None else steps:
        own = replace(form, equal=tuple(repeat.narrow(step.path) for repeat in form.equal))
        more = {"destination": step.destination, "id": identity}
        yield write_form(own, step.code, messages, more)


def _write_only(contract: Contract, form: MessageForm, messages: Mapping[str, object]) -> Any:
    """The one notification where the contract says nothing of what becomes of requests."""
    if form.template is not None:
        return write_form(form, None, messages, {"destination": "", "id": ""})
    value = deepcopy(make_plain_answer(contract, form.message))
    put_repeated(value, form.equal, messages)
    return value


def _list_ids(contract: Contract, answer: Any) -> Iterator[str]:
    """The ids in an answer, in the order of contract.json."""
    for pointer in contract.data["answers"].get("id", ()):
        yield from (str(found) for _, found in select_values(answer, pointer))


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a destination, which stands at a path of the request."""

    code: Code
    destination: str
    path: Path


def list_steps(contract: Contract, judgement: Judgement) -> Iterator[Step]:
    """What becomes of each destination, in order.

    What the request does not ask for is left out. The last code of a destination is that of what
    was found late, or else the one that the last digits of the destination choose.
    """
    callback = contract.data["callback"]
    if STEERING not in callback:
        return
    codes = codes_of(contract, callback["context"])
    first = callback[STEERING]["first"]
    asked = list_asked_statuses(contract, judgement.payload, any_case=True)
    late = {
        finding.pointer: callback["lateCodes"][finding.rule] for finding in reversed(judgement.late)
    }
    destinations = {
        to_pointer(path): (path, destination)
        for path, destination in list_destinations(contract, judgement.payload)
    }
    # What is wrong elsewhere than at one destination is wrong for all of them.
    common = [code for pointer, code in late.items() if pointer not in destinations]
    for pointer, (path, destination) in destinations.items():
        found = [late[pointer]] if pointer in late else common
        last = found[-1] if found else _choose_code(contract, destination)
        for code in dict.fromkeys((first, last)):
            if asked is None or not asked.isdisjoint(codes[code].status):
                yield Step(codes[code], destination, path)


def list_destinations(contract: Contract, payload: object) -> list[tuple[Path, str]]:
    """Whatever gets notifications of its own, with its path in the request."""
    pattern = contract.data["callback"].get("destinations")
    if pattern is None:
        return []
    return [(path, str(destination)) for path, destination in select_values(payload, pattern)]


def _choose_code(contract: Contract, destination: str) -> str:
    """The code whose last digits are those of the destination, or else the usual one."""
    steering = contract.data["callback"]["steering"]
    codes = _codes_by_digits(contract, steering["digits"])
    return codes.get(destination[-steering["digits"] :]) or str(steering["otherwise"])


@lru_cache(maxsize=8)
def _codes_by_digits(contract: Contract, digits: int) -> dict[str, str]:
    codes = codes_of(contract, contract.data["callback"]["context"])
    return {code[-digits:]: code for code, entry in codes.items() if entry.status}


def write_form(
    form: MessageForm,
    code: Code | None,
    messages: Mapping[str, object],
    more: Mapping[str, str] | None = None,
) -> Any:
    """A message that tells of a code, or that nothing has come yet; `more` is filled in too."""
    status = form.name_status(code.status[0]) if code else form.initial or ""
    values = {
        "time": current_time(),
        "code": code.code if code else "",
        "description": code.description if code else "",
        "status": status,
        **(more or {}),
    }
    change = form.states.get(status)
    value = fill(merge(form.template, change) if change else form.template, values)
    put_repeated(value, form.equal, messages)
    return value


def merge(value: Any, patch: Any) -> Any:
    """A copy of a value that is changed as a JSON Merge Patch (RFC 7396) says."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for name, inner in patch.items():
        if inner is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), inner)
    return merged
