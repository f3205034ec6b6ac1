"""The phases of a run, in the order in which they run; what each sends is in its module."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from contractkit.contracts.authentication import needs_credentials
from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.operations import list_operations
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.request_headers import list_request_headers
from contractkit.contracts.requests import takes_body
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.logins import can_test_logins
from contractkit.fuzz.phases import (
    authentication,
    boundary,
    examples,
    generated,
    headers,
    metamorphic,
    notifications,
    numbers,
    parameters,
    queries,
    sizes,
    texts,
    transport,
    unicode,
)
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Exchange, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.payloads.mutation_points import list_mutation_points

__all__ = ["PHASES", "Phase", "list_phases"]

PHASES = (
    authentication.NAME,
    notifications.NAME,
    headers.NAME,
    parameters.NAME,
    queries.NAME,
    texts.NAME,
    numbers.NAME,
    sizes.NAME,
    unicode.NAME,
    examples.NAME,
    boundary.NAME,
    metamorphic.NAME,
    generated.BURST,
    transport.NAME,
    generated.RANDOM,
)
# The phases of a request without a body.
OF_ANY_REQUEST = frozenset({authentication.NAME, headers.NAME, parameters.NAME, queries.NAME})
WITHOUT_BODY, FOR_ALL = "a request has no body", "the contract asks for no credentials"
SILENT = "the contract has no notifications"
# The phases that show mostly what is the same in all requests of a server.
OF_SERVER = frozenset({authentication.NAME, texts.NAME, generated.BURST, transport.NAME})
SHORTER = 5
RARELY, OFTEN = 80, 10  # one wrong login among so many probes: a later one may be let in
Listing = Callable[[], Iterator[Probe]]


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a run.

    `share`: of all requests, in thousandths, what it is sure to get. `greedy`: it may also have
    what earlier phases left. `divided`: with several shards each sends a part, not all of it.
    `at_once`: how many are sent at a time, 0 for as many as there are workers. `skipped`: why there
    is nothing to do; `absent`: why it is none of the contract's phases at all. `list_more`: what is
    sent at the end, by the exchanges of the phase and the URL of the target.
    """

    name: str
    share: int
    list_probes: Listing
    greedy: bool = False
    divided: bool = False
    at_once: int = 0
    skipped: str = ""
    absent: str = ""
    list_more: Callable[[str, Iterable[Exchange]], Iterator[Probe]] | None = None


def list_phases(setting: Setting, secrets: Secrets, listener: Listener | None) -> tuple[Phase, ...]:
    """All phases, in the order in which they run; the thousandths that are left confirm and shrink.

    Notifications come early, since it takes a while until they are there. The transport comes late:
    a target that does not survive it has shown everything else before.
    """
    only = f"only the rule {setting.rule} is tested" if setting.rule else ""
    known = can_test_logins(setting.contract, secrets)
    no_login = "" if known else "the right credentials are not known (--key gives them)"
    no_listener = "" if listener else "there is no listener for them (--receipts starts one)"
    wrong = iter(()) if only or not known else authentication.repeat_wrong(setting, secrets)

    def mix(list_probes: Callable[[Setting], Iterator[Probe]], every: int) -> Listing:
        return lambda: _mix_in(list_probes(setting), wrong, every)

    logins = partial(authentication.list_probes, setting, secrets)
    make_url = (listener or Listener()).make_url
    notified = partial(notifications.list_probes, setting, secrets, make_url)
    transported = partial(transport.list_probes, setting, secrets)
    random, burst = mix(generated.list_random, RARELY), mix(generated.list_burst, OFTEN)
    open_to_all = "" if needs_credentials(setting.contract) else FOR_ALL
    silent = "" if "callback" in setting.contract.data else SILENT
    phases = (
        Phase(authentication.NAME, 57, logins, skipped=only or no_login, absent=open_to_all),
        Phase(notifications.NAME, 55, notified, skipped=only or no_listener, absent=silent),
        _make_headers_phase(setting, only),
        _make_parameters_phase(setting, only),
        _make_queries_phase(setting, secrets, only),
        Phase(texts.NAME, 106, partial(texts.list_probes, setting), divided=True),
        Phase(numbers.NAME, 53, partial(numbers.list_probes, setting), divided=True),
        Phase(sizes.NAME, 29, partial(sizes.list_probes, setting), divided=True, skipped=only),
        Phase(unicode.NAME, 33, partial(unicode.list_probes, setting), divided=True),
        Phase(examples.NAME, 510, mix(examples.list_probes, RARELY), divided=True),
        Phase(boundary.NAME, 125, mix(boundary.list_probes, RARELY), greedy=True, divided=True),
        Phase(metamorphic.NAME, 32, mix(metamorphic.list_probes, OFTEN), skipped=only),
        Phase(generated.BURST, 22, burst, at_once=generated.AT_ONCE, skipped=only),
        Phase(transport.NAME, 110, transported, skipped=only),
        Phase(generated.RANDOM, 9, random, greedy=True, divided=True),
    )
    return _fit(phases, setting)


def _fit(phases: tuple[Phase, ...], setting: Setting) -> tuple[Phase, ...]:
    """The phases as they are for one request of a contract."""
    fitting = phases if takes_body(setting.contract) else _drop_bodies(phases)
    return tuple(_shorten(one) if one.name in OF_SERVER & setting.shown else one for one in fitting)


def _shorten(phase: Phase) -> Phase:
    """A phase of one more request: what is the same in all of a server was shown before."""
    return replace(phase, share=max(1, phase.share // SHORTER))


def _drop_bodies(phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """The phases of a request without a body."""
    return tuple(
        phase if phase.name in OF_ANY_REQUEST else replace(phase, absent=WITHOUT_BODY)
        for phase in phases
    )


def _make_headers_phase(setting: Setting, only: str) -> Phase:
    known = list_request_headers(setting.contract)
    only = "" if setting.rule in {header.rule for header in known} else only
    absent = "" if known else "the contract has no rules of headers"
    list_probes = partial(headers.list_probes, setting)
    return Phase(headers.NAME, 30, list_probes, skipped=only, absent=absent)


def _make_parameters_phase(setting: Setting, only: str) -> Phase:
    known = list_parameters(setting.contract)
    points = list_mutation_points(setting.contract, PARAMETERS) if known else ()
    only = "" if setting.rule in {point.rule for point in points} else only
    absent = "" if known else "the contract has no parameters"
    list_probes = partial(parameters.list_probes, setting)
    return Phase(
        parameters.NAME,
        share=120,
        list_probes=list_probes,
        greedy=not takes_body(setting.contract),
        divided=True,
        skipped=only,
        absent=absent,
    )


def _make_queries_phase(setting: Setting, secrets: Secrets, only: str) -> Phase:
    absent = "" if list_operations(setting.contract) else "the contract has one operation only"
    first = partial(queries.list_probes, setting)
    then = partial(queries.list_queries, setting, secrets)
    return Phase(queries.NAME, 40, first, skipped=only, absent=absent, list_more=then)


def _mix_in(probes: Iterator[Probe], others: Iterator[Probe], every: int) -> Iterator[Probe]:
    """The probes, with one of the others behind every few of them."""
    for number, probe in enumerate(probes, 1):
        yield probe
        if number % every == 0:
            yield from islice(others, 1)
