"""Which probes are sent, and when: no payload twice, nothing unsafe, callbacks where needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.oracles import breaks_late_rules
from contractkit.fuzz.probes import Setting, write_body
from contractkit.fuzz.records import Expectation, Probe
from contractkit.fuzz.wires import BEFORE, find_obstacle
from contractkit.payloads.cases import identify, is_json
from contractkit.pointers import resolve, to_tokens
from contractkit.reporting.texts import count_noun
from contractkit.validation.ecma_patterns import compile_pattern

MOST_NAMED = 3


class RequestFilter:
    """Chooses the probes of one run that are sent.

    `postponed`: those to be sent at the end. `left_out`: what the target cannot send, by reason.
    """

    def __init__(
        self,
        setting: Setting,
        listener: Listener | None,
        *,
        safe_only: bool,
        cannot: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`listener` receives notifications, if anybody does; `cannot` is that of the target."""
        self._setting, self._listener, self._safe_only = setting, listener, safe_only
        self._cannot = cannot
        self.left_out: dict[str, list[str]] = {}
        self._known: set[str] = set()
        self._tokens = 0
        self.postponed: list[Probe] = []

    def admit(self, probes: Iterable[Probe]) -> Iterator[Probe | None]:
        """The probes to send, with callbacks where a refusal may come late.

        None in the place of one that is postponed: a target that notifies one after the other
        would try hosts that never answer before it comes to the listener.
        """
        contract = self._setting.contract
        for probe in probes:
            if self._is_repeat(probe) or (self._safe_only and not is_safe(contract, probe)):
                continue
            if not self._can_be_written(probe):
                continue
            ready = self._attach_callback(probe)
            if self._listener and _calls_elsewhere(contract, ready):
                self.postponed.append(ready)
                yield None
            else:
                yield ready

    def renew_callback(self, probe: Probe) -> Probe:
        """A probe that is sent again, with a callback URL that belongs to no other request."""
        return self._attach(probe, "again") if probe.token else probe

    def name_left_out(self) -> dict[str, str]:
        """What was left out for what the target cannot do, each with the reason."""
        named: dict[str, str] = {}
        for reason, labels in self.left_out.items():
            shown = [*labels[:MOST_NAMED], *(["…"] if len(labels) > MOST_NAMED else [])]
            ways = count_noun(len(labels), "way")
            named[f"{ways} of sending a request ({', '.join(shown)})"] = reason
        return named

    def _can_be_written(self, probe: Probe) -> bool:
        """Whether the target can write a probe so; if not, its label and the reason are kept."""
        reason = find_obstacle(probe.wire, self._cannot)
        reason = reason or (self._cannot.get(BEFORE, "") if probe.before else "")
        if reason:
            labels = self.left_out.setdefault(reason, [])
            labels += [probe.label] if probe.label not in labels else []
        return not reason

    def _attach_callback(self, probe: Probe) -> Probe:
        late = breaks_late_rules(self._setting.contract, probe.rules)
        if not late or probe.token or self._listener is None:
            return probe
        if probe.group or is_written_otherwise(probe):  # with a callback it would be another one
            return replace(probe, expect=Expectation.FORM)
        return self._attach(probe, "late")

    def _attach(self, probe: Probe, kind: str) -> Probe:
        if self._listener is None:
            return probe
        self._tokens += 1
        token = f"{kind}{self._tokens}"
        url = self._listener.make_url(token)
        return self._setting.add_callback(probe, token, url) or probe

    def _is_repeat(self, probe: Probe) -> bool:
        """Whether the same payload was sent before, for no other purpose than its verdict."""
        special = probe.group or probe.alone or probe.token or probe.marks
        if special or probe.case is None or probe.expect is Expectation.ANYTHING:
            return False
        written = sha256(probe.body).hexdigest()
        name = written if is_written_otherwise(probe) else identify(probe.case)
        known = name in self._known
        self._known.add(name)
        return known


def is_written_otherwise(probe: Probe) -> bool:
    """Whether the body is more than its payload: its writing matters."""
    return probe.case is not None and probe.body != write_body(probe.case)


def _calls_elsewhere(contract: Contract, probe: Probe) -> bool:
    """Whether a probe that may be accepted asks for notifications that nobody here receives."""
    pointer = contract.data.get("callback", {}).get("url")
    may_be_accepted = probe.expect in (Expectation.ACCEPT, Expectation.FORM)
    if pointer is None or probe.token or not may_be_accepted or probe.case is None:
        return False
    payload = probe.case.payload
    requests = payload if isinstance(payload, list) else [payload]
    return any(resolve(request, pointer) for request in requests)


def is_safe(contract: Contract, probe: Probe) -> bool:
    """Whether a probe can reach no real person, however leniently it is read."""
    if probe.case is None or not is_json(probe.case):
        return not contract.data.get("safe")
    return all(
        compile_pattern(entry["pattern"]).search(text)
        for entry in contract.data.get("safe", ())
        for text in _list_texts(probe.case.payload, frozenset(to_tokens(entry["request"])) - {"*"})
    )


def _list_texts(value: Any, names: frozenset[str], *, within: bool = False) -> Iterator[str]:
    """Every value below a member of one of the names, wherever a lenient reader may find it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (name,) if within else ()
            yield from _list_texts(inner, names, within=within or name in names)
    elif isinstance(value, list):
        for inner in value:
            yield from _list_texts(inner, names, within=within)
    elif within and value is not None and not isinstance(value, bool):
        # A number is written out: 1e9 has few digits and means many.
        yield f"{value:f}" if isinstance(value, float) else str(value)
