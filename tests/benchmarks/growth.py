"""How time grows with the size of bad input, and memory with the number of lines.

Run `python -m tests.benchmarks.growth [FOLDER]`; FOLDER holds contractkit, by default that of the
running Python. Each bad input is judged as it is, twice and four times as large: the processor time
may not grow by more than TARGET each time. Files of lines are judged with 100,000 and 1,000,000
lines: the second may need a tenth more memory. Exit status: 0 when all is within its target, 1 when
something is not, 2 when there is nothing to measure.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.benchmarks.findings_speed import break_all, note_some, warn_half, write_lines
from tests.benchmarks.lint_speed import MISSED, UNMEASURED, Missing, find_program

TARGET, MEMORY = 2.4, 1.1
FEW, MANY = 100_000, 1_000_000
TWICE = (1, 2, 4)
START, END = '{"deliverychannel":"sms","destination":[{"msisdn":[', "]}]}"

# A text for a number that says how large it is, and the number for the smallest one.
TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "unknown properties": (
        lambda count: json.dumps({"channels": {}} | {f"p{number}": 1 for number in range(count)}),
        25_000,
    ),
    "bad items": (lambda count: START + ",".join(['"07700"'] * count) + END, 25_000),
    "duplicate names": (lambda count: "{" + '"deliverychannel":"sms",' * count + '"a":1}', 25_000),
    "missing quotes": (lambda count: "{" + "channels: sms, " * count + "destination: []}", 25_000),
    "missing commas": (lambda count: START + '"+447700900123" ' * count + END, 25_000),
    "broken text": (lambda count: '{"channels": [' + '}"x":]{,' * count, 500_000),
    "unclosed arrays": (lambda count: '{"channels": ' + "[" * count, 500_000),
    "nested objects": (
        lambda count: '{"channels": ' + '{"a":' * count + "1" + "}" * count,
        250_000,
    ),
    "control characters": (lambda count: '{"channels": "' + "\t" * count, 1_000_000),
    "a long text": (lambda count: '{"callbackData": "' + "ab ü" * count + '"}', 500_000),
}


def main(arguments: Sequence[str]) -> int:
    """Measure each input, print a row for each, and return the exit status."""
    folder = arguments[0] if arguments else os.path.dirname(sys.executable)
    try:
        ours = find_program(os.path.abspath(folder), "contractkit")
        with tempfile.TemporaryDirectory() as home:
            kept = [report_time(ours, home, title) for title in TEXTS]
            kept += [
                report_memory(ours, home, change) for change in (note_some, warn_half, break_all)
            ]
    except Missing as error:
        print(f"growth: {error}", file=sys.stderr)
        return UNMEASURED
    return 0 if all(kept) else MISSED


def report_time(ours: str, home: str, title: str) -> bool:
    """Judge a text of three sizes, print the times, and whether they grow as the sizes do."""
    write, size = TEXTS[title]
    times = []
    for factor in TWICE:
        path = os.path.join(home, "payload.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(write(size * factor))
        usages = (run([ours, "lint", "--kind", "request", path]) for _ in range(2))
        times.append(min(usage.ru_utime + usage.ru_stime for usage in usages))
    ratios = [after / before for before, after in pairwise(times)]
    shown = ", ".join(f"{seconds * 1000:,.0f}" for seconds in times)
    return print_verdict(f"{title}: {shown} ms", max(ratios), TARGET)


def report_memory(ours: str, home: str, change: Callable[..., None]) -> bool:
    """Judge files of few and of many lines, print the peaks, and whether they are about equal."""
    peaks = []
    for count in (FEW, MANY):
        path = os.path.join(home, "payloads.jsonl")
        write_lines(path, count, change)
        peaks.append(run([ours, "lint", "--format", "concise", path]).ru_maxrss)
    title = (change.__doc__ or "").partition(" (")[0]
    shown = " and ".join(f"{peak / 1024:,.1f}" for peak in peaks)
    return print_verdict(f"{title}: {shown} MiB", peaks[1] / peaks[0], MEMORY)


def run(command: list[str]) -> resource.struct_rusage:
    """Run a program to its end, and return what it used; a finding is expected, a crash is not."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, waited, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(waited)
    if process.returncode not in (0, 1):
        raise Missing(f"{command} ended with status {process.returncode}")
    return usage


def print_verdict(row: str, ratio: float, target: float) -> bool:
    """Print a row with the ratio, and return whether it is within its target."""
    print(
        f"{row}: ratio {ratio:.2f}, target {target:.2f}: {'kept' if ratio <= target else 'MISSED'}"
    )
    return ratio <= target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
