"""The HTTP statuses of answers, where contract.json says that they tell answers apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from contractkit.contracts.loading import Contract

CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True, slots=True)
class AnswerStatuses:
    """The statuses of each kind of answer, the usual one first (`answers.statuses`).

    `unauthenticated` refuse wrong or missing credentials. An answer with one that is `bodiless` may
    have no body, one with an `unchecked` one any form. `codes` are those of a refusal with a code
    that has statuses of its own.
    """

    acceptance: tuple[int, ...] = (200,)
    refusal: tuple[int, ...] = (400,)
    unauthenticated: tuple[int, ...] = (400,)
    bodiless: tuple[int, ...] = ()
    unchecked: tuple[int, ...] = ()
    codes: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)

    def refuses(self, status: int) -> bool:
        """Whether a status by itself says that a request is refused."""
        return status in CLIENT_ERRORS or status in (*self.refusal, *self.unauthenticated)

    def read(self, status: int) -> bool | None:
        """Whether a status by itself accepts or refuses; None where it does neither."""
        return True if status in self.acceptance else False if self.refuses(status) else None

    def needs_no_form(self, status: int, body: bytes) -> bool:
        """Whether the form of an answer is not judged."""
        return status in self.unchecked or (status in self.bodiless and not body.strip())


@lru_cache(maxsize=16)
def read_answer_statuses(contract: Contract) -> AnswerStatuses | None:
    """What contract.json says of statuses; None where answers are told apart by their form."""
    statuses = contract.data.get("answers", {}).get("statuses")
    if statuses is None:
        return None
    refusal = statuses.get("refusal", (400,))
    named = {"refusal": refusal, "unauthenticated": refusal, **statuses}
    codes = {code: tuple(listed) for code, listed in statuses.get("codes", {}).items()}
    kinds = {kind: tuple(listed) for kind, listed in named.items() if kind != "codes"}
    return AnswerStatuses(**kinds, codes=codes)


def list_refusal_statuses(contract: Contract, code: str) -> tuple[int, ...]:
    """The statuses of a refusal with a code, the usual one first, where the contract lists any."""
    statuses = read_answer_statuses(contract) or AnswerStatuses()
    answers = contract.data["answers"]
    busy = answers.get("busy", {})
    if code in statuses.codes:
        return statuses.codes[code]
    if code in busy.get("codes", ()) and busy.get("statuses"):
        return tuple(busy["statuses"])
    unauthenticated = code in answers.get("unauthenticated", {}).values()
    return statuses.unauthenticated if unauthenticated else statuses.refusal
