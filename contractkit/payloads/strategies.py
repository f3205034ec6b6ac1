"""Hypothesis strategies for payloads, made from the schemas alone.

    @given(valid("request"))
    def test_client(payload): ...

    @given(invalid("request"))
    def test_server(case): assert refuses(case.payload), case.rules

Every draw is judged by the linter; shrinking ends at the plainest payload.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from hypothesis import reject
from hypothesis import strategies as st

from contractkit.contracts.loading import Contract, find_message, load_default
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.payloads.bases import find_breakable_points
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import FullPlan, Plan, Seeded
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.building.nodes import Node
from contractkit.payloads.cases import Case
from contractkit.payloads.sampling import draw_broken, draw_valid, prepare_broken

_SEEDS = st.integers(0, 2**32)
Draw = Callable[[st.SearchStrategy[Any]], Any]
REDRAWS = 4


def valid(message: str, *, contract: Contract | None = None) -> st.SearchStrategy[Any]:
    """Valid payloads of a message: any implementation must accept them.

    Raises UnknownNameError for a message that the contract does not have.
    """
    contract = contract or load_default()
    find_message(contract, message)
    # What is worked out once is worked out here, not in the first draw, which would seem slow.
    _prepare_strings()
    for source in (Plan(), FullPlan()):
        build(load_valid_node(contract, message), source)
    return _valid(contract, message)


def invalid(
    message: str, rule: str | None = None, *, contract: Contract | None = None
) -> st.SearchStrategy[Case]:
    """Cases whose payload breaks a rule, at best nothing else: any implementation must refuse it.

    `rule` asks for one rule. Raises UnknownNameError for a rule that does not exist, UnfitRuleError
    for one that this message does not have.
    """
    return _broken(contract or load_default(), message, rule, Verdict.INVALID)


def doubtful(
    message: str, rule: str | None = None, *, contract: Contract | None = None
) -> st.SearchStrategy[Case]:
    """Cases whose payload an implementation may accept or refuse; otherwise like `invalid`."""
    return _broken(contract or load_default(), message, rule, Verdict.DOUBTFUL)


def _broken(
    contract: Contract, message: str, rule: str | None, verdict: Verdict
) -> st.SearchStrategy[Case]:
    points_by_rule = find_breakable_points(contract, message, rule, verdict)
    _prepare_strings()
    for points in points_by_rule:
        for point in points:
            prepare_broken(point)

    # The points are no argument, since Hypothesis shows all arguments, and warns if they are long.
    @st.composite
    def broken(draw: Draw) -> Case:
        source = Drawn(draw)
        for number in range(REDRAWS):
            points = points_by_rule[source.choose(len(points_by_rule), f"rule{number}")]
            point = points[source.choose(len(points), f"point{number}")]
            try:
                case = draw_broken(point, source)
            except UnbuildableError:
                continue
            if case and case.verdict is verdict:
                return case
        return cast("Case", reject())

    return broken()


@st.composite
def _valid(draw: Draw, contract: Contract, message: str) -> Any:
    try:
        return draw_valid(contract, message, Drawn(draw)).payload
    except UnbuildableError:
        return reject()


class Drawn:
    """Choices that Hypothesis draws, and so shrinks and replays."""

    takes_parts = True

    def __init__(self, draw: Draw) -> None:
        """Take the draw function of a composite strategy."""
        self._draw = draw

    def choose(self, size: int, label: str) -> int:
        """One of the possibilities; shrinks to the plainest."""
        return int(self._draw(_integers(size))) if size > 1 else 0

    def draw_string(self, node: Node) -> object:
        """A string of any characters, of the lengths or the pattern that the schemas ask for."""
        if node.patterns:
            # One choice instead of one for each character: ten times faster, and shrinking does
            # not need the string, since every plainer value of the place is tried before it.
            return Seeded(str(self._draw(_SEEDS))).draw_string(node)
        return self._draw(_strings(node))


@lru_cache(maxsize=512)
def _integers(size: int) -> st.SearchStrategy[int]:
    return st.integers(0, size - 1)


@lru_cache(maxsize=1)
def _prepare_strings() -> None:
    """Let Hypothesis work out its tables of characters, which takes seconds where none are kept."""
    from hypothesis_jsonschema import from_schema

    from_schema({"type": "string", "maxLength": 1})


@lru_cache(maxsize=512)
def _strings(node: Node) -> st.SearchStrategy[Any]:
    from hypothesis_jsonschema import from_schema

    schema: dict[str, Any] = {"type": "string", "minLength": node.limit("minLength", max, 0)}
    longest = node.limit("maxLength", min, None)
    return from_schema(schema if longest is None else {**schema, "maxLength": longest})
