"""The payloads that two versions are tried with: the same on every run."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from contractkit.compare.constraints import canonical_json
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract
from contractkit.contracts.schemas import load_message_schemas
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.bases import group_breakable_points
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.building.choices import Seeded
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.sampling import draw_broken, draw_valid

DRAWS, BROKEN = 150, 2
Source = Callable[[Contract, str], Iterator[Any]]
# Does tasks by a function and gives the results in their order, maybe in several processes.
Share = Callable[[list[Any], Callable[[Any], Iterable[Any]]], Iterable[Any]]


def list_payloads(
    contracts: tuple[Contract, Contract], messages: Iterable[str], share: Share
) -> dict[str, dict[str, Any]]:
    """Payloads of each message, each once, by how it is written.

    The example files of the contracts, their boundary suites, then some drawn at random: valid, and
    broken in every way that makes one invalid or doubtful. Two contracts with the same schemas give
    the same payloads, which are listed once.
    """
    tasks = [task for message in messages for task in _list_sources(contracts, message)]
    found: dict[str, dict[str, Any]] = {message: {} for message in messages}
    for message, written, payload in share(tasks, partial(_run_source, contracts)):
        found[message].setdefault(written, payload)
    return found


def _list_sources(
    contracts: tuple[Contract, Contract], message: str
) -> Iterator[tuple[Source, str, int]]:
    """Where the payloads of a message come from, and of which contract."""
    different = range(1 if are_alike(contracts, message) else 2)
    yield from ((_read_examples, message, place) for place in range(2))
    yield from ((_list_edges, message, place) for place in different)
    yield from ((_draw, message, place) for place in different)


@lru_cache(maxsize=64)
def are_alike(contracts: tuple[Contract, Contract], message: str) -> bool:
    """Whether two versions of one contract have the same schemas of a message, and lookalikes."""
    before, after = (
        (
            (contract.home, contract.name, contract.data.get("lookalikes")),
            [
                (entry.level, {**entry.schema, "$id": None})
                for entry in load_message_schemas(contract, message)
            ],
        )
        for contract in contracts
    )
    return before == after


def _run_source(
    contracts: tuple[Contract, Contract], task: tuple[Source, str, int]
) -> Iterator[tuple[str, str, Any]]:
    list_some, message, place = task
    for payload in list_some(contracts[place], message):
        yield message, canonical_json(payload), payload


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
