"""How long `contractkit` takes where there is something to say, as a share of what a peer takes.

Run `python -m tests.benchmarks.findings_speed PEER [FOLDER]`; PEER is the program `jsonschema` of
`@sourcemeta/jsonschema`, FOLDER holds contractkit and check-jsonschema, by default that of the
running Python. The files look like use: of some lines a note, a warning or an error is to be said,
and the options are the default ones. Exit status: 0 when all shares are within their targets, 1
when one is not, 2 when there is nothing to measure.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import jsonschema_rs

from contractkit import check_text, load
from contractkit.contracts.schemas import make_portable
from tests.benchmarks.lines_speed import find_peer
from tests.benchmarks.lint_speed import MISSED, UNMEASURED, Missing, Task, find_program, report
from tests.benchmarks.payloads import SEED, make_payload

NOTED, WARNED, FILES, REPEATS = 100_000, 40_000, 2000, 9
Change = Callable[[int, dict[str, Any]], None]
FOUR = b"""{
  "deliverychannel": "SMS",
  "destination": [{"msisdn": ["07700900123"], "correlationId": "order-17"}],
  "channels": {"sms": {"senderId": "ACME", "text": "Your order is on its way"}}
}
"""


def note_some(number: int, payload: dict[str, Any]) -> None:
    """A note (SM224) in 9 of 100: Unicode for a text that does not need it."""
    if number % 100 < 9:
        payload["channels"].pop("smartlinks", None)
        payload["channels"]["sms"] |= {"type": "4", "text": f"Your order {number} is ready"}


def warn_half(number: int, payload: dict[str, Any]) -> None:
    """A warning (SM201) in every second: a property that is not documented."""
    if number % 2:
        payload["priority"] = "high"


def break_all(_: int, payload: dict[str, Any]) -> None:
    """An error (SM112) in each: a number with a trunk zero."""
    payload["destination"][0]["msisdn"][0] = "07700900123"


def leave(_: int, __: dict[str, Any]) -> None:
    """Nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure each task, print the table, and return the exit status."""
    folder = arguments[1] if len(arguments) > 1 else os.path.dirname(sys.executable)
    print(f"{'milliseconds':32}{'median':>8}{'min':>8}{'max':>8}{'cpu':>8}")
    try:
        with tempfile.TemporaryDirectory() as home:
            tasks = prepare(find_peer(arguments[0] if arguments else ""), folder, home)
            kept = [report(task, home) for task in tasks]
        kept.append(report_four())
    except Missing as error:
        print(f"findings_speed: {error}", file=sys.stderr)
        return UNMEASURED
    return 0 if all(kept) else MISSED


def prepare(peer: str, folder: str, home: str) -> list[Task]:
    """Write the payloads and the schema, and return the tasks."""
    ours = find_program(os.path.abspath(folder), "contractkit")
    other = find_program(os.path.abspath(folder), "check-jsonschema")
    payloads = os.path.join(home, "payloads")
    os.mkdir(payloads)
    schema = os.path.join(home, "schema.json")
    with open(schema, "w", encoding="utf-8") as file:
        json.dump(make_portable(load(), "request"), file)
    for name, count, change in (
        ("noted.jsonl", NOTED, note_some),
        ("warned.jsonl", WARNED, warn_half),
        ("broken.jsonl", WARNED, break_all),
        ("clean.jsonl", WARNED, leave),
    ):
        write_lines(os.path.join(payloads, name), count, change)
    write_files(payloads)
    validate, judge = [peer, "validate", schema], [other, "--schemafile", schema]
    check_peer([*validate, "warned.jsonl"], [*validate, "broken.jsonl"], payloads)
    check_peer([*judge, "files/0000.json"], [*judge, "broken.json"], payloads)
    lint = [ours, "lint", "--format", "concise"]
    names = [f"files/{number:04}.json" for number in range(FILES)]
    return [
        Task("notes", REPEATS, 0.80, [*lint, "noted.jsonl"], [*validate, "noted.jsonl"]),
        Task("notes, --jobs 2", REPEATS, 0.50, [*lint, "--jobs", "2", "noted.jsonl"],
             [*validate, "noted.jsonl"]),
        Task("warnings", REPEATS, 2.50, [*lint, "warned.jsonl"], [*validate, "warned.jsonl"]),
        Task("warnings, --jobs 2", REPEATS, 1.50, [*lint, "--jobs", "2", "warned.jsonl"],
             [*validate, "warned.jsonl"]),
        Task("errors and clean twin", REPEATS, 4.00, [*lint, "broken.jsonl"],
             [*lint, "clean.jsonl"], (1, 0)),
        Task(f"{FILES} files, notes", REPEATS, 0.35, [*lint, "files"], [*judge, *names]),
        Task("one broken file", REPEATS, 0.50, [ours, "lint", "broken.json"],
             [*judge, "broken.json"], (1, 1)),
        Task("diff and 15 lints", REPEATS, 1.00, [ours, "diff", "1.0.0", "1.1.0"],
             ["sh", "-c", f"for i in {'1 ' * 15}; do {ours} lint files/0000.json; done"]),
    ]  # fmt: skip


def write_lines(path: str, count: int, change: Change) -> None:
    """Write payloads, one a line, each changed."""
    chance = Random(SEED)  # noqa: S311 -- the same lines in every run
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            payload = make_payload(number, chance)
            change(number, payload)
            file.write(json.dumps(payload, ensure_ascii=number % 4 == 0) + "\n")


def write_files(payloads: str) -> None:
    """Write small files, some with a note, and one with an error."""
    chance = Random(SEED)  # noqa: S311 -- the same files in every run
    os.mkdir(os.path.join(payloads, "files"))
    for number in range(FILES):
        payload = make_payload(number, chance)
        note_some(number, payload)
        path = os.path.join(payloads, "files", f"{number:04}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(payload, file, indent=2, ensure_ascii=False)
    break_all(0, payload)
    with open(os.path.join(payloads, "broken.json"), "w", encoding="utf-8") as file:
        json.dump(payload, file, indent=2)


def check_peer(clean: list[str], broken: list[str], folder: str) -> None:
    """Make sure that the peer does the work: it takes valid payloads, and refuses broken ones."""
    for command, expected in ((clean, (0,)), (broken, (1, 2))):
        run = subprocess.run(command, check=False, cwd=folder, capture_output=True)
        if run.returncode not in expected:
            raise Missing(f"{' '.join(command)} ended with status {run.returncode}")


def report_four() -> bool:
    """`check_text` on a payload of four findings, and `iter_errors` with all of each error."""
    contract = load()
    validator = jsonschema_rs.Draft7Validator(make_portable(contract, "request"))
    value = json.loads(FOUR)

    def list_errors() -> list[Any]:
        errors = validator.iter_errors(value)
        return [(error.kind, error.instance_path, error.schema_path) for error in errors]

    def check() -> object:
        return check_text(FOUR, "request", contract=contract)

    ours, theirs = time_calls(check), time_calls(list_errors)
    print(f"four findings: {ours:.0f} µs, iter_errors: {theirs:.1f} µs")
    verdict = "kept" if ours <= 10 * theirs else "MISSED"
    print(f"  share {ours / theirs:.1f}, target 10: {verdict}")
    return ours <= 10 * theirs


def time_calls(function: Callable[[], object], calls: int = 300) -> float:
    """The median time of a call, in microseconds."""
    function()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for _ in range(calls):
            function()
        times.append((time.perf_counter() - start) / calls * 1e6)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
