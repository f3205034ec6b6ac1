"""Schemathesis, with the exported OpenAPI document, has no complaint about the emulator.

Run `python -m tests.benchmarks.export_peer FOLDER`; FOLDER holds the program `st`.
Exit status: 0 when Schemathesis complained of no version, in no way that the emulator refuses in.
"""
# ruff: noqa: T201 -- a program of its own: its tables go to the terminal

import os
import subprocess
import sys
import tempfile

from contractkit.contracts.loading import Contract
from contractkit.emulator import emulate
from contractkit.export import export
from tests.contracts.traceability import all_versions

SECONDS = 40
# A refusal with HTTP 200 is one by its body alone, which these two checks do not read.
BLIND = ("ignored_auth", "negative_data_rejection")
WAYS = {400: (), 200: ("--exclude-checks", ",".join(BLIND))}


def main(arguments: list[str]) -> int:
    """Try every version in both ways."""
    [folder] = arguments
    statuses = [
        run_peer(os.path.abspath(folder), contract, refusal_status)
        for contract in all_versions()
        for refusal_status in WAYS
    ]
    return max(statuses)


def run_peer(folder: str, contract: Contract, refusal_status: int) -> int:
    """Print what Schemathesis sums up, and give its exit status."""
    print(f"\n{contract}, refusals with HTTP {refusal_status}")
    with (
        emulate(contract, refusal_status=refusal_status) as emulator,
        tempfile.TemporaryDirectory() as home,
    ):
        document = os.path.join(home, "openapi.json")
        with open(document, "w", encoding="utf-8") as file:
            file.write(export(contract, "openapi"))
        path = contract.data["operation"]["path"]
        command = [
            *(os.path.join(folder, "st"), "run", document, *WAYS[refusal_status]),
            *("--url", emulator.url.removesuffix(path), "--header", f"key: {emulator.key}"),
            *("--max-time", str(SECONDS), "--seed", "0", "--generation-database", "none"),
        ]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=home)
    print(done.stdout[done.stdout.find("= SUMMARY") + 1 :] if done.stdout else done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
