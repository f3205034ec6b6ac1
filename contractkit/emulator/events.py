"""What becomes of an accepted request: its notifications, steered by the numbers in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import Code
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_repeated_values
from contractkit.emulator.answers import codes_of
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.templates import fill, put
from contractkit.jsontext.document import JsonValue
from contractkit.pointers import resolve, select_values, to_pointer


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
        for path, destination in select_values(judgement.payload, callback["destinations"])
    ]
    # What is wrong elsewhere than at one destination is wrong for all of them.
    places = dict(found)
    everywhere = [code for place, code in late.items() if place not in places]
    for pointer, destination in found:
        codes_here = [late[pointer]] if pointer in late else everywhere
        code = codes_here[-1] if codes_here else _steered_code(contract, destination)
        for one in dict.fromkeys((first, code)):
            yield _write(contract, codes[one], destination, judgement.payload, answer)


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
    contract: Contract, code: Code, destination: str, payload: JsonValue, answer: Any
) -> Any:
    values = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "code": code.code,
        "description": code.description,
        "status": code.status[0],
        "destination": destination,
    }
    message = fill(contract.data["callback"]["template"], values)
    told = {contract.messages[0]: payload, contract.data["answers"]["message"]: answer}
    for repeat in list_repeated_values(contract):
        put(message, repeat.place, repeat.list_values(told)[0])
    return message
