"""Which of the contract's messages a document is, and whether it is another API's."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from contractkit.contract import Contract, load_layers
from contractkit.errors import UnrecognisedMessageError
from contractkit.suggest import fold


def recognise(contract: Contract, value: object) -> str:
    """The message that shares most members with the document, whatever their case.

    A list of messages is taken for one; what has no members at all, such as a string, for the
    contract's first message. Raises UnrecognisedMessageError.
    """
    inner = value[0] if isinstance(value, list) and value else value
    if not isinstance(inner, dict):
        return contract.messages[0]
    names = {fold(name) for name in inner}
    scores = {message: len(names & marks) for message, marks in _folded_marks(contract).items()}
    best = max(scores.values())
    winners = [message for message, score in scores.items() if score == best]
    if best and len(winners) == 1:
        return winners[0]
    for lookalike in contract.data.get("lookalikes", ()):
        if _fits(lookalike, inner):
            return str(lookalike["message"])
    raise UnrecognisedMessageError(_find_marks(contract))


def find_lookalike(contract: Contract, message: str, value: object) -> Mapping[str, Any] | None:
    """What contract.json says of a payload that was evidently written for something else."""
    for lookalike in contract.data.get("lookalikes", ()):
        if lookalike["message"] == message and _fits(lookalike, value):
            found: Mapping[str, Any] = lookalike
            return found
    return None


def _fits(lookalike: Mapping[str, Any], value: object) -> bool:
    from contractkit.validators import compile_explaining

    return compile_explaining(lookalike["schema"]).is_valid(cast("Any", value))


@lru_cache(maxsize=64)
def _folded_marks(contract: Contract) -> Mapping[str, frozenset[str]]:
    return {
        message: frozenset(fold(mark) for mark in marks)
        for message, marks in _find_marks(contract).items()
    }


def _find_marks(contract: Contract) -> dict[str, tuple[str, ...]]:
    """The names of the members at the top of each message."""
    return {
        message: tuple(load_layers(contract, message)[0].schema.get("properties", {}))
        for message in contract.messages
    }
