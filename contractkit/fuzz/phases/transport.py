"""The transport phase: the same payloads, with HTTP itself used in other ways.

What HTTP takes for the same must be answered alike. The rest a server may decline in any form;
whatever it does, it has to answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from contractkit.contracts.parameters import COOKIE, HEADER, list_parameters
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.requests import list_requests
from contractkit.findings import Verdict
from contractkit.fuzz.logins import can_test_logins, list_attempts
from contractkit.fuzz.needs import BEHIND
from contractkit.fuzz.oracles import breaks_late_rules
from contractkit.fuzz.probes import Setting, plainest, write_body
from contractkit.fuzz.records import Attempt, Expectation, Headers, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.variations import BARE, Variation, list_variations
from contractkit.fuzz.wires import USUAL, WIRES
from contractkit.payloads.cases import Case, judge_text
from contractkit.payloads.sampling import generate_cases

NAME = "transport"
METHODS = ("GET", "PUT", "DELETE", "HEAD")
BROKEN_CASES = 6
STATELESS = "a request is judged by itself, whatever came before it (RFC 9110, section 3.3)"
IN_ORDER = "answers come in the order of the requests (RFC 9112, section 9.3.2)"
TOGETHER = "another request right before it"


def list_probes(setting: Setting, secrets: Secrets) -> Iterator[Probe]:
    """Every variation, what shares a connection, then other methods."""
    wrong = list(islice(list_attempts(setting.contract, secrets), 2))
    wrong = wrong if can_test_logins(setting.contract, secrets) else []
    broken = cycle(_list_broken(setting))
    broken_by_family: dict[str, Case] = {}
    others: list[Probe] = []
    for variation in _list_fitting(setting):
        first = variation.family not in broken_by_family
        case = broken_by_family.setdefault(variation.family, next(broken))
        bare = {BARE} if variation.label in WIRES else set[str]()
        own = set[str]() if first else {variation.label}
        marks = frozenset({NAME, *bare, *variation.family.split(), *own})
        probes = _vary(setting, variation, marks, case, wrong[:1])
        if first:
            yield from probes
        else:
            others += probes
    yield from _share_connections(setting, next(broken), wrong)
    yield from _write_together(setting, next(broken))
    yield from others
    yield from _list_methods(setting)


def _list_fitting(setting: Setting) -> Iterator[Variation]:
    """The variations without the headers of which the contract says itself what they may hold."""
    parameters = list_parameters(setting.contract)
    declared = {one.name.lower() for one in list_request_headers(setting.contract)}
    declared |= {one.name.lower() for one in parameters if one.place == HEADER}
    declared |= {"cookie" for one in parameters if one.place == COOKIE}
    for variation in list_variations(dict(setting.headers)["Content-Type"]):
        kept = tuple(pair for pair in variation.headers if pair[0].lower() not in declared)
        if kept or not variation.headers:
            yield replace(variation, headers=kept)


def _list_broken(setting: Setting) -> list[Case]:
    """A few payloads that must be refused at once, of several rules, the smallest ones."""
    contract, found = setting.contract, dict[tuple[str, ...], Case]()
    seed = f"{setting.seed}:{NAME}"
    cases = generate_cases(contract, setting.message, Verdict.INVALID, None, seed)
    for case in islice(cases, BROKEN_CASES * BROKEN_CASES):
        if not breaks_late_rules(contract, case.rules):
            found.setdefault(case.rules, case)
    smallest = sorted(found.values(), key=lambda case: len(write_body(case)))[:BROKEN_CASES]
    return smallest or [judge_text(contract, setting.message, "{")]


def _vary(
    setting: Setting,
    variation: Variation,
    marks: frozenset[str],
    broken: Case,
    wrong: list[Attempt],
) -> Iterator[Probe]:
    """The plainest payload sent in one way; a broken one and a wrong login too, if wanted."""
    optional = not variation.why
    more: dict[str, Any] = {
        "wire": WIRES.get(variation.label, USUAL),
        "headers": _join(setting.headers, variation.headers),
        "optional": optional,
        "why": variation.why,
        "label": variation.label,
        "marks": marks,
    }
    plain = plainest(setting.contract, setting.message)
    expect = Expectation.FORM if optional else Expectation.ACCEPT
    expect = Expectation.ANYTHING if variation.rare else expect
    yield setting.make_probe(NAME, plain, expect=expect, **more)
    if variation.closely:
        yield setting.make_probe(NAME, broken, **more)
        yield from (_try_login(setting, attempt, plain, more) for attempt in wrong)


def _try_login(setting: Setting, attempt: Attempt, case: Case, more: dict[str, Any]) -> Probe:
    label, marks = f"{attempt.label}, and {more['label']}", more["marks"] | attempt.marks
    about = {**more, "label": label, "marks": marks, "why": ""}
    return setting.make_probe(NAME, case, login=attempt.login, expect=attempt.expect, **about)


def _join(usual: Headers, own: Headers) -> Headers:
    """Headers, of which own ones take the place of usual ones; a type without text is left out."""
    names = {name for name, _ in own}
    kept = tuple(header for header in usual if header[0] not in names)
    return (*kept, *(header for header in own if header != ("Content-Type", "")))


def _share_connections(setting: Setting, broken: Case, wrong: list[Attempt]) -> Iterator[Probe]:
    """Two requests on one connection: neither changes what the other is answered."""
    text = judge_text(setting.contract, setting.message, "{")
    valid, refused, unreadable = (
        setting.make_probe(NAME, case, why=STATELESS)
        for case in (plainest(setting.contract, setting.message), broken, text)
    )
    logins = [
        (replace(valid, login=attempt.login, expect=attempt.expect), attempt.label)
        for attempt in wrong
    ]
    kinds = {
        "": [(unreadable, valid, "a text before it that is no JSON")],
        "payload": [(refused, valid, "a request before it that breaks a rule")],
        "login before": [
            (login, valid, f"a request before it with {label}") for login, label in logins
        ],
        "acceptance": [(valid, refused, "a valid request before it")],
        "login behind": [
            (valid, login, f"{label}, and a valid request before it") for login, label in logins
        ],
    }
    for kind, pairs in kinds.items():
        for number, (first, second, label) in enumerate(pairs):
            own = ({kind} if kind else set()) | ({label} if number else set())
            marks = frozenset({NAME, BARE, BEHIND, *own})
            where = f"{label} on the same connection"
            yield replace(second, before=(first,), label=where, marks=marks)


def _write_together(setting: Setting, broken: Case) -> Iterator[Probe]:
    """Two requests that are written at once: each gets its own answer."""
    valid, refused = (
        setting.make_probe(NAME, case, why=IN_ORDER, wire=WIRES[TOGETHER])
        for case in (plainest(setting.contract, setting.message), broken)
    )
    pairs = (
        (refused, valid, "a request that breaks a rule"),
        (valid, refused, "a valid request"),
        (valid, valid, "an equal request"),
    )
    for number, (first, second, label) in enumerate(pairs):
        marks = frozenset({NAME, BARE, BEHIND, "together", *({label} if number else ())})
        where = f"{label} right before it in the same packet"
        yield replace(second, before=(first,), label=where, marks=marks)


def _list_methods(setting: Setting) -> Iterator[Probe]:
    """Other methods: what they do is open, but not that something comes back."""
    plain, own = plainest(setting.contract, setting.message), _list_own_methods(setting)
    for method in METHODS:
        if method in own:  # which would do something else
            continue
        # A right server may leave the body on the connection, before the next request.
        probe = setting.make_probe(NAME, plain, expect=Expectation.ANYTHING, alone=True)
        yield replace(probe, method=method, label=f"the method {method}")


def _list_own_methods(setting: Setting) -> set[str]:
    """The methods of the contract's requests."""
    whole = setting.contract.whole
    others = list_requests(whole) if whole else ()
    return {setting.method, *(str(other.data["operation"]["method"]) for other in others)}
