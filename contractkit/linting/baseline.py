"""What a project has accepted: what was found when it began to lint, to be put right later.

The key of a finding is its file (relative to the folder of the baseline, with slashes), its rule
and its pointer. Nothing of that moves when lines are added above.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import ConfigurationError, UnreadableInputError
from contractkit.findings import Finding
from contractkit.linting.results import Linted, Result

VERSION = 1
ACCEPTED = "accepted"
Key = tuple[str, str, str | None]
Counts = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Review:
    """A run held against a baseline.

    `path` is the file of the baseline, `known` how often each finding is accepted; `renew` accepts
    all that is found. `found` counts what the run meets, `seen` has the name of each file judged,
    by its name in keys, and `partly` the names in keys of those that were not read in full.
    """

    path: str
    known: Counts
    renew: bool = False
    found: Counter[Key] = field(default_factory=Counter)
    seen: dict[str, str] = field(default_factory=dict)
    partly: set[str] = field(default_factory=set)


def accept(results: Iterable[Result], review: Review, counts: Counter[str]) -> Iterator[Result]:
    """The results without the findings that are accepted, which are counted as "accepted"."""
    for result in results:
        if isinstance(result, UnreadableInputError):
            line = result.path.rpartition(":")[0]
            review.partly.update(relate(path, review.path) for path in (result.path, line))
        if isinstance(result, Linted):
            left = _leave(result, review)
            counts[ACCEPTED] += len(result.findings) - len(left)
            yield result if len(left) == len(result.findings) else replace(result, findings=left)
        else:
            yield result


def _leave(linted: Linted, review: Review) -> tuple[Finding, ...]:
    """The findings of a file that are not accepted."""
    name = relate(linted.name, review.path)
    review.seen[name] = linted.name
    left = []
    for finding in linted.findings:
        key = (name, finding.rule, finding.pointer)
        review.found[key] += 1
        if not review.renew and review.found[key] > review.known.get(key, 0):
            left.append(finding)
    return tuple(left)


def relate(name: str, baseline: str) -> str:
    """The name of a file in the keys of a baseline: its path from that one's folder."""
    folder = os.path.dirname(baseline) or os.curdir
    return os.path.relpath(name or os.curdir, folder).replace(os.sep, "/")


def find_stale(review: Review, looks_for: Callable[[str, str], bool]) -> dict[Key, int]:
    """How often an accepted finding was found, where that is less often than accepted.

    What the run did not look for is not stale: `looks_for` takes the name of a file and a rule.
    """
    return {
        key: review.found[key]
        for key, count in review.known.items()
        if review.found[key] < count
        and key[0] in review.seen
        and key[0] not in review.partly
        and looks_for(review.seen[key[0]], key[1])
    }


def list_gone(review: Review) -> list[str]:
    """The names in keys of files that the run did not meet and that no longer exist."""
    folder = os.path.dirname(review.path) or os.curdir
    unseen = {key[0] for key in review.known} - review.seen.keys() - review.partly
    return sorted(name for name in unseen if not os.path.exists(os.path.join(folder, name)))


def merge(review: Review, stale: Counts) -> dict[Key, int]:
    """What is accepted after the run: all that it found, and all that it did not look for."""
    known = {key: count for key, count in review.known.items() if key not in stale}
    return {
        key: max(known.get(key, 0), review.found[key])
        for key in known.keys() | review.found.keys()
        if key not in stale or stale[key]
    }


def write_baseline(counts: Counts, contract: Contract) -> str:
    """The text of a baseline, one finding a line and sorted, so that changes can be merged."""
    ordered = sorted(counts.items(), key=lambda item: (*item[0][:2], item[0][2] or "", item[1]))
    lines = ",\n".join(_write_entry(key, count) for key, count in ordered)
    name = json.dumps(contract.name)
    return f'{{"version": {VERSION}, "contract": {name}, "findings": [\n{lines}\n]}}\n'


def _write_entry(key: Key, count: int) -> str:
    entry = dict(zip(("file", "rule", "pointer"), key, strict=True))
    return json.dumps(entry | ({"count": count} if count > 1 else {}))


def read_baseline(text: str, path: str, contract: Contract) -> dict[Key, int]:
    """The findings that a baseline accepts, by key. Raises ConfigurationError."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise ConfigurationError(path, "is no baseline") from None
    except ValueError as error:
        raise ConfigurationError(path, f"is not JSON: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise ConfigurationError(path, 'is no baseline: an object with "findings" is expected')
    if data.get("version") != VERSION:
        raise ConfigurationError(path, f"is no baseline of version {VERSION}")
    if data.get("contract") != contract.name:
        raise ConfigurationError(path, f"is a baseline for another contract than {contract.name}")
    counts: dict[Key, int] = {}
    for number, entry in enumerate(data["findings"], 1):
        key, count = _read_entry(entry, number, path)
        counts[key] = max(count, counts.get(key, 0))
    return counts


def _read_entry(entry: Any, number: int, path: str) -> tuple[Any, int]:
    if isinstance(entry, dict):
        file, rule, pointer = (entry.get(name) for name in ("file", "rule", "pointer"))
        count: Any = entry.get("count", 1)
        counted = isinstance(count, int) and not isinstance(count, bool) and count > 0
        named = isinstance(file, str) and isinstance(rule, str)
        if counted and named and isinstance(pointer, str | None):
            return (file, rule, pointer), count
    raise ConfigurationError(path, f'entry {number} is not one of "file", "rule" and "pointer"')
