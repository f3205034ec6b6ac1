"""Whether invalid requests are refused at all: where none is, all acceptances have one cause."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.ranking import rank_failures
from contractkit.fuzz.records import Exchange, Expectation, Failure, Probe
from contractkit.payloads.cases import is_json
from contractkit.pointers import parent_of, to_pattern

MANY_RULES = 10  # so many broken rules without a refusal: nothing is judged
MANY_AT_PLACE = 5  # so many at one place: nothing is judged there
PAYLOADS, TEXTS = "invalid payload", "text that is no JSON"


class Refusals:
    """Counts the invalid payloads, and the texts that are no JSON, that were not accepted."""

    def __init__(self, contract: Contract) -> None:
        """Know none yet."""
        self._contract, self._counts = contract, Counter[str]()
        self._rules = set[str]()  # that were broken when something was refused

    def note(self, exchange: Exchange) -> None:
        """Count a request that breaks a rule, if it was not accepted."""
        probe = exchange.probe
        wrong = probe.expect is Expectation.REFUSE and probe.rules and not probe.optional
        if wrong and read_answer(self._contract, exchange.answer).accepts is not True:
            self._counts.update((_name_sort(probe), *_list_places(probe)))
            self._rules.update(probe.rules[:1])

    def join(self, accepted: list[Failure]) -> list[Failure]:
        """The acceptances, with one in the place of all of a sort that is never refused.

        So for all that is broken at one place, or below it, if nothing was refused there, but the
        same is refused elsewhere.
        """
        unjudged = [sort for sort in (PAYLOADS, TEXTS) if not self._counts[sort]]
        together = [one for one in accepted if _name_sort(one.exchange.probe) in unjudged]
        if len(_list_rules(together)) >= MANY_RULES:
            what = "invalid request" if len(unjudged) > 1 else unjudged[0]
            return self._join(accepted, together, f"no {what} was refused")
        return self._join_by_place(accepted)

    def _join_by_place(self, accepted: list[Failure]) -> list[Failure]:
        """The acceptances, with one for each place that is not judged, the outermost first."""
        by_place: dict[str, list[Failure]] = {}
        for failure in accepted:
            if failure.problem.rule not in self._rules:
                continue
            for place in _list_places(failure.exchange.probe):
                by_place.setdefault(place, []).append(failure)
        kept = accepted
        for place in sorted(by_place, key=len):
            together = [failure for failure in by_place[place] if failure in kept]
            if not self._counts[place] and len(_list_rules(together)) >= MANY_AT_PLACE:
                kept = self._join(kept, together, f"nothing at {place} or below was refused")
        return kept

    def _join(self, accepted: list[Failure], together: list[Failure], reason: str) -> list[Failure]:
        """The acceptances, with one in the place of those that belong together."""
        gravest = rank_failures(self._contract, together)[0]
        count, rules = sum(failure.count for failure in together), _list_rules(together)
        told = f"{reason}, {count:,} that break {len(rules)} rules were accepted"
        joined = replace(
            gravest,
            problem=replace(gravest.problem, seen=f"{gravest.problem.seen}; {told}"),
            count=count,
            rules=frozenset().union(*(failure.rules for failure in together)),
            explained=rules - {gravest.problem.rule or ""},
        )
        return [joined, *(failure for failure in accepted if failure not in together)]


def _list_rules(failures: list[Failure]) -> frozenset[str]:
    return frozenset(failure.problem.rule or "" for failure in failures)


def _list_places(probe: Probe) -> Iterator[str]:
    """The patterns of the place where a payload is broken first, and of all that it stands in."""
    pattern = to_pattern(probe.pointer or "")
    while pattern:
        yield pattern
        pattern = parent_of(pattern)


def _name_sort(probe: Probe) -> str:
    return PAYLOADS if probe.case and is_json(probe.case) else TEXTS
