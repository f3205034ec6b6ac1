"""Whether invalid requests are refused at all: where none is, all acceptances have one cause."""

from collections import Counter
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.ranking import rank_failures
from contractkit.fuzz.records import Exchange, Expectation, Failure, Probe
from contractkit.payloads.cases import is_json

MANY_RULES = 10  # so many broken rules without a refusal: nothing is judged
PAYLOADS, TEXTS = "invalid payload", "text that is no JSON"


class Refusals:
    """Counts the invalid payloads, and the texts that are no JSON, that were not accepted."""

    def __init__(self, contract: Contract) -> None:
        """Know none yet."""
        self._contract, self._counts = contract, Counter[str]()

    def note(self, exchange: Exchange) -> None:
        """Count a request that breaks a rule, if it was not accepted."""
        probe = exchange.probe
        if probe.expect is Expectation.REFUSE and probe.rules and not probe.optional:
            accepts = read_answer(self._contract, exchange.answer).accepts
            self._counts[_name_sort(probe)] += accepts is not True

    def join(self, accepted: list[Failure]) -> list[Failure]:
        """The acceptances, with one in the place of all of a sort that is never refused."""
        unjudged = [sort for sort in (PAYLOADS, TEXTS) if not self._counts[sort]]
        together = [
            failure for failure in accepted if _name_sort(failure.exchange.probe) in unjudged
        ]
        rules = frozenset(failure.problem.rule or "" for failure in together)
        if len(rules) < MANY_RULES:
            return accepted
        gravest = rank_failures(self._contract, together)[0]
        count = sum(failure.count for failure in together)
        what = "invalid request" if len(unjudged) > 1 else unjudged[0]
        told = f"no {what} was refused, {count:,} that break {len(rules)} rules were accepted"
        seen = f"{gravest.problem.seen}; {told}"
        joined = replace(
            gravest,
            problem=replace(gravest.problem, seen=seen),
            count=count,
            rules=frozenset().union(*(failure.rules for failure in together)),
            explained=rules - {gravest.problem.rule or ""},
        )
        return [joined, *(failure for failure in accepted if failure not in together)]


def _name_sort(probe: Probe) -> str:
    return PAYLOADS if probe.case and is_json(probe.case) else TEXTS
