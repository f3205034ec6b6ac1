"""How long a clean lint takes, as a share of what check-jsonschema takes for the same files.

Run `python -m tests.benchmarks.lint_speed [FOLDER]`; FOLDER holds the two programs to compare, by
default that of the running Python. Exit status: 0 when both shares are within their targets, 1
when one is not, 2 when there is nothing to measure.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import NamedTuple

from tests.benchmarks.payloads import write_payloads

FILES = 2000
MISSED, UNMEASURED = 1, 2


class Run(NamedTuple):
    """One run of a program, in milliseconds: on the clock, and of processor time in all."""

    wall: float
    cpu: float


class Task(NamedTuple):
    """One comparison: how often it is repeated, and the largest share that meets its target."""

    title: str
    repeats: int
    target: float
    ours: list[str]
    theirs: list[str]
    statuses: tuple[int, int] = (0, 0)


class Missing(Exception):
    """A program that is to be measured is not there, or does not do what is to be measured."""


def main(arguments: Sequence[str]) -> int:
    """Measure both tasks, print the table, and return the exit status."""
    programs = os.path.abspath(arguments[0] if arguments else os.path.dirname(sys.executable))
    print(f"{'milliseconds':32}{'median':>8}{'min':>8}{'max':>8}{'cpu':>8}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            kept = [report(task, folder) for task in prepare(programs, folder)]
    except Missing as error:
        print(f"lint_speed: {error}", file=sys.stderr)
        return UNMEASURED
    return 0 if all(kept) else MISSED


def prepare(programs: str, folder: str) -> list[Task]:
    """Write the payloads and the schema, and return the tasks; they run in the payloads' folder."""
    ours, theirs = find_program(programs, "contractkit"), find_program(programs, "check-jsonschema")
    payloads = os.path.join(folder, "payloads")
    os.mkdir(payloads)
    names = write_payloads(payloads, FILES)
    schema = os.path.join(folder, "schema.json")
    with open(schema, "wb") as file:
        file.write(subprocess.run([ours, "schema"], check=True, capture_output=True).stdout)
    check_nothing_found([ours, "lint", "."], payloads)
    judge = [theirs, "--schemafile", schema]
    return [
        Task("one file", 21, 0.40, [ours, "lint", names[0]], [*judge, names[0]]),
        Task(f"{FILES} files", 9, 0.35, [ours, "lint", "."], [*judge, *names]),
    ]


def find_program(folder: str, name: str) -> str:
    """The path of a program in the folder."""
    path = os.path.join(folder, name)
    if not os.path.isfile(path):
        raise Missing(f"no {name} in {folder}")
    return path


def check_nothing_found(command: list[str], folder: str) -> None:
    """Make sure that every payload is read and clean: explaining a finding is not measured."""
    run = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    expected = f"{FILES} files checked: nothing found"
    if run.stdout or run.stderr.strip() != expected:
        raise Missing(f"expected “{expected}”, got “{(run.stdout + run.stderr).strip()[:300]}”")


def report(task: Task, folder: str) -> bool:
    """Measure a task, print its rows, and return whether it is within its target."""
    ours, theirs = measure(task, os.path.join(folder, "payloads"))
    print_row(f"{task.title}: contractkit", ours)
    print_row(f"{task.title}: peer", theirs)
    share = median_wall(ours) / median_wall(theirs)
    cpu_share = median_cpu(ours) / median_cpu(theirs)
    verdict = "kept" if share <= task.target else "MISSED"
    print(f"  share {share:.3f} (of cpu {cpu_share:.3f}), target {task.target:.2f}: {verdict}")
    return share <= task.target


def measure(task: Task, folder: str) -> tuple[list[Run], list[Run]]:
    """Run both programs in turn, so that a busy spell of the machine hits both; warm-up first."""
    pairs = [
        (
            time_run(task.ours, folder, task.statuses[0]),
            time_run(task.theirs, folder, task.statuses[1]),
        )
        for _ in range(task.repeats + 1)
    ]
    return [ours for ours, _ in pairs[1:]], [theirs for _, theirs in pairs[1:]]


def time_run(command: list[str], folder: str, status: int = 0) -> Run:
    """Run a program that must end with the exit status, and return what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, waited, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(waited)
    if process.returncode != status:
        raise Missing(f"{command[0]} ended with status {process.returncode}")
    return Run(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000)


def median_wall(runs: list[Run]) -> float:
    """The median of the runs on the clock."""
    return statistics.median(run.wall for run in runs)


def median_cpu(runs: list[Run]) -> float:
    """The median of the runs' processor time."""
    return statistics.median(run.cpu for run in runs)


def print_row(title: str, runs: list[Run]) -> None:
    """Print one row of the table."""
    walls = [run.wall for run in runs]
    figures = (median_wall(runs), min(walls), max(walls), median_cpu(runs))
    print(f"{title:32}" + "".join(f"{figure:8.1f}" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
