"""The example clients of `tests/clients`, run by the fuzzer."""

import os
import shutil
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contractkit.contracts.loading import load_default
from contractkit.fuzzclient import Options, Report, run
from contractkit.fuzzclient.scenario_list import list_refusal_codes

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "tests" / "clients"
ANSWERS, FEWER, TIMEOUT = 60, 30, 8.0
# Of right clients: the mixtures come after an answer for each documented code.
THOROUGH = ANSWERS + len(list_refusal_codes(load_default()))
PROGRAMS = {".mjs": "node", ".sh": "curl"}


def find_command(name: str) -> list[str]:
    """The command of a client, by its file below tests/clients."""
    if name.endswith(".mjs"):
        return ["node", str(CLIENTS / name), *(["--lines"] if "faulty" not in name else [])]
    if name.endswith(".sh"):
        return ["sh", str(CLIENTS / name)]
    module = name.removesuffix(".py").replace("/", ".")
    return [sys.executable, "-m", f"tests.clients.{module}", "--lines"]


def need(name: str) -> None:
    """Skip where this machine lacks what a client is written in."""
    program = PROGRAMS.get(Path(name).suffix)
    if program and shutil.which(program) is None:
        pytest.skip(f"there is no {program} on this machine")


def can_run(name: str) -> bool:
    program = PROGRAMS.get(Path(name).suffix)
    return program is None or shutil.which(program) is not None


def fuzz(name: str, seed: str = "0") -> Report:
    """The report on one client; its own timeout is 3 seconds."""
    command = find_command(name)
    lines = "--lines" in command
    answers = (ANSWERS if lines else FEWER) if "faulty" in name else THOROUGH
    options = Options(seed, answers, TIMEOUT, lines=lines)
    os.environ["PYTHONPATH"] = str(ROOT)
    return run(command, options=options)


def fuzz_all(names: Iterable[str], seeds: Iterable[str] = ("0",)) -> dict[tuple[str, str], Report]:
    """The reports on clients by name and seed, all at the same time: most of it is waiting."""
    pairs = [(name, seed) for name in names for seed in seeds]
    with ThreadPoolExecutor(len(pairs)) as pool:
        reports = pool.map(lambda pair: fuzz(*pair), pairs)
        return dict(zip(pairs, reports, strict=True))


def tell(report: Report) -> list[str]:
    """What a client is blamed for, in short."""
    return [
        f"{one.problem.check}: {one.problem.seen} ({one.run.ending.errors[-500:]})"
        for one in report.failures
    ]
