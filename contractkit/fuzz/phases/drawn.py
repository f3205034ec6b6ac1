"""Random payloads, valid and broken in turn, from the seed of the run."""

from collections.abc import Iterator

from contractkit.contracts.rules import find_rule
from contractkit.errors import UnfitRuleError
from contractkit.findings import Verdict
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.payloads.sampling import Case
from contractkit.payloads.streams import generate_cases

NAME = "random"
TURNS = (Verdict.VALID, Verdict.INVALID) * 4 + (Verdict.DOUBTFUL,)


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Random probes without end."""
    streams = {verdict: _draw(setting, verdict) for verdict in set(TURNS)}
    while streams:
        for verdict in TURNS:
            case = next(streams[verdict], None) if verdict in streams else None
            if case is None:
                streams.pop(verdict, None)
                continue
            yield setting.make_probe(NAME, case)


def _draw(setting: Setting, verdict: Verdict) -> Iterator[Case]:
    rule = setting.rule
    if rule and find_rule(setting.contract, rule).verdict is not verdict:
        rule = None
        if verdict is not Verdict.VALID:
            return
    try:
        yield from generate_cases(
            setting.contract, setting.message, verdict, rule, f"{setting.seed}:{verdict}"
        )
    except UnfitRuleError:
        return
