"""What a change of verdict means for who sends a message, and for who receives it."""

from collections.abc import Mapping

from contractkit.compare.records import Cell
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict

CLIENT, IMPLEMENTATION = "client", "implementation"
VALID, DOUBTFUL, INVALID = Verdict.VALID, Verdict.DOUBTFUL, Verdict.INVALID
SENDING: Mapping[Cell, str] = {
    (VALID, INVALID): "some of what was valid is refused now",
    (VALID, DOUBTFUL): "some of what was valid may be refused now",
    (DOUBTFUL, INVALID): "some of what may have been accepted is refused now",
    (DOUBTFUL, VALID): "some of what may have been refused is accepted now",
    (INVALID, DOUBTFUL): "some of what was refused may be accepted now",
    (INVALID, VALID): "some of what was refused is accepted now",
}
RECEIVING: Mapping[Cell, str] = {
    (VALID, INVALID): "must refuse some of what it had to accept",
    (VALID, DOUBTFUL): "may refuse some of what it had to accept",
    (DOUBTFUL, INVALID): "must refuse some of what it was free to accept",
    (DOUBTFUL, VALID): "must accept some of what it was free to refuse",
    (INVALID, DOUBTFUL): "may accept some of what it had to refuse",
    (INVALID, VALID): "must accept some of what it had to refuse",
}


def find_sender(contract: Contract, message: str) -> str:
    """Who sends a message: `client`, or `implementation` for answers and notifications."""
    data = contract.data
    told = {data.get(group, {}).get("message") for group in ("answers", "callback")}
    return IMPLEMENTATION if message in told else CLIENT


def describe_effects(cells: tuple[Cell, ...], sent_by: str) -> dict[str, list[str]]:
    """What changes of verdict mean, by party: for the client first."""
    sending = [SENDING[one] for one in cells if one in SENDING]
    receiving = [RECEIVING[one] for one in cells if one in RECEIVING]
    if sent_by == CLIENT:
        return {CLIENT: sending, IMPLEMENTATION: receiving}
    return {CLIENT: receiving, IMPLEMENTATION: sending}
