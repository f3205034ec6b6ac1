"""What a client's exit status means, or the word that it gives for one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contractkit.errors import ContractkitError
from contractkit.fuzzclient.records import Claim

OTHERS = "*"
USUAL: Mapping[str, Claim] = {
    "0": Claim.ACCEPTED,
    "ok": Claim.ACCEPTED,
    "accepted": Claim.ACCEPTED,
    OTHERS: Claim.FAILED,
}
MEANINGS: Mapping[str, Claim] = {
    "accepted": Claim.ACCEPTED,
    "failed": Claim.FAILED,
    "refused": Claim.FAILED,
    "nothing": Claim.NOTHING,
}


@dataclass(frozen=True, slots=True)
class ExitMap:
    """Claims by exit status or word, in lower case; `*` stands for all others."""

    claims: Mapping[str, Claim]

    def read(self, said: str) -> Claim:
        """What a status, or the first word of a line, claims."""
        word = (said.split() or [""])[0].lower()
        return self.claims.get(word, self.claims[OTHERS])


def read_exit_map(pairs: Iterable[str]) -> ExitMap:
    """The map of `STATUS=MEANING` pairs, over the usual one. Raises ContractkitError."""
    claims = dict(USUAL)
    for pair in pairs:
        status, _, meaning = pair.partition("=")
        if not status.strip() or meaning.strip().lower() not in MEANINGS:
            known = ", ".join(MEANINGS)
            raise ContractkitError(f"an exit map takes STATUS=MEANING with {known}, not {pair!r}")
        claims[status.strip().lower()] = MEANINGS[meaning.strip().lower()]
    return ExitMap(claims)
