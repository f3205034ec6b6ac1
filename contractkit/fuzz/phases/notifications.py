"""The notifications phase: requests that ask for them, valid and to be refused."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice

from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.repeated_values import list_answered_values
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.fuzz.logins import can_test_logins, list_attempts
from contractkit.fuzz.phases.authentication import make_probe
from contractkit.fuzz.probes import Setting, fullest, plainest, put_member
from contractkit.fuzz.records import Expectation, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.valid_cases import list_longest, list_valid
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.cases import Case, judge_payload
from contractkit.payloads.sampling import generate_cases
from contractkit.payloads.values.changing_texts import FRAGILE
from contractkit.pointers import to_tokens

NAME = "notifications"
WRONG_LOGINS = 2
RANKS, FIRST_RANKS = range(1, 12), 3
TURNS = (Verdict.VALID, Verdict.VALID, Verdict.VALID, Verdict.INVALID)


def list_probes(
    setting: Setting, secrets: Secrets, make_url: Callable[[str], str]
) -> Iterator[Probe]:
    """The probes, each with a callback URL of its own, which `make_url` gives for its token."""
    probes = chain(_list_logins(setting, secrets), _list_cases(setting))
    for number, probe in enumerate(probes):
        token = f"n{number}"
        attached = setting.add_callback(probe, token, make_url(token))
        if attached:
            yield attached


def _list_logins(setting: Setting, secrets: Secrets) -> Iterator[Probe]:
    """The plainest and the fullest request, then the plainest with wrong credentials."""
    plain = plainest(setting.contract, setting.message)
    yield setting.make_probe(NAME, plain)
    yield setting.make_probe(NAME, fullest(setting.contract, setting.message))
    if can_test_logins(setting.contract, secrets):
        attempts = list_attempts(setting.contract, secrets)
        wrong = (attempt for attempt in attempts if attempt.expect is Expectation.REFUSE)
        for attempt in islice(wrong, WRONG_LOGINS):
            yield make_probe(setting, attempt, plain, NAME)


def _list_cases(setting: Setting) -> Iterator[Probe]:
    """What may be refused late, then what must come back, then broken requests in between."""
    contract, message = setting.contract, setting.message
    for rule in contract.data.get("answers", {}).get("lateRefusal", ()):
        broken = generate_cases(contract, message, Verdict.INVALID, rule, f"{setting.seed}:late")
        yield from (setting.make_probe(NAME, next(broken)) for _ in range(2))
    streams = {
        Verdict.VALID: chain(_list_returning(setting), list_valid(contract, message, full=False)),
        Verdict.INVALID: generate_cases(
            contract, message, Verdict.INVALID, None, f"{setting.seed}:notifications"
        ),
    }
    yield from (setting.make_probe(NAME, case) for case in _by_turns(streams))


def _list_returning(setting: Setting) -> Iterator[Case]:
    """Plain requests in which all that a notification must give back has the same rank of value.

    A few of these ranks, then texts that are easily changed on their way, then the other ranks.
    """
    contract = setting.contract
    told = [repeat for form in list_notification_forms(contract) for repeat in form.equal]
    repeats = (*told, *list_answered_values(contract))
    own = (repeat for repeat in repeats if repeat.message == setting.message)
    sources = (source for repeat in own for source in repeat.sources)
    pointers = list(dict.fromkeys(sources))
    ranked = _list_ranked(setting, pointers)
    yield from islice(ranked, FIRST_RANKS)
    yield from _list_fragile(setting, pointers)
    yield from ranked


def _list_fragile(setting: Setting, pointers: list[str]) -> Iterator[Case]:
    """The plainest request with each fragile text in all places that are told again."""
    contract = setting.contract
    for text in FRAGILE:
        payload = plainest(contract, setting.message).payload
        for pointer in pointers:
            payload = put_member(payload, to_tokens(pointer), text) or payload
        case = judge_payload(contract, setting.message, payload)
        if case.verdict is Verdict.VALID:
            yield case


def _list_ranked(setting: Setting, pointers: list[str]) -> Iterator[Case]:
    contract = setting.contract
    node = load_valid_node(contract, setting.message)
    for rank in chain(RANKS, list_longest(contract, setting.message, pointers)):
        choices: dict[str, int] = {}
        for pointer in pointers:
            choices |= _choose_rank(pointer, rank)
        with suppress(UnbuildableError):
            payload = build(node, Plan(choices))
            yield judge_payload(contract, setting.message, payload)


def _choose_rank(pointer: str, rank: int) -> dict[str, int]:
    """The choices that put the value of a rank at a place; in a list, two items that differ."""
    array, star, _ = pointer.partition("/*")
    if not star:
        return {f"{pointer}?": 1, f"{pointer}=": rank}
    choices = {f"{array}[]": 1}
    for item in range(2):
        choices |= {f"{item}:{pointer}?": 1, f"{item}:{pointer}=": rank + item}
    return choices


def _by_turns(streams: dict[Verdict, Iterator[Case]]) -> Iterator[Case]:
    while True:
        for verdict in TURNS:
            case = next(streams[verdict], None)
            if case is None:
                return
            yield case
