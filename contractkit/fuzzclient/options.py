"""How a run against a client goes, and what the exit statuses of the client mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contractkit.errors import ContractkitError
from contractkit.fuzzclient.records import Claim

ALL_OTHERS = "*"
USUAL_CLAIMS: Mapping[str, Claim] = {
    "0": Claim.ACCEPTED,
    "ok": Claim.ACCEPTED,
    "accepted": Claim.ACCEPTED,
    ALL_OTHERS: Claim.FAILED,
}
MEANINGS: Mapping[str, Claim] = {
    "accepted": Claim.ACCEPTED,
    "failed": Claim.FAILED,
    "refused": Claim.FAILED,
    "nothing": Claim.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run.

    `answers`: the most that are given in all. `timeout`: the seconds of one send. `retries`: how
    often a client may try again what was not accepted. `exits`: `STATUS=MEANING` pairs. `lines`:
    whether the client runs on and takes a line for each send. `key`: made from the seed if None.
    `failures`: with how many of them the run ends, or None.
    """

    seed: str = "0"
    answers: int = 100
    timeout: float = 10.0
    retries: int = 3
    exits: tuple[str, ...] = ()
    lines: bool = False
    failures: int | None = None
    key: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse what makes no sense. Raises ContractkitError."""
        if self.answers < 1 or self.timeout <= 0 or self.retries < 0:
            raise ContractkitError("a run needs at least one answer, some time, and 0 retries")


@dataclass(frozen=True, slots=True)
class ExitMap:
    """Claims by exit status or word, in lower case; `*` stands for all others."""

    claims: Mapping[str, Claim]

    def read(self, text: str) -> Claim:
        """What a status, or the first word of a line, claims."""
        word = (text.split() or [""])[0].lower()
        return self.claims.get(word, self.claims[ALL_OTHERS])


def read_exit_map(pairs: Iterable[str]) -> ExitMap:
    """The map of `STATUS=MEANING` pairs, over the usual one. Raises ContractkitError."""
    claims = dict(USUAL_CLAIMS)
    for pair in pairs:
        status, _, meaning = pair.partition("=")
        if not status.strip() or meaning.strip().lower() not in MEANINGS:
            known = ", ".join(MEANINGS)
            raise ContractkitError(f"an exit map takes STATUS=MEANING with {known}, not {pair!r}")
        claims[status.strip().lower()] = MEANINGS[meaning.strip().lower()]
    return ExitMap(claims)
