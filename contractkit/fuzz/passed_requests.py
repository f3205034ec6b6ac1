"""What the requests had that passed: what only failing ones have may be why they fail."""

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from contractkit.fuzz.records import Failure, Probe
from contractkit.payloads.cases import is_json

ENOUGH = 3
# What a body may have in any of its texts, the more special first.
FEATURES = {
    "characters beyond the first 65,536": re.compile(rb"[\xf0-\xf7]"),
    "characters that are not ASCII": re.compile(rb"[\x80-\xff]"),
    "escapes such as \\u0041": re.compile(rb"\\u"),
}


@dataclass(slots=True)
class Tally:
    """How many requests there were, the largest body, and how many had each feature."""

    count: int = 0
    largest: int = 0
    features: Counter[str] = field(default_factory=Counter)


class PassedRequests:
    """The requests of a run by sort, and by the way in which they failed, None for not at all."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[str, bool], dict[Hashable, Tally]] = {}

    def note(self, probe: Probe, failed: Hashable) -> None:
        """Count a request."""
        tally = self._known.setdefault(_sort(probe), {}).setdefault(failed, Tally())
        tally.count += 1
        tally.largest = max(tally.largest, len(probe.body))
        tally.features.update(list_features(probe))

    def find_largest(self, failed: Hashable, failure: Failure) -> int | None:
        """The bytes of the largest body of a failure's sort that did not fail in this way.

        None where there were too few to say anything.
        """
        others = self._list_others(failed, failure)
        enough = sum(tally.count for tally in others) >= ENOUGH
        return max(tally.largest for tally in others) if enough else None

    def list_only_failing(self, failed: Hashable, failure: Failure) -> set[str]:
        """The features of a failure that no request of its sort had that did not fail so."""
        others = self._list_others(failed, failure)
        if sum(tally.count for tally in others) < ENOUGH:
            return set()
        features = list_features(failure.exchange.probe)
        return {name for name in features if not any(tally.features[name] for tally in others)}

    def _list_others(self, failed: Hashable, failure: Failure) -> list[Tally]:
        known = self._known.get(_sort(failure.exchange.probe), {})
        return [tally for way, tally in known.items() if way != failed]


def list_features(probe: Probe) -> list[str]:
    """What a body has in any of its texts."""
    return [name for name, pattern in FEATURES.items() if pattern.search(probe.body)]


def _sort(probe: Probe) -> tuple[str, bool]:
    """What is looked at before the texts: whether it is JSON, and whether it is valid."""
    return str(probe.expect), probe.case is not None and is_json(probe.case)
