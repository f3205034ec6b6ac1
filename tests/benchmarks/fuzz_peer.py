"""Schemathesis beside the fuzzer: how many requests a second, and which faults each finds.

Both are whole programs with the same time, before the same server. Schemathesis reads the exported
OpenAPI document, and refusals have a status that it expects. It has found a fault where it
complains of something that it does not say of the right server.
"""
# ruff: noqa: T201 -- a part of a program: its tables go to the terminal

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from contractkit import load
from contractkit.export import export
from tests.faulty import Running, start
from tests.faulty.server import PATH

BUDGET, WITHOUT_END = 10.0, "1000000"
WORKERS = (1, 4)
ACCESS, FORBIDDEN, BAD_REQUEST = "access", 401, 400
Complaints = set[tuple[str, str]]


def run_peer(folder: str, running: Running, workers: int = 1) -> Complaints:
    """What Schemathesis complains of within the time."""
    with tempfile.TemporaryDirectory() as home:
        document, report = os.path.join(home, "openapi.json"), os.path.join(home, "report.json")
        with open(document, "w", encoding="utf-8") as file:
            file.write(export(load(), "openapi"))
        command = [
            *(os.path.join(folder, "st"), "run", document),
            *("--url", running.url.removesuffix(PATH), "--header", f"key: {running.key}"),
            *("--max-time", f"{BUDGET:g}", "--max-examples", WITHOUT_END, "--no-shrink"),
            *("--continue-on-failure", "--generation-database", "none", "--seed", "0"),
            *("--request-timeout", "5", "--report-json-path", report),
            *("--workers", str(workers)),
        ]
        subprocess.run(command, check=False, capture_output=True, cwd=home)
        with open(report, encoding="utf-8") as file:
            failures = json.load(file)["failures"]
    return {(one["type"], place) for one in failures for place in one["operations"]}


def run_ours(running: Running, workers: int) -> None:
    """The fuzzer's own program for the same time."""
    options = ["--max-requests", WITHOUT_END, "--time", f"{BUDGET:g}", "--key", running.key]
    options += ["--workers", str(workers)]
    command = [sys.executable, "-m", "contractkit", "fuzz", running.url, *options]
    subprocess.run(command, check=False, capture_output=True)


def compare_speed(folder: str) -> None:
    """Requests a second of both, from the start of the program to its end."""
    print(f"\nRequests a second within {BUDGET:g} s, the right server:")
    for workers in WORKERS:
        ours = count_requests(partial(run_ours, workers=workers))
        theirs = count_requests(partial(run_peer, folder, workers=workers))
        print(f"  --workers {workers}: contractkit {ours:.0f}, Schemathesis {theirs:.0f},", end=" ")
        print(f"{ours / theirs:.1f} times")


def count_requests(work: Callable[[Running], object]) -> float:
    """How many requests a second a right server gets."""
    with start(refusal_status=BAD_REQUEST) as running:
        began = time.monotonic()
        work(running)
        return running.server.service.count / (time.monotonic() - began)


def compare_detection(folder: str, sample: list[tuple[str, str]], ours: dict[str, bool]) -> None:
    """Which faults of a sample each finds; `ours` holds what the fuzzer has found of all."""
    usual: dict[int, Complaints] = {}
    for status in (BAD_REQUEST, FORBIDDEN):
        with start(refusal_status=status) as running:
            usual[status] = run_peer(folder, running)
    found = []
    for group, name in sample:
        status = FORBIDDEN if group == ACCESS else BAD_REQUEST
        with start(name, refusal_status=status) as running:
            if run_peer(folder, running) - usual[status]:
                found.append(name)
    tried = [name for _, name in sample if name in ours]
    print(f"\nOf {len(sample)} faults Schemathesis found {len(found)}: {', '.join(found)}")
    print(f"Of these the fuzzer tried {len(tried)} and found {sum(ours[one] for one in tried)}")
