"""The baseline of a project: findings that are accepted, to be put right later.

The key of a finding is its file (relative to the folder of the baseline, with slashes), its rule
and its pointer: it stays the same when lines are added above.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import ConfigurationError, UnreadableInputError
from contractkit.findings import Finding
from contractkit.linting.results import Linted, Result

VERSION = 1
ACCEPTED = "accepted"
KEY_MEMBERS = ("file", "rule", "pointer")
Key = tuple[str, str, str | None]
Counts = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run compared with the baseline in the file `path`.

    `accepted` says how often each finding is accepted; with `renew` all that is found will be.
    `found` counts the findings of the run; `names` has the name of each judged file, and
    `incomplete` has the files that were not read in full, by their names in keys.
    """

    path: str
    accepted: Counts
    renew: bool = False
    found: Counter[Key] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)


def drop_accepted(
    results: Iterable[Result], comparison: Comparison, counts: Counter[str]
) -> Iterator[Result]:
    """The results without the findings that are accepted, which are counted as "accepted"."""
    for result in results:
        if isinstance(result, Linted):
            left = _list_new(result, comparison)
            counts[ACCEPTED] += len(result.findings) - len(left)
            yield result._replace(findings=left)
        else:
            if isinstance(result, UnreadableInputError):
                file = result.path.rpartition(":")[0]
                for path in (result.path, file):
                    comparison.incomplete.add(_name_in_keys(path, comparison.path))
            yield result


def _list_new(linted: Linted, comparison: Comparison) -> tuple[Finding, ...]:
    """The findings of a file that are not accepted."""
    file = _name_in_keys(linted.name, comparison.path)
    comparison.names[file] = linted.name
    found, new = comparison.found, []
    for finding in linted.findings:
        key = (file, finding.rule, finding.pointer)
        found[key] += 1
        if not comparison.renew and found[key] > comparison.accepted.get(key, 0):
            new.append(finding)
    return tuple(new)


def _name_in_keys(name: str, baseline: str) -> str:
    """The path of a file from the folder of the baseline."""
    folder = os.path.dirname(baseline) or os.curdir
    return os.path.relpath(name or os.curdir, folder).replace(os.sep, "/")


def find_stale(comparison: Comparison, looks_for: Callable[[str, str], bool]) -> dict[Key, int]:
    """How often an accepted finding was found, where that is less often than accepted.

    What the run did not look for is not stale: `looks_for` takes the name of a file and a rule.
    """
    return {
        key: comparison.found[key]
        for key, count in comparison.accepted.items()
        if comparison.found[key] < count
        and key[0] in comparison.names
        and key[0] not in comparison.incomplete
        and looks_for(comparison.names[key[0]], key[1])
    }


def list_missing_files(comparison: Comparison) -> list[str]:
    """The names in keys of files that the run did not read and that no longer exist."""
    folder = os.path.dirname(comparison.path) or os.curdir
    unread = {key[0] for key in comparison.accepted} - comparison.names.keys()
    unread -= comparison.incomplete
    return sorted(name for name in unread if not os.path.exists(os.path.join(folder, name)))


def renew_baseline(comparison: Comparison, stale: Counts) -> dict[Key, int]:
    """What is accepted after the run: all that it found, and all that it did not look for."""
    kept = {key: count for key, count in comparison.accepted.items() if key not in stale}
    return {
        key: max(kept.get(key, 0), comparison.found[key])
        for key in kept.keys() | comparison.found.keys()
        if key not in stale or stale[key]
    }


def write_baseline(counts: Counts, contract: Contract) -> str:
    """The text of a baseline, one line per finding and sorted, so that changes can be merged."""
    ordered = sorted(counts.items(), key=lambda item: (*item[0][:2], item[0][2] or "", item[1]))
    lines = ",\n".join(_write_entry(key, count) for key, count in ordered)
    name = json.dumps(contract.name)
    return f'{{"version": {VERSION}, "contract": {name}, "findings": [\n{lines}\n]}}\n'


def _write_entry(key: Key, count: int) -> str:
    entry = dict(zip(KEY_MEMBERS, key, strict=True))
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
        file, rule, pointer = (entry.get(name) for name in KEY_MEMBERS)
        count: Any = entry.get("count", 1)
        is_count = isinstance(count, int) and not isinstance(count, bool) and count > 0
        has_names = isinstance(file, str) and isinstance(rule, str)
        if is_count and has_names and isinstance(pointer, str | None):
            return (file, rule, pointer), count
    raise ConfigurationError(path, f'entry {number} is not one of "file", "rule" and "pointer"')
