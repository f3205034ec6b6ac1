"""The phases of generated payloads: random ones one after the other, then many at once.

What is judged right alone must be judged right in a crowd too.
"""

from collections.abc import Iterator
from itertools import zip_longest

from contractkit.contracts.rules import find_rule
from contractkit.errors import UnfitRuleError
from contractkit.findings import Verdict
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import Case, identify
from contractkit.payloads.sampling import generate_cases

RANDOM, BURST = "random", "burst"
TURNS = (Verdict.VALID, Verdict.INVALID) * 4 + (Verdict.DOUBTFUL,)
AT_ONCE, MOST_KNOWN = 8, 300


def list_random(setting: Setting) -> Iterator[Probe]:
    """Random probes, of all verdicts by turns, as long as there are new ones."""
    streams = {verdict: _generate(setting, verdict) for verdict in set(TURNS)}
    seen, in_row = set[str](), 0  # a message may have few payloads
    while streams and in_row < MOST_KNOWN:
        for verdict in TURNS:
            case = next(streams[verdict], None) if verdict in streams else None
            if case is None:
                streams.pop(verdict, None)
                continue
            name = identify(case)
            in_row = in_row + 1 if name in seen else 0
            seen.add(name)
            yield setting.make_probe(RANDOM, case)


def _generate(setting: Setting, verdict: Verdict) -> Iterator[Case]:
    rule = setting.rule
    if rule and find_rule(setting.contract, rule).verdict is not verdict:
        rule = None
        if verdict is not Verdict.VALID:
            return
    seed = f"{setting.seed}:{verdict}"
    try:
        yield from generate_cases(setting.contract, setting.message, verdict, rule, seed)
    except UnfitRuleError:
        return


def list_burst(setting: Setting) -> Iterator[Probe]:
    """Valid and broken payloads in turn, each on a connection of its own, to be sent at once."""
    streams = [
        generate_cases(setting.contract, setting.message, verdict, None, f"{setting.seed}:burst")
        for verdict in (Verdict.VALID, Verdict.INVALID)
    ]
    for row in zip_longest(*streams):
        yield from (setting.make_probe(BURST, case, alone=True) for case in row if case)
