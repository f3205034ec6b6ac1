"""Faults of the faulty servers put before the fuzzer, and right servers that differ."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from contractkit import load
from contractkit.fuzz import Options, Report, Secrets, run
from contractkit.fuzz.campaign import Campaign
from tests import faulty, faulty_sms, faulty_v2

REQUESTS, RECEIPT_WAIT = 1000, 2.0


@dataclass(frozen=True, slots=True)
class Subject:
    """The hand-written server of one contract: its faults by group, and its right variants.

    `allowed` are oddities for which nobody may be blamed; `notified` are the groups of faults in
    notifications. A variant with the option `late` is tried with a listener.
    """

    start: Callable[..., Any]
    groups: Mapping[str, Mapping[str, str]]
    variants: Mapping[str, Mapping[str, Any]]
    allowed: Mapping[str, str] = field(default_factory=dict)
    notified: tuple[str, ...] = ("notifications",)


SUBJECTS = {
    "send-message-v1": Subject(
        faulty.start,
        faulty.faults.GROUPS,
        {
            "lenient, refuses with 200": {},
            "lenient, refuses with 400": {"refusal_status": 400},
            "strict, refuses with 200": {"strict": True},
            "strict, refuses with 400": {"strict": True, "refusal_status": 400},
            "late": {"late": True},
        },
        faulty.faults.ALLOWED,
        ("notifications", "echoes"),
    ),
    "send-message-v2": Subject(
        faulty_v2.start,
        faulty_v2.faults.GROUPS,
        {
            "lenient": {},
            "strict": {"strict": True},
            "says 403": {"forbidden": True},
            "answers with lists": {"listed": True},
            "late": {"late": True},
        },
    ),
    "send-sms-v1": Subject(
        faulty_sms.start,
        faulty_sms.FAULTS.groups,
        {"lenient": {}, "strict": {"strict": True}, "late": {"late": True}},
        faulty_sms.FAULTS.allowed,
    ),
}
FIRST = "send-message-v1"
VARIANTS = SUBJECTS[FIRST].variants


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


def choose(count: int, subject: str = FIRST) -> list[tuple[str, str]]:
    """Groups and faults: each group's share by its size, and at least one; 0 for all faults."""
    groups = SUBJECTS[subject].groups
    whole = sum(map(len, groups.values()))
    chosen: list[tuple[str, str]] = []
    for group, faults in groups.items():
        share = max(1, round(count * len(faults) / whole)) if count else len(faults)
        chosen += [(group, name) for name in sorted(faults, key=rank)[:share]]
    return chosen


def try_fault(group: str, name: str, subject: str = FIRST) -> Trial:
    """Fuzz a faulty server, with a listener where the fault is in its notifications."""
    return _try(subject, name, name, receipts=group in SUBJECTS[subject].notified)


def try_variant(variant: str, seed: int, subject: str = FIRST) -> Trial:
    """Fuzz a right server; with a listener where it refuses late."""
    options = SUBJECTS[subject].variants[variant]
    return _try(subject, variant, None, receipts="late" in options, seed=seed, **options)


def try_allowed(name: str, seed: int, subject: str = FIRST) -> Trial:
    """Fuzz a right server that does what is unusual, with a listener."""
    return _try(subject, name, name, receipts=True, seed=seed)


def try_right(name: str, seed: int, subject: str = FIRST) -> Trial:
    """Fuzz a right server: a variant, or one that does what is unusual."""
    if name in SUBJECTS[subject].variants:
        return try_variant(name, seed, subject)
    return try_allowed(name, seed, subject)


def list_right(seeds: Iterable[int], subject: str = FIRST) -> list[tuple[str, int]]:
    """Every variant and oddity of a right server with every seed."""
    names = (*SUBJECTS[subject].variants, *SUBJECTS[subject].allowed)
    return [(name, seed) for name in names for seed in seeds]


def _try(
    subject: str, name: str, fault: str | None, *, receipts: bool, seed: int = 0, **variant: Any
) -> Trial:
    met: list[tuple[int, float]] = []

    def watch(campaign: Campaign) -> None:
        if not met and any(True for _ in campaign.causes.list_failures()):
            met.append((campaign.sender.sent, time.monotonic() - began))

    with SUBJECTS[subject].start(fault, seed=seed, **variant) as running:
        options = Options(
            seed=str(seed),
            requests=REQUESTS,
            receipts=receipts,
            receipt_wait=RECEIPT_WAIT,
            secrets=Secrets(running.key, running.token_secret),
        )
        began = time.monotonic()
        report = run(running.url, contract=load(subject), options=options, watcher=watch)
    if report.failures and not met:
        met.append((report.requests, report.seconds))
    first, seconds = met[0] if met else (None, None)
    return Trial(name, report, first, seconds)
