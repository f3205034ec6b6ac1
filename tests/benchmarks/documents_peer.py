"""The fuzzer beside Schemathesis, on servers of OpenAPI documents with planted faults.

Run `python -m tests.benchmarks.documents_peer --peer FOLDER`; README.md says what it measures.
Exit status: 0 when the goals are met, 1 when one is missed, 2 when a program did not do its work.
"""
# ruff: noqa: T201 -- a program of its own: its tables go to the terminal

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from statistics import median
from typing import Any

import yaml

SERVERS = ("orders", "calendar", "comments")
OURS, PEER = "contractkit", "Schemathesis"
FOUND, OF_REQUESTS, SEEDS, LONGEST = 0.95, 0.5, 3, 900
Complaints = frozenset[tuple[str, str]]


class UnfinishedError(Exception):
    """A program ended otherwise than one that has looked at everything."""


@dataclass(frozen=True, slots=True)
class Task:
    """One run of one program; no fault is the right server."""

    tool: str
    server: str
    fault: str
    seed: int
    peer: str
    contracts: str


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a task: complaints are kinds with their operation."""

    task: Task
    complaints: Complaints
    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """Both runs on one fault, and who has found it."""

    server: str
    fault: str
    runs: dict[str, Run]
    found: dict[str, bool]


def main() -> int:
    """Measure and print."""
    given = read_arguments()
    servers = given.server or SERVERS
    with tempfile.TemporaryDirectory() as contracts:
        for server in servers:
            describe(server, contracts)
        tasks = list(list_tasks(servers, given, contracts))
        try:
            runs = run_all(tasks, given.processes)
        except UnfinishedError as error:
            print(error, file=sys.stderr)
            return 2
    rows = compare(runs)
    for server in servers:
        print_server(server, [row for row in rows if row.server == server])
    alarms = [run for run in runs if not run.task.fault]
    return print_summary(rows, alarms)


def read_arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.documents_peer")
    parser.add_argument("--peer", required=True, help="the folder of the program `st`")
    parser.add_argument("--server", choices=SERVERS, action="append", help="only this one")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"of right servers ({SEEDS})")
    parser.add_argument("--sample", type=int, default=0, help="so many faults a server, not all")
    parser.add_argument("--processes", type=int, default=1, help="runs at a time (1)")
    return parser.parse_args()


def load(server: str) -> Any:
    """The package of a server."""
    return import_module(f"tests.faulty_{server}")


def describe(server: str, contracts: str) -> None:
    """Make a contract of a server's document."""
    command = [sys.executable, "-m", "contractkit", "new", server, "--from", load(server).DOCUMENT]
    folder = os.path.join(contracts, server)
    subprocess.run([*command, "--schemas", folder], check=True, capture_output=True)


def list_tasks(servers: Sequence[str], given: argparse.Namespace, folder: str) -> Iterator[Task]:
    """All runs: both programs on each fault, and on the right servers with each seed."""
    for server in servers:
        contracts = os.path.join(folder, server)
        names = sorted(load(server).FAULTS, key=lambda name: sha256(name.encode()).digest())
        sample = names[: given.sample] if given.sample else names
        faults = [(name, 0) for name in load(server).FAULTS if name in sample]
        for fault, seed in [*(("", seed) for seed in range(max(given.seeds, 1))), *faults]:
            for tool in (OURS, PEER):
                yield Task(tool, server, fault, seed, given.peer, contracts)


def run_all(tasks: Sequence[Task], processes: int) -> list[Run]:
    """What came of all tasks, with a mark on standard error for each."""
    with ProcessPoolExecutor(processes) as pool:
        jobs = [pool.submit(run_one, task) for task in tasks]
        for number, job in enumerate(as_completed(jobs), 1):
            if job.exception():
                pool.shutdown(cancel_futures=True)
            print(f"\r{number} of {len(jobs)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return [job.result() for job in jobs]


def run_one(task: Task) -> Run:
    """One program before a server of its own, from its start to its end."""
    module = load(task.server)
    work: Callable[[Task, str, str, str], Complaints] = run_ours if task.tool == OURS else run_peer
    with tempfile.TemporaryDirectory() as home, module.start(task.fault) as running:
        began = time.monotonic()
        complaints = work(task, running.url, module.KEY, home)
        return Run(task, complaints, running.count, time.monotonic() - began)


def run_ours(task: Task, url: str, key: str, home: str) -> Complaints:
    """What the fuzzer complains of, with default options."""
    report = os.path.join(home, "report.json")
    command = [sys.executable, "-m", "contractkit", "fuzz", url, "--schemas", task.contracts]
    command += ["--key", key, "--seed", str(task.seed), "--report", f"json={report}"]
    found = run_program(task, command, report, home)
    return frozenset((one["check"], one.get("operation", "")) for one in found["failures"])


def run_peer(task: Task, url: str, key: str, home: str) -> Complaints:
    """What Schemathesis complains of, with default options."""
    report, document = os.path.join(home, "report.json"), load(task.server).DOCUMENT
    command = [os.path.join(task.peer, "st"), "run", os.fspath(document), "--url", url]
    command += ["--header", write_login(document, key), "--seed", str(task.seed)]
    command += ["--report-json-path", report]
    found = run_program(task, command, report, home)
    return frozenset(
        (one["type"], place) for one in found["failures"] for place in one["operations"]
    )


def write_login(document: str, key: str) -> str:
    """The header with the key, as the document says."""
    with open(document, encoding="utf-8") as file:
        (scheme,) = yaml.safe_load(file)["components"]["securitySchemes"].values()
    is_bearer = scheme["type"] == "http" and scheme["scheme"] == "bearer"
    return f"Authorization: Bearer {key}" if is_bearer else f"{scheme['name']}: {key}"


def run_program(task: Task, command: list[str], report: str, home: str) -> dict[str, Any]:
    """The report of a program that has done its work: it ends with 0, or 1 where it complains."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, cwd=home, timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise UnfinishedError(f"{name_task(task)}: no end within {LONGEST} s") from error
    if done.returncode not in (0, 1) or not os.path.exists(report):
        said = (done.stdout[-500:] + done.stderr[-500:]).decode(errors="replace")
        raise UnfinishedError(f"{name_task(task)}: status {done.returncode}: {said}")
    with open(report, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    if bool(found["failures"]) != bool(done.returncode):
        raise UnfinishedError(f"{name_task(task)}: status {done.returncode} and its report differ")
    return found


def name_task(task: Task) -> str:
    """A task in words."""
    return f"{task.tool} on {task.server}, {task.fault or 'no fault'}, seed {task.seed}"


def compare(runs: Sequence[Run]) -> list[Row]:
    """The faults, each with what is found beyond what is said of the right server."""
    usual = {
        (run.task.tool, run.task.server): run.complaints
        for run in runs
        if not run.task.fault and run.task.seed == 0
    }
    places = dict.fromkeys((run.task.server, run.task.fault) for run in runs if run.task.fault)
    rows = []
    for server, fault in places:
        both = {
            run.task.tool: run
            for run in runs
            if (run.task.server, run.task.fault) == (server, fault)
        }
        found = {tool: bool(run.complaints - usual[tool, server]) for tool, run in both.items()}
        rows.append(Row(server, fault, both, found))
    return rows


def print_server(server: str, rows: Sequence[Row]) -> None:
    """The table of one server."""
    print(f"\n{server}\n")
    print(f"| fault | {OURS} | requests | seconds | {PEER} | requests | seconds |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        cells = [
            f"{'found' if row.found[tool] else 'missed'} | {run.requests} | {run.seconds:.1f}"
            for tool, run in row.runs.items()
        ]
        print(f"| {row.fault} | {' | '.join(cells)} |")


def print_summary(rows: Sequence[Row], right: Sequence[Run]) -> int:
    """What it comes to, and whether the goals are met: 0, or 1."""
    print(f"\nall\n\n| | {OURS} | {PEER} |\n|---|---|---|")
    counts = {tool: sum(row.found[tool] for row in rows) for tool in (OURS, PEER)}
    print_line("found", lambda tool: f"{counts[tool]} of {len(rows)}")
    requests, seconds = (
        {tool: [getattr(row.runs[tool], name) for row in rows] for tool in (OURS, PEER)}
        for name in ("requests", "seconds")
    )
    print_line("requests", lambda tool: f"{sum(requests[tool])}")
    print_line("requests, median", lambda tool: f"{median(requests[tool]):.0f}")
    print_line("seconds", lambda tool: f"{sum(seconds[tool]):.0f}")
    print_line("seconds, median", lambda tool: f"{median(seconds[tool]):.1f}")
    alarms = {tool: [run for run in right if run.task.tool == tool] for tool in (OURS, PEER)}
    print_line("false alarms, runs on right servers", lambda tool: count_alarms(alarms[tool]))
    print_details(rows, right)
    behind = [row for row in rows if row.found[PEER] and not row.found[OURS]]
    goals = {
        f"{OURS} finds {FOUND:.0%}": counts[OURS] >= FOUND * len(rows),
        f"{OURS} finds all that {PEER} finds": not behind,
        f"at most {OF_REQUESTS:g} of its requests": sum(requests[OURS])
        <= OF_REQUESTS * sum(requests[PEER]),
        f"no false alarm of {OURS}": not any(run.complaints for run in alarms[OURS]),
    }
    print()
    for goal, is_met in goals.items():
        print(f"{'met' if is_met else 'missed'}: {goal}")
    return int(not all(goals.values()))


def print_line(title: str, write: Callable[[str], str]) -> None:
    """One line of the summary."""
    print(f"| {title} | {write(OURS)} | {write(PEER)} |")


def count_alarms(runs: Sequence[Run]) -> str:
    """In how many runs on right servers there was a complaint."""
    return f"{sum(bool(run.complaints) for run in runs)} of {len(runs)}"


def print_details(rows: Sequence[Row], right: Sequence[Run]) -> None:
    """What each has missed, and what is said of right servers."""
    for tool in (OURS, PEER):
        missed = [f"{row.server}: {row.fault}" for row in rows if not row.found[tool]]
        print(f"\nMissed by {tool}: {len(missed)}")
        print("".join(f"  {name}\n" for name in missed), end="")
    for run in right:
        for kind, operation in sorted(run.complaints):
            print(f"False alarm: {name_task(run.task)}: {kind}, {operation}")


if __name__ == "__main__":
    sys.exit(main())
