"""The phases of a run, in the order in which they run; what each sends is in its module."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from contractkit.fuzz.listener import Listener
from contractkit.fuzz.logins import can_test_logins
from contractkit.fuzz.phases import (
    authentication,
    boundary,
    examples,
    generated,
    metamorphic,
    notifications,
    numbers,
    sizes,
    texts,
    transport,
    unicode,
)
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.fuzz.secrets import Secrets

__all__ = ["PHASES", "Phase", "list_phases"]

PHASES = (
    authentication.NAME,
    notifications.NAME,
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
RARELY, OFTEN = 80, 10  # one wrong login among so many probes: a later one may be let in
Listing = Callable[[], Iterator[Probe]]


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a run.

    `share`: of all requests, in thousandths, what it is sure to get. `greedy`: it may also have
    what earlier phases left. `divided`: with several shards each sends a part, not all of it.
    `at_once`: how many are sent at a time, 0 for as many as there are workers. `skipped`: why there
    is nothing to do.
    """

    name: str
    share: int
    list_probes: Listing
    greedy: bool = False
    divided: bool = False
    at_once: int = 0
    skipped: str = ""


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
    return (
        Phase(authentication.NAME, 57, logins, skipped=only or no_login),
        Phase(notifications.NAME, 55, notified, skipped=only or no_listener),
        Phase(texts.NAME, 106, partial(texts.list_probes, setting), divided=True),
        Phase(numbers.NAME, 53, partial(numbers.list_probes, setting), divided=True),
        Phase(sizes.NAME, 29, partial(sizes.list_probes, setting), divided=True, skipped=only),
        Phase(unicode.NAME, 33, partial(unicode.list_probes, setting), divided=True),
        Phase(examples.NAME, 443, mix(examples.list_probes, RARELY), divided=True),
        Phase(boundary.NAME, 178, mix(boundary.list_probes, RARELY), greedy=True, divided=True),
        Phase(metamorphic.NAME, 32, mix(metamorphic.list_probes, OFTEN), skipped=only),
        Phase(generated.BURST, 22, burst, at_once=generated.AT_ONCE, skipped=only),
        Phase(transport.NAME, 110, transported, skipped=only),
        Phase(generated.RANDOM, 9, random, greedy=True, divided=True),
    )


def _mix_in(probes: Iterator[Probe], others: Iterator[Probe], every: int) -> Iterator[Probe]:
    """The probes, with one of the others behind every few of them."""
    for number, probe in enumerate(probes, 1):
        yield probe
        if number % every == 0:
            yield from islice(others, 1)
