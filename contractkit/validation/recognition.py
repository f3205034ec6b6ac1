"""Which of the contract's messages a document is."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_layers
from contractkit.contracts.similar_names import fold
from contractkit.errors import UnrecognisedMessageError

ENOUGH = 2


def recognise(contract: Contract, value: object, *, sure: bool = False) -> str:
    """The message that shares most members with the document, at its top or deeper inside.

    Case does not count. A list of messages is taken for one; what has no members at all, such as a
    string, for the contract's first message. With `sure` that is not enough: most of the members of
    an object, or two at its top, must be those of the message. Raises UnrecognisedMessageError.
    """
    inner = value[0] if isinstance(value, list) and value else value
    if not isinstance(inner, dict):
        if sure:
            raise _say_unrecognised(contract)
        return contract.messages[0]
    winner, score = recognise_names(contract, tuple(inner))
    if winner and not (sure and _is_doubtful(score, len(inner))):
        return winner
    if sure:
        raise _say_unrecognised(contract)
    from contractkit.validation.lookalikes import find_lookalike

    lookalike = find_lookalike(contract, inner)
    if lookalike:
        return str(lookalike["message"])
    raise _say_unrecognised(contract)


def recognise_names(
    contract: Contract, names: tuple[str, ...]
) -> tuple[str | None, tuple[int, int]]:
    """The one message that shares most names (None: several, or none), how many and how deep."""
    folded = {fold(name) for name in names}
    scores = {
        message: max((len(folded & marks), -depth) for depth, marks in enumerate(levels))
        for message, levels in _load_marks(contract).items()
    }
    best = max(scores.values())
    winners = [message for message, score in scores.items() if score == best]
    return (winners[0] if best[0] and len(winners) == 1 else None), best


def _is_doubtful(score: tuple[int, int], members: int) -> bool:
    """Whether so many shared members may be chance, so deep and among so many members in all."""
    shared, depth = score
    most = 2 * shared > members
    return not (most or shared >= ENOUGH) if depth == 0 else not (most and shared >= ENOUGH)


def _say_unrecognised(contract: Contract) -> UnrecognisedMessageError:
    tops = {
        message: tuple(_find_schema(contract, message)["properties"])
        for message in contract.messages
    }
    return UnrecognisedMessageError(tops)


@lru_cache(maxsize=64)
def _load_marks(contract: Contract) -> Mapping[str, tuple[frozenset[str], ...]]:
    """The names of the members of each object of a message, folded, the top first."""
    return {
        message: tuple(_list_marks(_find_schema(contract, message)))
        for message in contract.messages
    }


def _find_schema(contract: Contract, message: str) -> Schema:
    return load_layers(contract, message)[0].schema


def _list_marks(schema: Schema) -> Iterator[frozenset[str]]:
    pending: list[object] = [schema]
    while pending:
        one = pending.pop(0)
        if isinstance(one, list):
            pending += one
        elif isinstance(one, dict):
            if isinstance(one.get("properties"), dict):
                yield frozenset(map(fold, one["properties"]))
            pending += one.values()
