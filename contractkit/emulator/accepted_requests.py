"""The accepted requests that other operations ask about, and how far each has come."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from contractkit.contracts.codes import Code
from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import Operation, list_operations
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.notifications import list_steps

MOST_KEPT = 1000
Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class AcceptedRequest:
    """An accepted request with its answer, and the codes of its notifications.

    `told` is how many of these were sent.
    """

    payload: object
    answer: object
    codes: tuple[Code, ...] = field(repr=False)
    told: int = 0

    @property
    def code(self) -> Code | None:
        """The code of the last notification; None before the first."""
        return self.codes[self.told - 1] if self.told else None

    def note_notification(self) -> None:
        """One more notification is sent."""
        self.told = min(self.told + 1, len(self.codes))


class AcceptedRequests:
    """The last 1,000 accepted requests, by what the other operations call them."""

    def __init__(self, contract: Contract) -> None:
        """Start with none."""
        self._contract, self._lock = contract, threading.Lock()
        self._found: OrderedDict[Key, AcceptedRequest] = OrderedDict()

    def add(self, judgement: Judgement, answer: object, *, notified: bool) -> AcceptedRequest:
        """Remember a request; one that is not `notified` has come to its end at once."""
        known = "callback" in self._contract.data
        codes = tuple(step.code for step in list_steps(self._contract, judgement)) if known else ()
        accepted = AcceptedRequest(judgement.payload, answer, codes, 0 if notified else len(codes))
        with self._lock:
            for operation in list_operations(self._contract):
                for values in operation.list_parameters(answer):
                    self._found[_make_key(operation, values)] = accepted
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
        return accepted

    def find(self, operation: Operation, values: dict[str, str]) -> AcceptedRequest | None:
        """The request that an operation asks about, if it is known."""
        with self._lock:
            return self._found.get(_make_key(operation, values))


def _make_key(operation: Operation, values: dict[str, str]) -> Key:
    return operation.name, tuple(sorted(values.items()))
