"""What the pytest plugin costs: a test that uses the emulator, and a project that uses nothing.

Run `python -m tests.benchmarks.plugin_speed`. It takes the time of entering and leaving the fixture
`contract_emulator` and, beside it, that of pytest-httpserver's `httpserver`, which keeps a server
for the session too; and that of `pytest --collect-only` on an empty project, with and without the
plugin. Exit status: 0 when both targets are met, 1 when one is not.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

TESTS, RUNS = 200, 21
MOST_FIXTURE, MOST_UNUSED = 20.0, 20.0  # milliseconds
QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly")
ALONE = ("-p", "no:xdist", "-p", "no:anyio", "-p", "no:respx", "-p", "no:hypothesispytest")
CONFTEST = """
from statistics import median
DURATIONS = {}

def pytest_runtest_logreport(report):
    if report.when != "call":
        DURATIONS.setdefault(report.nodeid, []).append(report.duration)

def pytest_unconfigure():
    # Without the first and the last, which start and stop the server of the session.
    print("median:", median(map(sum, list(DURATIONS.values())[1:-1])) * 1000)
"""
TEST = """
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_it({fixture}number):
    {use}
"""
FIXTURES = {
    "no fixture": ("", "pass"),
    "contract_emulator": ("contract_emulator, ", "contract_emulator.url"),
    "httpserver (pytest-httpserver)": ("httpserver, ", 'httpserver.url_for("/")'),
}


def run_pytest(folder: Path, *arguments: str) -> tuple[str, float]:
    """What pytest printed, and its milliseconds."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *QUIET, *arguments],
        cwd=folder,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, (time.perf_counter() - began) * 1000


def measure_fixture(folder: Path, fixture: str, use: str) -> float:
    """Milliseconds of entering and leaving, the median of many tests."""
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    test = TEST.format(count=TESTS, fixture=fixture, use=use)
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    out, _ = run_pytest(folder, "-s")
    return float(out.rpartition("median:")[2])


def measure_unused(folder: Path) -> tuple[Sequence[float], Sequence[float]]:
    """Milliseconds of collecting nothing, with the plugin and without it, by turns."""
    with_it, without = [], []
    for _ in range(RUNS):
        with_it.append(run_pytest(folder, "--collect-only", *ALONE)[1])
        without.append(run_pytest(folder, "--collect-only", *ALONE, "-p", "no:contractkit")[1])
    return with_it, without


def main() -> int:
    """Measure, print, and compare with the targets."""
    found = {}
    for name, (fixture, use) in FIXTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = measure_fixture(Path(folder), fixture, use)
        print(f"entering and leaving, {name}: {found[name]:.2f} ms")
    ours, peer = (found[name] - found["no fixture"] for name in list(FIXTURES)[1:])
    print(f"beyond a test without fixtures: {ours:.2f} ms, the peer's {peer:.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        with_it, without = measure_unused(Path(folder))
    best, usual = min(with_it) - min(without), median(with_it) - median(without)
    print(f"--collect-only on nothing: {min(with_it):.0f} ms, without it {min(without):.0f} ms")
    print(f"the plugin unused: {best:.1f} ms (best runs), {usual:.1f} ms (medians)")
    return int(ours > MOST_FIXTURE or best > MOST_UNUSED)


if __name__ == "__main__":
    sys.exit(main())
