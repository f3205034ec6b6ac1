"""Failures and warnings by cause: one entry each, with the plainest answers that provoke it."""

from collections.abc import Iterator
from dataclasses import replace

from contractkit.findings import Verdict
from contractkit.fuzzclient.records import Failure, ReceivedRequest, RequestWarning
from contractkit.fuzzclient.scenario import list_features
from contractkit.pointers import to_pattern

# Checks whose failures have the same cause whatever was answered.
ONE_CAUSE = frozenset({"invalid-request", "key-exposed", "crash", "too-many-retries"})
CLAIM, LATE, RETRIES = "success-claimed", "timeout", ("too-many-retries", "")
Key = tuple[str, str]


class Causes:
    """The causes that were met so far, in the order of their first failure."""

    def __init__(self) -> None:
        """None yet."""
        self._found: dict[Key, list[Failure]] = {}

    def note(self, failure: Failure) -> bool:
        """Add a failure; False where a plainer one explains it."""
        key = make_key(failure)
        if key[0] == LATE and len(failure.run.exchanges) > 1 and RETRIES in self._found:
            key = RETRIES
        found = self._found.setdefault(key, [])
        for place, known in enumerate(found):
            if explains(known, failure):
                found[place] = replace(known, count=known.count + failure.count)
                return False
        found.append(failure)
        return True

    def replace(self, old: Failure, new: Failure) -> None:
        """Put a plainer failure in the place of one, or drop it where another explains it."""
        found = self._found[make_key(old)]
        found.remove(old)
        if not any(explains(known, new) for known in found):
            found.append(new)

    def list_failures(self) -> Iterator[Failure]:
        """One failure a cause."""
        for found in self._found.values():
            yield from found

    def count(self) -> int:
        """How many causes there are."""
        return sum(map(len, self._found.values()))

    def join_claims(self) -> None:
        """Make one cause of the claims of a client that never said anything else."""
        claims = self._found.get((CLAIM, ""), [])
        if claims:
            joined = replace(claims[0], count=sum(claim.count for claim in claims))
            self._found[CLAIM, ""] = [joined]


class Warnings:
    """What is doubtful in the requests of a client, by rule and place: no failure."""

    def __init__(self) -> None:
        """None yet."""
        self._found: dict[tuple[str, str], RequestWarning] = {}

    def note(self, request: ReceivedRequest) -> None:
        """Add the doubtful findings of a request."""
        for finding in request.judgement.findings if request.judgement else ():
            if finding.verdict is Verdict.DOUBTFUL:
                pointer = finding.pointer or ""
                new = RequestWarning(
                    finding.rule, pointer, finding.message, finding.help, finding.source, 0
                )
                known = self._found.setdefault((finding.rule, to_pattern(pointer)), new)
                self._found[finding.rule, to_pattern(pointer)] = replace(
                    known, count=known.count + 1
                )

    def list_warnings(self) -> Iterator[RequestWarning]:
        """All of them, the first met first."""
        yield from self._found.values()


def make_key(failure: Failure) -> Key:
    """What two failures of one cause have in common."""
    check = failure.problem.check
    return check, "" if check == CLAIM else failure.problem.aspect


def explains(failure: Failure, other: Failure) -> bool:
    """Whether all that a failure needs is there in the other too."""
    problem = failure.problem
    alike = problem.check == CLAIM and problem.aspect == other.problem.aspect
    if alike or problem.check in ONE_CAUSE:
        return True
    return set(list_features(failure.run.scenario)) <= set(list_features(other.run.scenario))
