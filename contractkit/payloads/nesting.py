"""Payloads of recursive schemas, some levels down in another payload of the same message."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.schemas import load_message_schemas
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.nodes import make_node
from contractkit.payloads.cases import Case, judge_payload
from contractkit.payloads.schemas.routes import Route, walk_recursions
from contractkit.payloads.schemas.valid_schemas import (
    inline_schema,
    load_valid_schemas,
    require_path,
)
from contractkit.pointers import Path, get_value, replace_value, select_values, to_tokens

MOST_WALKED, MOST_RECURSIONS = 200, 8
DEPTHS = (1, 2, 3, 6, 12, 30)  # levels of valid payloads


@dataclass(frozen=True, slots=True, eq=False)
class Recursion:
    """A schema that stands inside itself: at the pattern `first`, and again further below.

    `payload` is a valid one that has both; there they are at the paths `outer` and `inner`.
    """

    first: str
    payload: Any
    outer: Path
    inner: Path

    def nest(self, value: object, depth: int) -> Any:
        """The payload with a value of the schema so many levels down."""
        payload = self.payload
        for _ in range(depth):
            payload = replace_value(self.payload, self.inner, value)
            value = get_value(payload, self.outer)
        return payload


@lru_cache(maxsize=64)
def list_recursions(contract: Contract, message: str) -> tuple[Recursion, ...]:
    """The recursions of a message, each at one place; of very many the first."""
    found: dict[tuple[str, str], Recursion] = {}
    for layer in load_message_schemas(contract, message):
        for first, route in islice(walk_recursions(inline_schema(layer)), MOST_WALKED):
            key = first, route.pattern
            if key not in found and len(found) < MOST_RECURSIONS:
                with suppress(UnbuildableError):
                    found[key] = _make_recursion(contract, message, first, route)
    return tuple(found.values())


def _make_recursion(contract: Contract, message: str, first: str, route: Route) -> Recursion:
    met = [
        require_path(place, schema, kinds=route.kinds)
        for place, schema in (*route.conditions, *route.chosen)
    ]
    wanted = require_path(route.pattern, kinds=route.kinds)
    node = make_node("", [*load_valid_schemas(contract, message), wanted, *met])
    payload = build(node, Plan())
    inner, _ = next(select_values(payload, route.pattern))
    return Recursion(first, payload, inner[: len(to_tokens(first))], inner)


def list_nested(contract: Contract, case: Case, depth: int) -> Iterator[Case]:
    """A broken case so many levels down in each recursion around its place, if broken so too."""
    tokens = to_tokens(case.pointer or "")
    for recursion in list_recursions(contract, case.message):
        for path, value in select_values(case.payload, recursion.first):
            if tuple(map(str, path)) == tokens[: len(path)]:
                payload = recursion.nest(value, depth)
                nested = judge_payload(contract, case.message, payload)
                if case.rules[0] in nested.rules and nested.verdict is case.verdict:
                    yield replace(nested, origin=f"{case.origin}, {count_levels(depth)}")


def list_deep(contract: Contract, message: str) -> Iterator[Case]:
    """Valid payloads that are ever deeper."""
    for depth in DEPTHS:
        for recursion in list_recursions(contract, message):
            value = get_value(recursion.payload, recursion.outer)
            case = judge_payload(contract, message, recursion.nest(value, depth))
            if case.verdict is Verdict.VALID:
                yield replace(case, origin=count_levels(depth))


def count_levels(depth: int) -> str:
    """How deep a part is nested, in words."""
    return f"{depth} level{'' if depth == 1 else 's'} down"
