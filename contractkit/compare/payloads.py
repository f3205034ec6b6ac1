"""The payloads that two versions are tried with: the same on every run."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from contractkit.compare.constraints import canonical_json
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.bases import group_breakable_points
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.builder import UnbuildableError
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.choices import Seeded
from contractkit.payloads.sampling import draw_broken, draw_valid

DRAWS, BROKEN = 150, 2


def list_payloads(contracts: tuple[Contract, ...], message: str) -> dict[str, Any]:
    """Payloads of a message, each once, by how it is written.

    The example files of the contracts, their boundary suites, then some drawn at random: valid, and
    broken in every way that makes one invalid or doubtful.
    """
    found: dict[str, Any] = {}
    for list_some in (_read_examples, _list_edges, _draw):
        for contract in contracts:
            for payload in list_some(contract, message):
                found.setdefault(canonical_json(payload), payload)
    return found


def _read_examples(contract: Contract, message: str) -> Iterator[Any]:
    for example in load_examples(contract):
        if example.suite.replace("\\", "/").partition("/")[0] == message:
            with open(example.path, "rb") as file:
                data = file.read()
            try:
                yield parse_plain(data)
            except NotPlainError:
                continue


def _list_edges(contract: Contract, message: str) -> Iterator[Any]:
    return (case.payload for case in boundary_suite(contract, message) if is_json(case))


def _draw(contract: Contract, message: str) -> Iterator[Any]:
    points = [
        point
        for verdict in (Verdict.INVALID, Verdict.DOUBTFUL)
        for points_of_rule in group_breakable_points(contract, message, verdict).values()
        for point in points_of_rule
    ]
    for number in range(DRAWS):
        source = Seeded(f"diff:{number}")
        yield from _try(partial(draw_valid, contract, message, source))
        for _ in range(BROKEN if points else 0):
            point = points[source.choose(len(points), "point")]
            yield from _try(partial(draw_broken, point, source))


def _try(draw: Callable[[], Case | None]) -> Iterator[Any]:
    """The payload of a draw, unless its choices lead nowhere."""
    with suppress(UnbuildableError):
        case = draw()
        if case:
            yield case.payload
