"""How large the requests of a run were, by how they failed: which is larger than all others."""

from collections.abc import Hashable

from contractkit.fuzz.records import Failure, Probe
from contractkit.payloads.cases import is_json

ENOUGH = 3


class BodySizes:
    """How many requests there were, and the largest body of them, by sort and way to fail."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[str, bool], dict[Hashable, tuple[int, int]]] = {}

    def note(self, probe: Probe, failed: Hashable) -> None:
        """Count a request; `failed` is the way in which it failed, None for not at all."""
        known = self._known.setdefault(_sort(probe), {})
        count, largest = known.get(failed, (0, 0))
        known[failed] = count + 1, max(largest, len(probe.body))

    def find_passed(self, failed: Hashable, failure: Failure) -> int | None:
        """The bytes of the largest body of a failure's sort that did not fail in this way.

        None where there were too few to say anything.
        """
        known = self._known.get(_sort(failure.exchange.probe), {})
        others = [entry for way, entry in known.items() if way != failed]
        enough = sum(count for count, _ in others) >= ENOUGH
        return max(largest for _, largest in others) if enough else None


def _sort(probe: Probe) -> tuple[str, bool]:
    """What is looked at before the size: whether it is JSON, and whether it is valid."""
    return str(probe.expect), probe.case is not None and is_json(probe.case)
