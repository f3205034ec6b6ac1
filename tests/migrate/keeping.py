"""The promise of a migration: the result is never invalid, and no value is lost in silence.

`python -m tests.migrate.keeping --count 20000` measures it on generated requests, half of them
valid and half doubtful, for each contract that `migrate/` leads to.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.contracts.loading import Contract, load
from contractkit.contracts.migrations import list_targets, read_migration
from contractkit.contracts.schemas import load_message_schemas
from contractkit.findings import Finding, Verdict, judge
from contractkit.migrate.reporting import Migrated, Way
from contractkit.payloads.sampling import generate_cases
from contractkit.pointers import select_values, to_pattern, to_pointer
from contractkit.validation.check import check
from contractkit.validation.fast_validator import compile_fast_validator
from tests.migrate.migrating import find_way, list_payloads, migrate_value

LONGEST = 400


def list_leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, object]]:
    """Every value without an inside, with its pointer."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from list_leaves(inner, (*path, name))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from list_leaves(inner, (*path, index))
    else:
        yield to_pointer(path), value


def is_named(pointer: str, findings: Iterable[Finding], nothing: str) -> bool:
    """Whether a finding is about a value or what holds it; the whole only if nothing is left."""
    return any(
        finding.pointer == pointer
        or (finding.pointer and pointer.startswith(f"{finding.pointer}/"))
        or (finding.pointer == "" and finding.rule == nothing)
        for finding in findings
    )


def list_expected(
    data: dict[str, Any], pointer: str, value: object
) -> Iterator[tuple[str, object]]:
    """Where the data say that a value goes: a pattern in the result, and what it becomes there."""
    pattern = (
        to_pattern(pointer).removeprefix("/*") if pointer[1:2].isdecimal() else to_pattern(pointer)
    )
    for entry in data["transfers"]:
        if entry.get("whole"):
            continue
        sources = entry.get("from", [])
        for source in [sources] if isinstance(sources, str) else sources:
            if source == pattern:
                if entry.get("as") == "string" and type(value) is int:
                    yield entry["to"], str(value)
                for before, after in entry.get("values", [[value, value]]):
                    if type(before) is type(value) and before == value:
                        yield entry["to"], after
            elif pattern.startswith(f"{source}/"):
                yield entry["to"] + pattern.removeprefix(source), value


def find_lost(value: object, migrated: Migrated, data: dict[str, Any]) -> list[str]:
    """The pointers of the values that are neither in the result nor named by a finding."""
    payloads, nothing = list_payloads(migrated), data["general"]["nothing"]["rule"]
    return [
        pointer
        for pointer, leaf in list_leaves(value)
        if not is_named(pointer, migrated.linted.findings, nothing)
        and not any(
            one == after and type(one) is type(after)
            for place, after in list_expected(data, pointer, leaf)
            for payload in payloads
            for _, one in select_values(payload, place)
        )
    ]


@lru_cache(maxsize=4)
def load_validator(target: Contract) -> Callable[[object], bool]:
    """Whether a value breaks nothing of the normative schema of the contract's request."""
    return compile_fast_validator(load_message_schemas(target, target.messages[0])[0].schema)


def find_invalid(migrated: Migrated, target: Contract) -> list[str]:
    """What the other contract finds invalid in the result."""
    is_valid = load_validator(target)
    return [
        f"{finding.rule} {finding.pointer}"
        for payload in list_payloads(migrated)
        if not is_valid(payload)
        for finding in check(payload, target.messages[0], contract=target)
        if judge([finding]) is Verdict.INVALID
    ]


def generate_requests(source: Contract, count: int, seed: str) -> Iterator[Any]:
    """Generated requests, valid and doubtful in turn."""
    message = source.messages[0]
    streams = [
        generate_cases(source, message, verdict, None, seed)
        for verdict in (Verdict.VALID, Verdict.DOUBTFUL)
    ]
    for pair in islice(zip(*streams, strict=False), (count + 1) // 2):
        yield from (case.payload for case in pair)


def list_broken_promises(value: object, migrated: Migrated, way: Way) -> list[str]:
    """What is wrong with the migration of a request, in words."""
    data = read_migration(way.source, way.target.name)
    lost = [f"lost {pointer}" for pointer in find_lost(value, migrated, data)]
    return [f"invalid {one}" for one in find_invalid(migrated, way.target)] + lost


def main() -> int:
    """Measure; 1 where a promise is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--contract")
    parser.add_argument("--to")
    parser.add_argument("--schemas")
    arguments = parser.parse_args()
    source = load(arguments.contract, schemas=arguments.schemas)
    broken = 0
    for target in [arguments.to] if arguments.to else list_targets(source):
        way, counts = find_way(str(source), target, arguments.schemas), Counter[str]()
        for value in generate_requests(source, arguments.count, arguments.seed):
            migrated = migrate_value(value, way)
            counts["requests"] += 1
            counts["payloads"] += len(list_payloads(migrated))
            counts["refused"] += not list_payloads(migrated)
            counts.update(finding.rule for finding in migrated.linted.findings)
            promises = list_broken_promises(value, migrated, way)
            if promises:
                broken += 1
                sys.stdout.write(f"{json.dumps(value)[:LONGEST]} {promises}\n")
        sys.stdout.write(f"{source} to {way.target}: {dict(counts)}, {broken} broken\n")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
