"""The notifications of an accepted request: where they go, and what they say."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import Code
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_repeated_values
from contractkit.emulator.answers import codes_of, fill
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.log import current_time
from contractkit.jsontext.document import JsonValue
from contractkit.pointers import parent_of, resolve, select_values, to_pointer, to_tokens


def callback_url(contract: Contract, judgement: Judgement) -> str | None:
    """The URL that a request wants to be notified at, if any."""
    callback = contract.data.get("callback")
    url = resolve(judgement.payload, callback["url"]) if callback else None
    return url if isinstance(url, str) and url else None


def list_notifications(contract: Contract, judgement: Judgement, answer: Any) -> Iterator[Any]:
    """The messages to send, in order: for each destination the first, then the last.

    The last one has the code of what was found late, or else the one that the last digits of the
    destination choose.
    """
    callback = contract.data["callback"]
    codes = codes_of(contract, callback["context"])
    first = callback["steering"]["first"]
    late = {
        finding.pointer: callback["lateCodes"][finding.rule] for finding in reversed(judgement.late)
    }
    destinations = {
        to_pointer(path): str(destination)
        for path, destination in select_values(judgement.payload, callback["destinations"])
    }
    # What is wrong elsewhere than at one destination is wrong for all of them.
    common = [code for pointer, code in late.items() if pointer not in destinations]
    for pointer, destination in destinations.items():
        found = [late[pointer]] if pointer in late else common
        last = found[-1] if found else _choose_code(contract, destination)
        for code in dict.fromkeys((first, last)):
            yield _write(contract, codes[code], destination, judgement.payload, answer)


def _choose_code(contract: Contract, destination: str) -> str:
    """The code whose last digits are those of the destination, or else the usual one."""
    steering = contract.data["callback"]["steering"]
    codes = _codes_by_digits(contract, steering["digits"])
    return codes.get(destination[-steering["digits"] :]) or str(steering["otherwise"])


@lru_cache(maxsize=8)
def _codes_by_digits(contract: Contract, digits: int) -> dict[str, str]:
    codes = codes_of(contract, contract.data["callback"]["context"])
    return {code[-digits:]: code for code in codes}


def _write(
    contract: Contract, code: Code, destination: str, payload: JsonValue, answer: Any
) -> Any:
    values = {
        "time": current_time(),
        "code": code.code,
        "description": code.description,
        "status": code.status[0],
        "destination": destination,
    }
    notification = fill(contract.data["callback"]["template"], values)
    messages = {contract.messages[0]: payload, contract.data["answers"]["message"]: answer}
    for repeat in list_repeated_values(contract):
        _put(notification, repeat.place, repeat.list_values(messages)[0])
    return notification


def _put(value: Any, pointer: str, new: object) -> None:
    """Set a member, or an item that exists, at a pointer whose container exists."""
    container: Any = resolve(value, parent_of(pointer))
    token = to_tokens(pointer)[-1]
    container[int(token) if isinstance(container, list) else token] = new
