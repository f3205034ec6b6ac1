"""Failures by cause: one entry each, with the plainest answers that provoke it."""

from collections.abc import Iterator
from dataclasses import replace

from contractkit.fuzzclient.records import Failure
from contractkit.fuzzclient.scenario import list_features

# For these, what was answered makes no other cause.
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
        key = find_key_of(failure)
        if key[0] == LATE and len(failure.run.exchanges) > 1 and RETRIES in self._found:
            key = RETRIES
        found = self._found.setdefault(key, [])
        for place, one in enumerate(found):
            if explains(one, failure):
                found[place] = replace(one, count=one.count + failure.count)
                return False
        found.append(failure)
        return True

    def replace(self, old: Failure, new: Failure) -> None:
        """Put a plainer failure in the place of one, or drop it where another explains it."""
        found = self._found[find_key_of(old)]
        found.remove(old)
        if not any(explains(one, new) for one in found):
            found.append(new)

    def list_failures(self) -> Iterator[Failure]:
        """One failure a cause."""
        for found in self._found.values():
            yield from found

    def join_claims(self) -> None:
        """Make one cause of the claims of a client that never said anything else."""
        claims = self._found.get((CLAIM, ""), [])
        if claims:
            whole = replace(claims[0], count=sum(one.count for one in claims))
            self._found[CLAIM, ""] = [whole]


def find_key_of(failure: Failure) -> Key:
    """What two failures of one cause have in common."""
    check = failure.problem.check
    return check, "" if check == CLAIM else failure.problem.aspect


def explains(one: Failure, other: Failure) -> bool:
    """Whether a failure needs nothing that another does without."""
    alike = one.problem.check == CLAIM and one.problem.aspect == other.problem.aspect
    if alike or one.problem.check in ONE_CAUSE:
        return True
    return set(list_features(one.run.scenario)) <= set(list_features(other.run.scenario))
