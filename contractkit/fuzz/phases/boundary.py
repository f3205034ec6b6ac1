"""The boundary suite in the order that tells most soonest, worked out while it is being sent.

The valid payloads go through the values of all their parts at once; the broken ones through every
place of every rule, a few ways a turn, at another place of the payload each time. Where the budget
is larger than that, the rest of the suite follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.phases.doubts import list_beside_doubts
from contractkit.fuzz.phases.examples import list_examples
from contractkit.fuzz.phases.pairs import pair
from contractkit.fuzz.phases.starts import EMPTINESS, Start, list_all_starts
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.fuzz.sweeps import list_valid
from contractkit.payloads.bases import list_starts, load_stage
from contractkit.payloads.boundary_suite import boundary_suite, identify, list_lookalikes
from contractkit.payloads.mutation_points import Site, list_sites
from contractkit.payloads.repairs import put_value
from contractkit.payloads.sampling import Case, break_at, judge_broken
from contractkit.payloads.streams import is_json
from contractkit.pointers import generalise, select_values

NAME = "boundary"
MOST_WAYS, FIRST_STARTS = 40, 6
VALID_TURNS, UNTRIED_TURNS, DOUBT_TURNS = 18, 80, 8
TURNS = {"pattern": 2, "required": 2, "minLength": 2}
RARE_ROUNDS = 3  # for what is doubtful, and for types, of which most are tried before
EXAMPLES, BESIDE = 430, 50


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The probes of the boundary cases, each once; for one rule, a few valid ones beside it."""
    seen: set[str] = set()
    valid = 0
    for case in chain(list_cases(setting), boundary_suite(setting.contract, setting.message)):
        name = identify(case)
        valid += not case.rules
        wanted = setting.rule is None or setting.rule in case.rules
        beside = not case.rules and valid <= BESIDE
        if name not in seen and (wanted or beside) and is_json(case):
            seen.add(name)
            yield setting.make_probe(NAME, case)


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Cases that are sent by turns: how many a round, in every how many rounds, from which on."""

    cases: Iterator[Case]
    turns: int = 1
    every: int = 1
    first: int = 0


def list_cases(setting: Setting) -> Iterator[Case]:
    """The most telling cases, by turns of their streams."""
    streams = list(_list_streams(setting))
    number = 0
    while streams:
        for stream in streams.copy():
            if number >= stream.first and (number - stream.first) % stream.every == 0:
                cases = list(islice(stream.cases, stream.turns))
                yield from cases
                if len(cases) < stream.turns:
                    streams.remove(stream)
        number += 1


def _list_streams(setting: Setting) -> Iterator[Stream]:
    contract, message = setting.contract, setting.message
    yield Stream(list_valid(contract, message), VALID_TURNS)
    yield Stream(list_untried(setting), UNTRIED_TURNS)
    yield Stream(list_beside_doubts(contract, message), DOUBT_TURNS)
    yield Stream(case for _, case in list_lookalikes(contract, message))
    for sites in _group_sites(contract, message).values():
        cases, keywords = list_broken(contract, message, sites), {one.keyword for one in sites}
        verdict = load_rules(contract)[sites[0].rule].verdict
        if verdict is Verdict.INVALID and keywords != {"type"}:
            yield Stream(cases, TURNS.get(sites[0].keyword, 1))
        elif verdict is not Verdict.VALID:
            yield Stream(cases, every=RARE_ROUNDS, first=RARE_ROUNDS - 1)


def list_untried(setting: Setting) -> Iterator[Case]:
    """The plainest payload with each wrong type in each place, but for what an example has."""
    contract, message = setting.contract, setting.message
    tried = {
        (case.rules[0], generalise(case.pointer or ""), kind)
        for case in islice(list_examples(contract, message), EXAMPLES)
        for kind in list_kinds(case)
    }
    for site in list_sites(contract, message):
        stage = load_stage(contract, message, site) if site.keyword == "type" else None
        invalid = load_rules(contract)[site.rule].verdict is Verdict.INVALID
        for start in islice(list_starts(contract, message, site, stage), 1) if stage else ():
            for value in break_at(contract, message, site, *start) if invalid else ():
                key = site.rule, site.pattern, _name_kind(value)
                case = None if key in tried else _break(contract, message, site, start, value)
                if case and site.rule in case.rules:
                    tried.add(key)
                    yield case


def list_kinds(case: Case) -> set[str]:
    """The types at the place that a broken payload breaks first."""
    at = generalise(case.pointer or "")
    return (
        {_name_kind(value) for _, value in select_values(case.payload, at)} if case.rules else set()
    )


def _name_kind(value: object) -> str:
    return "number" if type(value) in (int, float) else type(value).__name__


def _group_sites(contract: Contract, message: str) -> dict[tuple[str, str], list[Site]]:
    groups: dict[tuple[str, str], list[Site]] = {}
    for site in list_sites(contract, message):
        groups.setdefault((site.rule, site.pattern), []).append(site)
    return groups


def list_broken(contract: Contract, message: str, sites: list[Site]) -> Iterator[Case]:
    """Cases that break a rule at a pattern, its keywords by turns."""
    streams = [_list_broken(contract, message, site) for site in sites]
    for row in zip_longest(*streams):
        yield from (case for case in row if case is not None)


def _list_broken(contract: Contract, message: str, site: Site) -> Iterator[Case]:
    """Every way to break a keyword, and every start, in step."""
    tries = (
        (start, islice(break_at(contract, message, site, *start), MOST_WAYS))
        for start in list_all_starts(contract, message, site)
    )
    many = FIRST_STARTS if site.keyword in EMPTINESS else 0
    for start, value in pair(tries, first_starts=many):
        case = _break(contract, message, site, start, value)
        if site.rule in case.rules:
            yield case


def _break(contract: Contract, message: str, site: Site, start: Start, value: object) -> Case:
    payload, path = start
    return judge_broken(contract, message, site, put_value(payload, path, value), path)
