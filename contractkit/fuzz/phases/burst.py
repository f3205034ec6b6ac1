"""A short concurrent burst: what is judged right alone must be judged right in a crowd too."""

from collections.abc import Iterator
from itertools import zip_longest

from contractkit.findings import Verdict
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.payloads.streams import generate_cases

NAME = "burst"
AT_ONCE = 8


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Valid and broken payloads in turn, each on a connection of its own, to be sent at once."""
    streams = [
        generate_cases(setting.contract, setting.message, verdict, None, f"{setting.seed}:burst")
        for verdict in (Verdict.VALID, Verdict.INVALID)
    ]
    for row in zip_longest(*streams):
        yield from (setting.make_probe(NAME, case, alone=True) for case in row if case)
