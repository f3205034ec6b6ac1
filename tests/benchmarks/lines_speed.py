"""How long a clean lint of 100,000 lines takes, as a share of what a native validator takes.

Run `python -m tests.benchmarks.lines_speed PEER [FOLDER]`; PEER is the program `jsonschema` of
`@sourcemeta/jsonschema`, FOLDER holds contractkit, by default that of the running Python. Exit
status: 0 when both shares are within their targets, 1 when one is not, 2 when there is nothing to
measure.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from random import Random

from tests.benchmarks.lint_speed import (
    MISSED,
    UNMEASURED,
    Missing,
    Task,
    find_program,
    report,
)
from tests.benchmarks.payloads import SEED, make_payload

LINES, REPEATS = 100_000, 9


def main(arguments: Sequence[str]) -> int:
    """Measure each task, print the table, and return the exit status."""
    peer = arguments[0] if arguments else ""
    folder = arguments[1] if len(arguments) > 1 else os.path.dirname(sys.executable)
    print(f"{'milliseconds':32}{'median':>8}{'min':>8}{'max':>8}{'cpu':>8}")
    try:
        with tempfile.TemporaryDirectory() as home:
            programs = find_program(os.path.abspath(folder), "contractkit"), find_peer(peer)
            kept = [report(task, home) for task in prepare(*programs, home)]
    except Missing as error:
        print(f"lines_speed: {error}", file=sys.stderr)
        return UNMEASURED
    return 0 if all(kept) else MISSED


def find_peer(path: str) -> str:
    """The absolute path of the program to compare with."""
    folder, name = os.path.split(os.path.abspath(path))
    return find_program(folder, name)


def prepare(ours: str, peer: str, home: str) -> list[Task]:
    """Write the lines and the schema, and return the tasks."""
    payloads = os.path.join(home, "payloads")
    os.mkdir(payloads)
    size = write_lines(os.path.join(payloads, "lines.jsonl"))
    print(f"{LINES:,} lines, {size / LINES:.0f} bytes each")
    schema = os.path.join(home, "schema.json")
    with open(schema, "wb") as file:
        file.write(subprocess.run([ours, "schema"], check=True, capture_output=True).stdout)
    theirs = [peer, "validate", schema, "lines.jsonl"]
    check_clean([ours, "lint", "lines.jsonl"], payloads)
    same = [ours, "lint", "--select", list_rules(ours), "lines.jsonl"]
    more = [ours, "lint", "lines.jsonl"]
    return [
        Task("that schema", REPEATS, 0.80, same, theirs),
        Task("that schema, --jobs 2", REPEATS, 0.50, [*same, "--jobs", "2"], theirs),
        Task("advice too", REPEATS, 1.00, more, theirs),
        Task("advice too, --jobs 2", REPEATS, 0.80, [*more, "--jobs", "2"], theirs),
    ]


def list_rules(ours: str) -> str:
    """The rules of severity error: those of the schema that the peer is given, and of JSON text."""
    run = subprocess.run([ours, "rules", "--format", "json"], check=True, capture_output=True)
    rules = json.loads(run.stdout)
    return ",".join(one["id"] for one in rules if one["severity"] == "error" and one["default"])


def write_lines(path: str) -> int:
    """Write the payloads, every fourth with escapes for what is not ASCII; the size in bytes."""
    chance = Random(SEED)  # noqa: S311 -- the same lines in every run
    with open(path, "w", encoding="utf-8") as file:
        for number in range(LINES):
            payload = make_payload(number, chance)
            file.write(json.dumps(payload, ensure_ascii=number % 4 == 0) + "\n")
    return os.path.getsize(path)


def check_clean(command: list[str], folder: str) -> None:
    """Make sure that nothing is found: explaining a finding is not measured."""
    run = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    if run.stdout or "1 file checked: nothing found" not in run.stderr:
        raise Missing(f"expected a clean file, got “{(run.stdout + run.stderr).strip()[:300]}”")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
