"""Which probes are sent, now or later: no payload twice, nothing unsafe, callbacks where needed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contractkit.fuzz.listener import Listener
from contractkit.fuzz.oracles import breaks_late_rules
from contractkit.fuzz.phases.notifications import attach, calls_elsewhere
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Expectation, Probe
from contractkit.fuzz.safety import is_safe
from contractkit.payloads.boundary_suite import identify


class Admission:
    """Lets the probes of one run through. `waiting`: those that must wait for notifications."""

    def __init__(self, setting: Setting, listener: Listener | None, *, safe_only: bool) -> None:
        """`listener` receives notifications, if anybody does."""
        self._setting, self._listener, self._safe_only = setting, listener, safe_only
        self._known: set[str] = set()
        self._tokens = 0
        self.waiting: list[Probe] = []

    def admit(self, probes: Iterable[Probe]) -> Iterator[Probe | None]:
        """The probes to send, with callbacks where a refusal may come late.

        None in the place of one that has to wait: a target that notifies one after the other
        would try hosts that never answer before it comes to the listener.
        """
        contract = self._setting.contract
        for probe in probes:
            if self._is_repeat(probe) or (self._safe_only and not is_safe(contract, probe)):
                continue
            listened = self._attach_callback(probe)
            if self._listener and calls_elsewhere(contract, listened):
                self.waiting.append(listened)
                yield None
            else:
                yield listened

    def renew_callback(self, probe: Probe) -> Probe:
        """A probe that is sent again, with a callback URL that belongs to no other request."""
        if self._listener is None or not probe.token:
            return probe
        return self._attach(probe, "again")

    def _attach_callback(self, probe: Probe) -> Probe:
        late = breaks_late_rules(self._setting.contract, probe.rules)
        if not late or probe.token or self._listener is None:
            return probe
        if probe.group:  # a callback would undo its writing; that the verdict is the same counts
            return replace(probe, expect=Expectation.FORM)
        return self._attach(probe, "late")

    def _attach(self, probe: Probe, kind: str) -> Probe:
        if self._listener is None:
            return probe
        self._tokens += 1
        token = f"{kind}{self._tokens}"
        return attach(self._setting, probe, token, self._listener.make_url) or probe

    def _is_repeat(self, probe: Probe) -> bool:
        """Whether the same payload was sent before, for no other purpose than its verdict."""
        special = probe.group or probe.alone or probe.token or probe.marks
        if special or probe.case is None or probe.expect is Expectation.ANYTHING:
            return False
        name = identify(probe.case)
        known = name in self._known
        self._known.add(name)
        return known
