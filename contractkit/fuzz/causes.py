"""Failures by cause: the plainest exchange of each, and how often it was found.

A failure needs something of its request: what its payload has that the plainest lacks, or the way
it authenticates. What fails alike and needs all of that and more is taken for the same cause.
"""

from collections.abc import Callable, Iterator
from functools import partial

from contractkit.contracts.loading import Contract
from contractkit.fuzz.answers import is_too_large
from contractkit.fuzz.merging import (
    join_deep,
    join_large,
    join_logins,
    join_numbers,
    join_only,
    join_texts,
    join_unknown,
    merge,
    settle,
)
from contractkit.fuzz.needs import BEHIND, SUFFICIENT, includes, list_needs
from contractkit.fuzz.oracles import CRASHES, INVALID_ACCEPTED
from contractkit.fuzz.passed_requests import FEATURES, PassedRequests
from contractkit.fuzz.records import Exchange, Failure, Fault, Problem
from contractkit.fuzz.refusals import Refusals

UNAUTHENTICATED = "unauthenticated-accepted"
WITHOUT_ASPECT = (INVALID_ACCEPTED, UNAUTHENTICATED)
BY_RULE = frozenset({INVALID_ACCEPTED, "answer-form", "content-type", "status", "repeated-id"})
UNREPEATED = (Fault.SILENT, Fault.ENDLESS, Fault.UNREACHABLE)
UNSTEADY = "now and then"
MOST_PLACES = 40
Key = tuple[str, str | None, str]


class Causes:
    """The causes that a run has found so far, in the order of their first failure."""

    def __init__(self, contract: Contract, confirm: Callable[[Failure], Failure]) -> None:
        """`confirm` sends a failed request again, and gives the failure as it is then."""
        self._contract, self._confirm = contract, confirm
        self._found: dict[Key, list[Failure]] = {}
        self._passed, self._refusals = PassedRequests(), Refusals(contract)

    def note(
        self,
        problem: Problem,
        exchange: Exchange,
        others: tuple[Exchange, ...] = (),
        *,
        sure: bool = False,
    ) -> None:
        """Add a failure to its cause; a new one is confirmed, unless it is sure."""
        needed = list_needs(self._contract, exchange.probe)
        rules = frozenset(exchange.probe.rules)
        failure = Failure(problem, exchange, others, needed=needed, rules=rules)
        if not self._absorb(_key(problem), failure):
            sure = sure or exchange.answer.fault in UNREPEATED
            self._add(failure if sure else self._confirm_surely(failure))

    def note_answer(self, exchange: Exchange, problem: Problem | None) -> None:
        """Remember what a request had that failed so, or not at all, and what was refused."""
        declined = exchange.probe.optional or is_too_large(self._contract, exchange.answer)
        if problem or not declined:
            self._passed.note(exchange.probe, _key(problem) if problem else None)
        if problem is None or problem.check not in CRASHES:
            self._refusals.note(exchange)

    def list_failures(self) -> Iterator[Failure]:
        """One failure a cause."""
        for found in self._found.values():
            yield from found

    def count(self) -> int:
        """How many causes there are."""
        return sum(map(len, self._found.values()))

    def replace(self, old: Failure, new: Failure) -> None:
        """Put a plainer failure in the place of one, and let it explain what needs more."""
        for key, found in self._found.items():
            if old in found:
                self._found[key] = settle([new if failure is old else failure for failure in found])

    def settle(self, *, replayed: bool = False) -> None:
        """Let the plainest failures explain those that need all that they need, and more.

        What has no plainest may have something in common that explains it. `replayed`: only what
        failed before was sent, so that nothing was refused does not mean that nothing is judged.
        """
        for key, found in self._found.items():
            kept = settle(found)
            if key[0] == UNAUTHENTICATED:
                kept = join_logins(kept)
            elif key[0] not in BY_RULE:
                kept = join_numbers(join_unknown(join_texts(join_deep(kept))))
                kept = join_large(kept, partial(self._passed.find_largest, key))
                for feature in FEATURES:
                    kept = join_only(kept, feature, partial(self._passed.list_only_failing, key))
            self._found[key] = kept
        if not replayed:
            self._join_accepted()

    def _join_accepted(self) -> None:
        """Make one failure of all acceptances of a sort that is never refused."""
        taken = [key for key in self._found if key[0] == INVALID_ACCEPTED and key[1]]
        kept = self._refusals.join([one for key in taken for one in self._found[key]])
        for key in taken:
            self._found[key] = [failure for failure in kept if _key(failure.problem) == key]

    def confirm_again(self) -> None:
        """Send once more what fails like others that did not fail again: it may be chance too."""
        for check in {key[0] for key in self._found if key[2] == UNSTEADY}:
            for key in [key for key in self._found if key[0] == check and key[2] != UNSTEADY]:
                for failure in self._found.pop(key):
                    sure = bool(failure.exchange.probe.token)  # its notification is not sent again
                    self._add(failure if sure else self._confirm_surely(failure))

    def _confirm_surely(self, failure: Failure) -> Failure:
        """The failure sent again, twice where others of its check did not fail again."""
        again = self._confirm(failure)
        doubtful = (failure.problem.check, None, UNSTEADY) in self._found
        return self._confirm(again) if doubtful and again.steady else again

    def _add(self, failure: Failure) -> None:
        key = _key(failure.problem)
        if not failure.steady:
            key = failure.problem.check, None, UNSTEADY
        found = self._found.setdefault(key, [])
        if found and not failure.steady:
            found[0] = merge(found[0], failure)
        else:
            found.append(failure)

    def _absorb(self, key: Key, failure: Failure) -> bool:
        found = self._found.get(key, [])
        for number, known in enumerate(found):
            behind = {BEHIND} if failure.exchange.previous else set[str]()
            explained = includes(failure.needed | behind, known.needed)
            explained = explained or not SUFFICIENT.isdisjoint(known.needed & failure.needed)
            if known.problem.check in BY_RULE or explained:
                found[number] = merge(known, failure)
                return True
        if len(found) >= MOST_PLACES:
            found[-1] = merge(found[-1], failure)
            return True
        return False


def _key(problem: Problem) -> Key:
    return problem.check, problem.rule, "" if problem.check in WITHOUT_ASPECT else problem.aspect
