"""What becomes of an accepted request: its notifications, steered by the numbers in it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from contractkit.codes import Code
from contractkit.contract import Contract
from contractkit.emulator.answers import codes_of
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.templates import fill, put
from contractkit.pointer import resolve, select, to_pointer


def callback_url(contract: Contract, judgement: Judgement) -> str | None:
    """Where a request wants to be notified; None if nowhere."""
    callback = contract.data.get("callback")
    url = resolve(judgement.payload, callback["url"]) if callback else None
    return url if isinstance(url, str) and url else None


def list_messages(contract: Contract, judgement: Judgement, answer: Any) -> Iterator[Any]:
    """The notifications of a request, in order: for each destination the first, then the last."""
    callback = contract.data["callback"]
    codes = codes_of(contract, callback["context"])
    first = callback["steering"]["first"]
    late = {one.pointer: callback["lateCodes"][one.rule] for one in reversed(judgement.late)}
    found = [
        (to_pointer(path), str(destination))
        for path, destination in select(judgement.payload, callback["destinations"])
    ]
    # What is wrong elsewhere than at one destination is wrong for all of them.
    everywhere = [code for place, code in late.items() if place not in dict(found)]
    for pointer, destination in found:
        codes_here = [late[pointer]] if pointer in late else everywhere
        code = codes_here[-1] if codes_here else _steered_code(contract, destination)
        for one in dict.fromkeys((first, code)):
            yield _write(callback, codes[one], destination, judgement, answer)


def _steered_code(contract: Contract, destination: str) -> str:
    """The code whose last digits are those of the destination, or else the usual one."""
    steering = contract.data["callback"]["steering"]
    table = _endings(contract, steering["digits"])
    return table.get(destination[-steering["digits"] :]) or str(steering["otherwise"])


@lru_cache(maxsize=8)
def _endings(contract: Contract, digits: int) -> dict[str, str]:
    codes = codes_of(contract, contract.data["callback"]["context"])
    return {code[-digits:]: code for code in codes}


def _write(
    callback: Mapping[str, Any], code: Code, destination: str, judgement: Judgement, answer: Any
) -> Any:
    values = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "code": code.code,
        "description": code.description,
        "status": code.status[0],
        "destination": destination,
    }
    message = fill(callback["template"], values)
    for equal in callback["equal"]:
        put(message, equal[callback["message"]], _equal_value(equal, judgement, answer))
    return message


def _equal_value(equal: Mapping[str, str], judgement: Judgement, answer: Any) -> object:
    """What a place of the notification repeats: of the request, or else of the answer."""
    if "request" in equal:
        return resolve(judgement.payload, equal["request"], equal.get("absent"))
    return next((value for _, value in select(answer, equal["response"])), equal.get("absent"))
