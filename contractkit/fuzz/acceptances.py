"""Whether any valid request was accepted: who has nothing to answer with judges nothing."""

from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.fuzz.records import Exchange, Expectation

NAME = "whether valid requests are accepted"
REASON = (
    "each was answered HTTP {}: the target lacks what they name (give an `example` that it has)"
)


class Acceptances:
    """The valid requests of a run: how many were accepted, and what was said of what is missing."""

    def __init__(self, contract: Contract) -> None:
        """Know none yet."""
        self._listed = read_listed_answers(contract)
        self._accepted, self._missing = 0, set[int]()

    def note(self, exchange: Exchange) -> None:
        """Count the answer to a valid request."""
        if self._listed is None or exchange.probe.expect is not Expectation.ACCEPT:
            return
        status = exchange.answer.status
        self._accepted += self._listed.read(status) is True
        if self._listed.is_by_state(status):
            self._missing.add(status)

    def describe(self) -> dict[str, str]:
        """What could not be judged, with the reason; nothing where a valid request was accepted."""
        if self._accepted or not self._missing:
            return {}
        return {NAME: REASON.format(" or ".join(map(str, sorted(self._missing))))}
