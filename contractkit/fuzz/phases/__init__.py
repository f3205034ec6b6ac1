"""The phases of a run, one module each, in the order in which they run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contractkit.fuzz.logins import can_be_tried
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
from contractkit.fuzz.receipts import Listener
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
    list_probes: Callable[[], Iterator[Probe]]
    greedy: bool = False
    divided: bool = False
    at_once: int = 0
    skipped: str = ""


def list_phases(setting: Setting, secrets: Secrets, listener: Listener | None) -> tuple[Phase, ...]:
    """All phases, in the order in which they run; the thousandths that are left confirm and shrink.

    Notifications come early, since it takes a while until they are there.
    """
    receiver = listener or Listener()
    known = can_be_tried(setting.contract, secrets)
    only = f"only {setting.rule} is asked for" if setting.rule else ""
    return (
        Phase(
            authentication.NAME,
            45,
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
        Phase(texts.NAME, 138, lambda: texts.list_probes(setting), divided=True),
        Phase(examples.NAME, 410, lambda: examples.list_probes(setting), divided=True),
        Phase(boundary.NAME, 265, lambda: boundary.list_probes(setting), greedy=True, divided=True),
        Phase(drawn.NAME, 30, lambda: drawn.list_probes(setting), greedy=True, divided=True),
        Phase(metamorphic.NAME, 35, lambda: metamorphic.list_probes(setting), skipped=only),
        Phase(
            burst.NAME, 22, lambda: burst.list_probes(setting), at_once=burst.AT_ONCE, skipped=only
        ),
    )
