"""Faults of the faulty server put before the fuzzer, and right servers that differ."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.campaign import Campaign
from tests.faulty import start
from tests.faulty.faults import ALLOWED, GROUPS

REQUESTS, RECEIPT_WAIT = 1000, 2.0
NOTIFIED = ("notifications", "echoes")  # the groups of faults in notifications
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "lenient, refuses with 200": {},
    "lenient, refuses with 400": {"refusal_status": 400},
    "strict, refuses with 200": {"strict": True},
    "strict, refuses with 400": {"strict": True, "refusal_status": 400},
    "late": {"late": True},
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one run; `first` and `first_seconds` are of its first failure, or None."""

    name: str
    report: Report
    first: int | None
    first_seconds: float | None


def rank(name: str) -> str:
    """An order that is the same everywhere, and has nothing to do with the names."""
    return sha256(name.encode()).hexdigest()


def choose(count: int) -> list[tuple[str, str]]:
    """Groups and faults: each group's share by its size, and at least one; 0 for all faults."""
    whole = sum(map(len, GROUPS.values()))
    chosen: list[tuple[str, str]] = []
    for group, faults in GROUPS.items():
        share = max(1, round(count * len(faults) / whole)) if count else len(faults)
        chosen += [(group, name) for name in sorted(faults, key=rank)[:share]]
    return chosen


def try_fault(group: str, name: str) -> Trial:
    """Fuzz a faulty server, with a listener where the fault is in its notifications."""
    return _try(name, name, receipts=group in NOTIFIED)


def try_variant(variant: str, seed: int) -> Trial:
    """Fuzz a right server; with a listener where it refuses late."""
    options = VARIANTS[variant]
    return _try(variant, None, receipts="late" in options, seed=seed, **options)


def try_allowed(name: str, seed: int) -> Trial:
    """Fuzz a right server that does what is unusual, with a listener."""
    return _try(name, name, receipts=True, seed=seed)


def list_right(seeds: Iterable[int]) -> list[tuple[str, int]]:
    """Every variant and oddity of a right server with every seed."""
    return [(name, seed) for name in (*VARIANTS, *ALLOWED) for seed in seeds]


def _try(name: str, fault: str | None, *, receipts: bool, seed: int = 0, **variant: Any) -> Trial:
    met: list[tuple[int, float]] = []

    def watch(campaign: Campaign) -> None:
        if not met and any(True for _ in campaign.causes.list_failures()):
            met.append((campaign.sender.sent, time.monotonic() - began))

    with start(fault, seed=seed, **variant) as running:
        options = Options(
            seed=str(seed),
            requests=REQUESTS,
            receipts=receipts,
            receipt_wait=RECEIPT_WAIT,
            secrets=Secrets(running.key, running.token_secret),
        )
        began = time.monotonic()
        report = run(running.url, options=options, watcher=watch)
    if report.failures and not met:
        met.append((report.requests, report.seconds))
    first, seconds = met[0] if met else (None, None)
    return Trial(name, report, first, seconds)
