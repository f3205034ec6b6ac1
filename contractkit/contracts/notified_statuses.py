"""Which statuses a request wants to be notified of, where a contract lets it choose."""

from contractkit.contracts.loading import Contract
from contractkit.pointers import resolve


def list_asked_statuses(
    contract: Contract, payload: object, *, any_case: bool = False
) -> frozenset[str] | None:
    """The statuses that a request asks for, in the words of codes.json; None for all.

    `callback.filter` in contract.json says where the request names them, and what each name means;
    with `any_case` a name in other capitals means the same. A name that means nothing asks for
    nobody knows what, so for all.
    """
    chosen = contract.data.get("callback", {}).get("filter")
    names = resolve(payload, chosen["request"]) if chosen else None
    if not isinstance(names, list) or not names:
        return None
    fold = str.casefold if any_case else str
    known = {fold(name): statuses for name, statuses in chosen["statuses"].items()}
    if not all(isinstance(name, str) and fold(name) in known for name in names):
        return None
    return frozenset(status for name in names for status in known[fold(name)])
