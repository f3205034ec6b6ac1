"""The authentication phase: right and wrong logins, with payloads that are valid."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice

from contractkit.contracts.requests import takes_body
from contractkit.fuzz.logins import IN_QUERY, list_attempts
from contractkit.fuzz.probes import Setting, fullest, plainest
from contractkit.fuzz.records import Attempt, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.payloads.boundary_suite import list_full_cases
from contractkit.payloads.cases import Case

NAME = "authentication"
FIRST = 2
TYPES = ("text/plain", "application/x-www-form-urlencoded", "application/xml")


def list_probes(setting: Setting, secrets: Secrets) -> Iterator[Probe]:
    """Each attempt with the plainest payload, the first ones with other payloads too."""
    attempts = list(list_attempts(setting.contract, secrets))
    plain, *others = _list_cases(setting)
    yield from (make_probe(setting, attempt, plain) for attempt in attempts)
    if takes_body(setting.contract):
        yield from _list_types(setting, attempts[0], plain)
    for case in others:
        yield from (make_probe(setting, attempt, case) for attempt in attempts[:FIRST])


def repeat_wrong(setting: Setting, secrets: Secrets) -> Iterator[Probe]:
    """The plainest wrong logins over and over: a later one may be let in."""
    plain = plainest(setting.contract, setting.message)
    first = list(islice(list_attempts(setting.contract, secrets), FIRST))
    yield from (make_probe(setting, attempt, plain) for attempt in cycle(first))


def _list_types(setting: Setting, attempt: Attempt, case: Case) -> Iterator[Probe]:
    """The wrong login with payloads that are said to be something else than JSON."""
    for kind in TYPES:
        marks = attempt.marks | {kind}
        probe = make_probe(setting, replace(attempt, marks=marks), case)
        others = tuple(header for header in setting.headers if header[0] != "Content-Type")
        yield replace(probe, headers=(("Content-Type", kind), *others))


def _list_cases(setting: Setting) -> list[Case]:
    """The plainest payload, the fullest, and the longest."""
    contract, message = setting.contract, setting.message
    if not message:
        return [plainest(contract, message)]
    return [
        plainest(contract, message),
        fullest(contract, message),
        *list_full_cases(contract, message),
    ]


def make_probe(setting: Setting, attempt: Attempt, case: Case, phase: str = NAME) -> Probe:
    """The probe that tries a login with a payload."""
    return setting.make_probe(
        phase,
        case,
        login=attempt.login,
        expect=attempt.expect,
        label=attempt.label,
        marks=attempt.marks,
        optional=attempt.login.name == IN_QUERY,  # which may be no part of any path that is known
    )
