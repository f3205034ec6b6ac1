"""Whether generated payloads are judged as they were promised to be, many of them.

Run `python -m tests.payloads.promises [--contract NAME] [--message NAME] [--count N]`. Exit status:
0 where each of them is.
"""
# ruff: noqa: T201 -- a program of its own

import argparse
import sys
import time
from itertools import islice

from contractkit import Verdict, judge, load
from contractkit.contracts.loading import Contract
from contractkit.payloads.cases import to_bytes
from contractkit.payloads.sampling import generate_cases
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

COUNT = 10_000


def count_broken(contract: Contract, message: str, verdict: Verdict, count: int, seed: str) -> int:
    """How many of so many cases are judged otherwise than promised; each is printed."""
    broken = 0
    for case in islice(generate_cases(contract, message, verdict, None, seed), count):
        body = to_bytes(case)
        findings = check_document(body, contract, CheckOptions(message)).findings
        told = {one.rule for one in findings if one.verdict is not Verdict.VALID}
        if judge(findings) is not verdict or not told.issuperset(case.rules):
            broken += 1
            print(f"{case.rules} promised, {sorted(told)} found: {body[:300]!r}")
    return broken


def main() -> int:
    """Judge them, message by message."""
    parser = argparse.ArgumentParser(prog="python -m tests.payloads.promises")
    parser.add_argument("--contract")
    parser.add_argument("--message", default="request")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", default="0")
    given = parser.parse_args()
    contract, broken = load(given.contract), 0
    for verdict in (Verdict.VALID, Verdict.INVALID):
        began = time.perf_counter()
        found = count_broken(contract, given.message, verdict, given.count, given.seed)
        seconds = time.perf_counter() - began
        said = f"{given.count:,} {verdict} payloads of {contract} {given.message}"
        print(f"{said}: {found} judged otherwise, {seconds:.0f} s")
        broken += found
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
