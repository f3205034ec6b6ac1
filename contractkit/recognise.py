"""Which of the contract's messages a document is, and whether it is another API's."""

from collections.abc import Mapping
from typing import Any, cast

from contractkit.contract import Contract, load_layers
from contractkit.errors import UnrecognisedMessageError
from contractkit.suggest import fold
from contractkit.validators import compile_explaining


def recognise(contract: Contract, value: object) -> str:
    """The message that shares most members with the document, whatever their case.

    A list of one message is taken for that message. Raises UnrecognisedMessageError.
    """
    inner = value[0] if isinstance(value, list) and value else value
    marks = {message: _top_members(contract, message) for message in contract.messages}
    names = {fold(name) for name in inner} if isinstance(inner, dict) else set()
    scores = {
        message: len(names & {fold(mark) for mark in known}) for message, known in marks.items()
    }
    best = max(scores.values())
    winners = [message for message, score in scores.items() if score == best]
    if best and len(winners) == 1:
        return winners[0]
    for lookalike in contract.data.get("lookalikes", ()):
        if _fits(lookalike, inner):
            return str(lookalike["message"])
    raise UnrecognisedMessageError(marks)


def find_lookalike(contract: Contract, message: str, value: object) -> Mapping[str, Any] | None:
    """What contract.json says of a payload that was evidently written for something else."""
    for lookalike in contract.data.get("lookalikes", ()):
        if lookalike["message"] == message and _fits(lookalike, value):
            found: Mapping[str, Any] = lookalike
            return found
    return None


def _fits(lookalike: Mapping[str, Any], value: object) -> bool:
    return compile_explaining(lookalike["schema"]).is_valid(cast(Any, value))


def _top_members(contract: Contract, message: str) -> tuple[str, ...]:
    return tuple(load_layers(contract, message)[0].schema.get("properties", {}))
