"""Which faults of the hand-written servers the fuzzer finds, how soon, whether it cries wolf.

Run `python -m tests.benchmarks.fuzz_detection`; tests/benchmarks/README.md says what it measures.
Exit status: 0 when no right server was blamed and at least 95 % of the faults were found.
"""
# ruff: noqa: T201 -- a program of its own: its tables go to the terminal

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from statistics import median
from typing import Any

from contractkit.errors import ContractkitError
from tests.benchmarks.fuzz_peer import compare_detection, compare_speed
from tests.fuzz.detecting import (
    FIRST,
    REQUESTS,
    SUBJECTS,
    VARIANTS,
    Trial,
    choose,
    list_right,
    try_allowed,
    try_fault,
    try_variant,
)

TARGET, SEEDS, PEER_SAMPLE = 0.95, 20, 30


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one run."""

    group: str
    name: str
    blamed: tuple[str, ...]
    first: int
    first_seconds: float
    requests: int
    seconds: float


def main() -> int:
    """Measure and print."""
    given = read_arguments()
    with ProcessPoolExecutor(given.processes, initializer=warm_up) as pool:
        subject = given.contract
        chosen = [(*one, subject) for one in choose(given.sample, subject)]
        faults = list(run_all(pool, measure_fault, chosen))
        print_faults(faults)
        seeds = [(*one, subject) for one in list_right(range(given.seeds), subject)]
        right = list(run_all(pool, measure_right, seeds))
    alarms = [row for row in right if row.blamed]
    print(f"\nRight servers: {len(right)} runs, {len(alarms)} with a false alarm")
    for row in alarms:
        print(f"  {row.name}, seed {row.group}: {'; '.join(row.blamed)}")
    if given.peer:
        compare_speed(given.peer)
        ours = {row.name: bool(row.blamed) for row in faults}
        compare_detection(given.peer, choose(PEER_SAMPLE), ours)
    share = sum(bool(row.blamed) for row in faults) / len(faults)
    return int(bool(alarms) or share < TARGET)


def read_arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzz_detection")
    parser.add_argument("--contract", choices=SUBJECTS, default=FIRST, help=f"({FIRST})")
    parser.add_argument("--processes", type=int, default=2, help="runs at a time (2)")
    parser.add_argument("--sample", type=int, default=0, help="about so many faults, not all")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"of right servers ({SEEDS})")
    parser.add_argument("--peer", help="the folder of the program `st` of Schemathesis")
    return parser.parse_args()


def warm_up() -> None:
    """What is worked out once a process counts for no fault."""
    try_variant(next(iter(VARIANTS)), 0)


def run_all(
    pool: ProcessPoolExecutor, work: Callable[..., Row], tasks: Sequence[tuple[Any, ...]]
) -> Iterator[Row]:
    """The rows of all tasks, with a mark on standard error for each."""
    jobs = [pool.submit(work, *task) for task in tasks]
    for number, _ in enumerate(as_completed(jobs), 1):
        print(f"\r{number} of {len(jobs)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    yield from (job.result() for job in jobs)


def measure_fault(group: str, name: str, subject: str) -> Row:
    """The run against one faulty server; one that cannot be run at all has found nothing."""
    try:
        return to_row(group, try_fault(group, name, subject))
    except ContractkitError as error:
        print(f"\n{name}: {error}", file=sys.stderr)
        return Row(group, name, (), 0, 0.0, 0, 0.0)


def measure_right(name: str, seed: int, subject: str) -> Row:
    """The run against one right server."""
    attempt = try_variant if name in SUBJECTS[subject].variants else try_allowed
    trial = attempt(name, seed, subject)
    return to_row(str(seed), trial)


def to_row(group: str, trial: Trial) -> Row:
    """What a run comes to."""
    report = trial.report
    blamed = tuple(f"{one.problem.check}: {one.problem.seen}" for one in report.failures)
    first, seconds = trial.first or 0, trial.first_seconds or 0.0
    return Row(group, trial.name, blamed, first, seconds, report.requests, report.seconds)


def print_faults(rows: list[Row]) -> None:
    """The table by groups, and what was missed."""
    print(f"Found within {REQUESTS:,} requests; medians: to the first failure, of the whole run\n")
    print("| group | faults | found | requests | seconds | run, requests | run, seconds |")
    print("|---|---|---|---|---|---|---|")
    groups = dict.fromkeys(row.group for row in rows)
    for group in groups:
        print_line(group, [row for row in rows if row.group == group])
    print_line("**all**", rows)
    missed = [row for row in rows if not row.blamed]
    print(f"\nMissed: {', '.join(row.name for row in missed) or 'none'}")


def print_line(title: str, rows: list[Row]) -> None:
    """One line of the table."""
    found = [row for row in rows if row.blamed] or rows
    count = sum(bool(row.blamed) for row in rows)
    share = f"{count} ({100 * count / len(rows):.1f} %)"
    first, seconds = (
        median(row.first for row in found),
        median(row.first_seconds for row in found),
    )
    whole, time = median(row.requests for row in rows), median(row.seconds for row in rows)
    figures = f"{first:.0f} | {seconds:.2f} | {whole:.0f} | {time:.1f}"
    print(f"| {title} | {len(rows)} | {share} | {figures} |")


if __name__ == "__main__":
    sys.exit(main())
