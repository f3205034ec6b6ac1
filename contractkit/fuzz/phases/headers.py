"""The headers phase: the plainest payload with right and wrong values of headers that have a rule.

Of a header that no two requests may share, every value is drawn anew when it is sent; so only
values are sent that leave enough to be drawn.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from contractkit.contracts.request_headers import RequestHeader, list_request_headers
from contractkit.contracts.rules import find_rule
from contractkit.findings import Verdict
from contractkit.fuzz.probes import Setting, plainest
from contractkit.fuzz.records import EXPECTATIONS, Expectation, Probe
from contractkit.payloads.cases import Case
from contractkit.payloads.sampling import generate_cases
from contractkit.validation.header_check import fits_header

NAME = "headers"
USUAL = "3f09295d-9c13-4a8b-8d15-a3272e5f00c1"
SIGNS = "_-=.:,;/+*~!%@ é'\"\t"
LONGEST_TRIED, MUCH_LONGER, SHORTEST_FRESH = 300, 4, 12
BROKEN = 2


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Each value of each header, right and wrong, then a right one with broken payloads."""
    plain = plainest(setting.contract, setting.message)
    seed = f"{setting.seed}:{NAME}"
    broken = generate_cases(setting.contract, setting.message, Verdict.INVALID, None, seed)
    for header in list_request_headers(setting.contract):
        if setting.rule not in (None, header.rule):
            continue
        usual = header.example or USUAL
        for value, label in list_values(header):
            yield _make_probe(setting, header, plain, value, label)
        for case in islice(broken, BROKEN):
            yield _make_probe(setting, header, case, usual, "")


def list_values(header: RequestHeader) -> Iterator[tuple[str, str]]:
    """The values of a header, each with what is special about it; the usual one first."""
    usual = header.example or USUAL
    yield usual, ""
    longest = _find_longest(header, usual)
    least = SHORTEST_FRESH if header.fresh else 1
    for length in dict.fromkeys((longest, longest + 1, least, MUCH_LONGER * (longest + 1))):
        if length >= least:
            yield _repeat(usual, length), f"of {length} characters"
    middle = len(usual) // 2
    for sign in SIGNS:
        yield f"{usual[:middle]}{sign}{usual[middle + 1 :]}", f"with {sign!r} in it"


def _find_longest(header: RequestHeader, usual: str) -> int:
    """The most characters that a value may have, as far as it is tried; 0 where none fits."""
    lengths = range(LONGEST_TRIED, 0, -1)
    return next((length for length in lengths if fits_header(header, _repeat(usual, length))), 0)


def _repeat(usual: str, length: int) -> str:
    return (usual * (length // len(usual) + 1))[:length]


def _make_probe(
    setting: Setting, header: RequestHeader, case: Case, value: str, label: str
) -> Probe:
    rule = find_rule(setting.contract, header.rule)
    fits = fits_header(header, value)
    expect = EXPECTATIONS[case.verdict]
    if not fits and expect is Expectation.ACCEPT:
        expect = EXPECTATIONS[rule.verdict]
    broken = () if fits or rule.verdict is Verdict.VALID else (rule.id,)
    probe = setting.make_probe(
        NAME,
        case,
        expect=expect,
        label=f"the header {header.name}{f' {label}' if label else ''}",
        marks=frozenset({f"the header {header.name}", *([label] if label else ())}),
        headers=(*setting.headers, (header.name, value)),
        why=rule.title,
    )
    return replace(probe, rules=(*case.rules, *broken))
