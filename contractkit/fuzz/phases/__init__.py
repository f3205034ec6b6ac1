"""The phases of a run, one module each, in the order in which they run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from contractkit.fuzz.listener import Listener
from contractkit.fuzz.logins import can_test_logins
from contractkit.fuzz.phases import (
    authentication,
    boundary,
    burst,
    drawn,
    examples,
    metamorphic,
    notifications,
    texts,
)
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.fuzz.secrets import Secrets

__all__ = ["PHASES", "Phase", "list_phases"]

PHASES = (
    authentication.NAME,
    notifications.NAME,
    texts.NAME,
    examples.NAME,
    boundary.NAME,
    drawn.NAME,
    metamorphic.NAME,
    burst.NAME,
)


Listing = Callable[[], Iterator[Probe]]
OFTEN, LATE = 80, 10  # a wrong login among so many: what is checked at first may be let go later


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

    Notifications come early, since it takes a while until they are there.
    """
    receiver = listener or Listener()
    known = can_test_logins(setting.contract, secrets)
    again = authentication.list_again(setting, secrets) if known and not setting.rule else iter(())
    only = f"only {setting.rule} is asked for" if setting.rule else ""
    return (
        Phase(
            authentication.NAME,
            52,
            lambda: authentication.list_probes(setting, secrets),
            skipped=only
            or ("" if known else "the right credentials are not known (--key gives them)"),
        ),
        Phase(
            notifications.NAME,
            55,
            lambda: notifications.list_probes(setting, secrets, receiver.make_url),
            skipped=only or ("" if listener else "nobody listens for them (--receipts does)"),
        ),
        Phase(texts.NAME, 115, lambda: texts.list_probes(setting), divided=True),
        *_list_mingled(setting, again, only),
    )


def _list_mingled(setting: Setting, again: Iterator[Probe], only: str) -> Iterator[Phase]:
    """The phases in which wrong logins are tried again."""

    def mingle(list_probes: Callable[[Setting], Iterator[Probe]], every: int) -> Listing:
        return lambda: _mingle(list_probes(setting), again, every)

    yield Phase(examples.NAME, 458, mingle(examples.list_probes, OFTEN), divided=True)
    edges, random = mingle(boundary.list_probes, OFTEN), mingle(drawn.list_probes, OFTEN)
    yield Phase(boundary.NAME, 240, edges, greedy=True, divided=True)
    yield Phase(drawn.NAME, 30, random, greedy=True, divided=True)
    yield Phase(metamorphic.NAME, 38, mingle(metamorphic.list_probes, LATE), skipped=only)
    crowd = mingle(burst.list_probes, LATE)
    yield Phase(burst.NAME, 24, crowd, at_once=burst.AT_ONCE, skipped=only)


def _mingle(probes: Iterator[Probe], others: Iterator[Probe], every: int) -> Iterator[Probe]:
    """The probes, with one of the others behind every few of them."""
    for number, probe in enumerate(probes, 1):
        yield probe
        if number % every == 0:
            yield from islice(others, 1)
