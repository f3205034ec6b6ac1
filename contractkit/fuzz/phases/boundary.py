"""The boundary suite in the order that tells most soonest, worked out while it is being sent.

The valid payloads go through the values of all their parts at once; the broken ones through every
place of every rule, a few ways a turn, at another place of the payload each time. Where the budget
is larger than that, the rest of the suite follows.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import Any

from contractkit.building.builder import UnbuildableError, build
from contractkit.building.explore import explore
from contractkit.building.repairs import find_node, put_value
from contractkit.building.sites import Site, list_sites
from contractkit.building.sources import Everything, Plan, is_part
from contractkit.building.stages import load_stage
from contractkit.cases import boundary_suite, identify, list_full, list_lookalikes
from contractkit.contract import Contract
from contractkit.drawing import (
    Case,
    break_at,
    judge_broken,
    list_paths,
    list_starts,
    load_valid_node,
)
from contractkit.finding import Verdict
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.generate import is_json
from contractkit.judging.keywords import Path
from contractkit.pointer import to_tokens
from contractkit.rules import load_rules

NAME = "boundary"
NEAR, FAR = 48, 40
VALID_TURNS, PATTERN_TURNS = 20, 4
DOUBTFUL_ROUNDS = 3
FEW = 6
Stream = Iterator[Case]
Start = tuple[Any, Path]


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The probes of the boundary cases, each once."""
    seen: set[str] = set()
    for case in chain(list_cases(setting), boundary_suite(setting.contract, setting.message)):
        name = identify(case)
        wanted = setting.rule is None or setting.rule in case.rules or not case.rules
        if name not in seen and wanted and is_json(case):
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
    ways = [_spread(break_at(contract, message, site, *start)) for start in starts]
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
        pairs += [(starts[rank % len(starts)], rank)] if starts else []
        for number, way in pairs:
            if (number, way) not in seen and way < len(ways[number]):
                seen.add((number, way))
                yield number, way


def list_all_starts(contract: Contract, message: str, site: Site) -> list[Start]:
    """The payloads to break at a site: those of the suite, and the fullest with each choice of a few."""
    stage = load_stage(contract, message, site)
    if stage is None:
        return []
    starts = list(list_starts(contract, message, site, stage))
    full = _Sweep(0, full=True)
    try:
        build(stage.node, full)
    except UnbuildableError:
        return starts
    for label, size in full.sizes.items():
        if label.endswith("=") and size <= FEW:
            for choice in range(1, size):
                with suppress(UnbuildableError):
                    payload = build(stage.node, _Sweep(0, full=True, choices={label: choice}))
                    starts += [(payload, path) for path in list_paths(stage, site, payload)[-1:]]
    return starts


def _spread(values: Iterator[object]) -> list[object]:
    """The first of many values, which are near misses, and some of the rest."""
    found = list(values)
    rest = found[NEAR:]
    return found[:NEAR] + rest[:: max(1, len(rest) // FAR)]


def list_valid(contract: Contract, message: str, *, full: bool = True) -> Stream:
    """Valid payloads: each part alone, then all values of all parts, many in one payload.

    `full`: also those that have as much as is allowed in all.
    """
    node = load_valid_node(contract, message)

    def make(source: Plan, way: str) -> Stream:
        try:
            yield Case(message, Verdict.VALID, build(node, source), way=way)
        except UnbuildableError:
            return

    yield from make(Plan(), "plain")
    yield from make(Everything(), "every part")
    yield from list_full(contract, message) if full else ()
    for choices in list_choices(contract, message):
        yield from make(Plan(choices), ", ".join(f"{key}{value}" for key, value in choices.items()))
    for rank in range(1, _count_values(contract, message)):
        yield from make(_Sweep(rank, full=True), f"value {rank} of every part")
        yield from make(_Sweep(rank, full=False), f"value {rank} of every mandatory part")


def list_longest(contract: Contract, message: str, pointers: list[str]) -> list[int]:
    """The ranks of the longest values of some optional parts."""
    node = load_valid_node(contract, message)
    parts = [find_node(node, tuple(to_tokens(pointer))).values for pointer in pointers]
    return sorted(
        {max(range(len(values)), key=lambda at: len(str(values[at]))) for values in parts if values}
    )


@lru_cache(maxsize=16)
def list_choices(contract: Contract, message: str) -> tuple[dict[str, int], ...]:
    """The choices of parts and numbers of items that differ from the plainest in one way."""
    plan = Plan()
    node = load_valid_node(contract, message)
    build(node, plan)
    parts = [label for label in plan.sizes if label.endswith("?")]
    found = [{label: other} for label in plan.sizes if _is_structure(label) for other in (1, 2, 3)]
    for label in parts:
        inner = Plan({label: 1})
        build(node, inner)
        new = [one for one in inner.sizes if one not in plan.sizes and _is_structure(one)]
        found += [
            {label: 1, one: other} for one in new for other in range(1, min(inner.sizes[one], 4))
        ]
        new = [one for one in inner.sizes if one not in plan.sizes and one.endswith("=")]
        found += [
            {label: 1, one: other} for one in new for other in range(1, min(inner.sizes[one], 4))
        ]
    sizes = {**plan.sizes}
    return tuple(
        one for one in found if all(value < sizes.get(label, 9) for label, value in one.items())
    )


def _is_structure(label: str) -> bool:
    return label.endswith(("?", "[]", "|", "!"))


def _count_values(contract: Contract, message: str) -> int:
    sweep = _Sweep(0, full=True)
    build(load_valid_node(contract, message), sweep)
    return max((size for label, size in sweep.sizes.items() if label.endswith("=")), default=0)


class _Sweep(Plan):
    """The same rank of value for every place; with every part, or with the mandatory ones only."""

    def __init__(self, rank: int, *, full: bool, choices: Mapping[str, int] | None = None) -> None:
        super().__init__(choices)
        self.rank, self.full = rank, full

    def choose(self, size: int, label: str) -> int:
        self.sizes.setdefault(label, size)
        if label in self.choices:
            return min(self.choices[label], size - 1)
        if is_part(label):
            return min(int(self.full), size - 1)
        return self.rank % size if label.endswith("=") else 0
