"""The boundary suite in the order that tells most soonest, worked out while it is being sent.

The valid payloads go through the values of all their parts at once; the broken ones through every
place of every rule, a few ways a turn, at another place of the payload each time. Where the budget
is larger than that, the rest of the suite follows.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice, zip_longest
from typing import Any

from contractkit.building.builder import UnbuildableError, build
from contractkit.building.repairs import put_value
from contractkit.building.sites import Site, list_sites
from contractkit.building.stages import Stage, load_stage
from contractkit.cases import boundary_suite, identify, list_lookalikes
from contractkit.contract import Contract
from contractkit.drawing import Case, break_at, judge_broken, list_paths, list_starts
from contractkit.finding import Verdict
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.fuzz.sweeps import Sweep, list_valid
from contractkit.generate import is_json
from contractkit.judging.keywords import Path
from contractkit.rules import load_rules

NAME = "boundary"
MOST_WAYS = 40
VALID_TURNS, PATTERN_TURNS = 24, 2
DOUBTFUL_ROUNDS = 3
FEW, BESIDE = 6, 50
Stream = Iterator[Case]
Start = tuple[Any, Path]


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


def list_cases(setting: Setting) -> Iterator[Case]:
    """The most telling cases, by turns of their streams."""
    streams = list(_list_streams(setting))
    number = 0
    while streams:
        for turns, every, stream in streams.copy():
            if number % every == 0:
                cases = list(islice(stream, turns))
                yield from cases
                if len(cases) < turns:
                    streams.remove((turns, every, stream))
        number += 1


def _list_streams(setting: Setting) -> Iterator[tuple[int, int, Stream]]:
    """Streams of cases: how many of each a round, and in every how many rounds."""
    contract, message = setting.contract, setting.message
    yield VALID_TURNS, 1, list_valid(contract, message)
    yield 1, 1, (case for _, case in list_lookalikes(contract, message))
    for sites in _group_sites(contract, message).values():
        verdict = load_rules(contract)[sites[0].rule].verdict
        if verdict is not Verdict.VALID:
            wide = sites[0].keyword == "pattern" and verdict is Verdict.INVALID
            every = 1 if verdict is Verdict.INVALID else DOUBTFUL_ROUNDS
            yield PATTERN_TURNS if wide else 1, every, list_broken(contract, message, sites)


def _group_sites(contract: Contract, message: str) -> dict[tuple[str, str], list[Site]]:
    groups: dict[tuple[str, str], list[Site]] = {}
    for site in list_sites(contract, message):
        groups.setdefault((site.rule, site.pattern), []).append(site)
    return groups


def list_broken(contract: Contract, message: str, sites: list[Site]) -> Stream:
    """Cases that break a rule at a pattern, its keywords by turns."""
    streams = [_list_broken(contract, message, site) for site in sites]
    for row in zip_longest(*streams):
        yield from (case for case in row if case is not None)


def _list_broken(contract: Contract, message: str, site: Site) -> Stream:
    """Every way to break a keyword, and every start, in step."""
    starts = list_all_starts(contract, message, site)
    ways = [list(islice(break_at(contract, message, site, *start), MOST_WAYS)) for start in starts]
    for number, rank in _pair(ways):
        payload, path = starts[number]
        broken = put_value(payload, path, ways[number][rank])
        case = judge_broken(contract, message, site, broken, path)
        if site.rule in case.rules:
            yield case


def _pair(ways: list[list[object]]) -> Iterator[tuple[int, int]]:
    """Pairs of a start and a way: the first way at each start, and each way at some start."""
    seen: set[tuple[int, int]] = set()
    starts = [number for number, values in enumerate(ways) if values]
    for rank in range(max((len(starts), *map(len, ways)), default=0)):
        pairs = [(starts[rank], 0)] if rank < len(starts) else []
        pairs += [(starts[(rank + 1) % len(starts)], rank)] if starts and rank else []
        for number, way in pairs:
            if (number, way) not in seen and way < len(ways[number]):
                seen.add((number, way))
                yield number, way


def list_all_starts(contract: Contract, message: str, site: Site) -> list[Start]:
    """The payloads to break at a site, and where: the most telling first.

    The plainest; the last place of the fullest; one past ten items; the fullest with the other
    choices where there are few, so that each condition is met; then the rest of the suite's.
    """
    stage = load_stage(contract, message, site)
    if stage is None:
        return []
    first, *others = list_starts(contract, message, site, stage)
    full = Sweep(0, full=True)
    with suppress(UnbuildableError):
        build(stage.node, full)
    few = {label: size for label, size in full.sizes.items() if label.endswith("=") and size <= FEW}
    lists = {label: size for label, size in full.sizes.items() if _holds(label, site)}
    turn = sum(map(ord, site.label))  # so that not all rules are broken beside the same choices
    turned, *rest = (
        Sweep(0, full=True, choices={label: (turn + more) % size for label, size in few.items()})
        for more in range(max(few.values(), default=1))
    )
    many = [Sweep(0, full=True, choices={label: size - 1}) for label, size in lists.items()]
    return [first, *_list_last(stage, site, [turned, *many, *rest]), *others]


def _holds(label: str, site: Site) -> bool:
    """Whether a choice is about the number of items of an array that a site's place is in."""
    pattern = label.lstrip("0123456789:").removesuffix("[]").rstrip("+")
    return label.endswith("[]") and site.pattern.startswith(f"{pattern}/")


def _list_last(stage: Stage, site: Site, sources: list[Sweep]) -> Iterator[Start]:
    """The last place of a site in what each source gives, each payload once."""
    seen: set[str] = set()
    for source in sources:
        with suppress(UnbuildableError):
            payload = build(stage.node, source)
            text = json.dumps(payload)
            if text not in seen:
                seen.add(text)
                yield from ((payload, path) for path in list_paths(stage, site, payload)[-1:])
