"""Where a message can be broken: each keyword that stands for a rule, at each place it judges."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.nodes import Node
from contractkit.payloads.valid_schemas import inline_schema
from contractkit.pointers import escape

ITEM = "/*"
Conditions = tuple[tuple[str, Schema], ...]


@dataclass(frozen=True, slots=True, eq=False)
class MutationPoint:
    """A keyword at a place (`pattern`), the rule it stands for, and the conditions around it.

    `name` tells apart the rules of one keyword: the property for `required`, the aspect for an
    `x-…` keyword, the keyword of a schema under `additionalProperties`. `conditions` are pairs of a
    pattern and a schema that must be met there.
    """

    contract: Contract
    message: str
    level: str
    rule: str
    pattern: str
    keyword: str
    name: str
    limit: Any
    schema: Schema
    conditions: Conditions

    @property
    def label(self) -> str:
        """The point in a few words, unique in its message."""
        where = "".join("?" for _ in self.conditions)
        return f"{self.rule}:{self.pattern}:{self.keyword}:{self.name}{where}"


@dataclass(frozen=True, slots=True)
class Target:
    """What a mutation changes: the point, the valid value there (None: absent), and its node."""

    point: MutationPoint
    value: Any
    node: Node


@lru_cache(maxsize=64)
def list_mutation_points(contract: Contract, message: str) -> tuple[MutationPoint, ...]:
    """The points of a message, the normative ones first, in the order of the schemas.

    Where an array of messages is a message too, what is wrong in one of them and in a message alone
    is a point of the latter only.
    """
    points = list_all_points(contract, message)
    alone = {_identify(point, point.pattern) for point in points}
    return tuple(
        point
        for point in points
        if not (
            point.pattern.startswith(ITEM) and _identify(point, point.pattern[len(ITEM) :]) in alone
        )
    )


def _identify(point: MutationPoint, pattern: str) -> tuple[str, ...]:
    return point.level, point.rule, pattern, point.keyword, point.name


@lru_cache(maxsize=64)
def list_all_points(contract: Contract, message: str) -> tuple[MutationPoint, ...]:
    """Every point of a message, the normative ones first, in the order of the schemas."""
    return tuple(
        point
        for layer in load_message_schemas(contract, message)
        for point in _walk(
            inline_schema(layer), partial(MutationPoint, contract, message, layer.level), "", ()
        )
    )


def list_needed_places(point: MutationPoint) -> Iterator[str]:
    """The patterns of the places that breaking the keyword needs."""
    yield point.pattern
    if isinstance(point.limit, dict) and point.keyword.startswith("x-"):
        for key in ("values", "names", "keys"):
            if key in point.limit:
                yield point.pattern + point.limit[key][0]


def _walk(
    schema: Schema, make: Callable[..., MutationPoint], pattern: str, conditions: Conditions
) -> Iterator[MutationPoint]:
    for keyword, name, rule in _list_rules(schema):
        limit = schema[keyword]
        if not _is_implied_type(keyword, limit, pattern, conditions):
            yield make(rule, pattern, keyword, name, limit, schema, conditions)
    for name, inner in schema.get("properties", {}).items():
        yield from _walk(inner, make, f"{pattern}/{escape(name)}", conditions)
    if "items" in schema:
        yield from _walk(schema["items"], make, f"{pattern}/*", conditions)
    for inner in schema.get("allOf", ()):
        yield from _walk(inner, make, pattern, conditions)
    if "then" in schema:
        met = (*conditions, (pattern, schema["if"]))
        yield from _walk(schema["then"], make, pattern, met)
    if "else" in schema:
        missed = (*conditions, (pattern, {"not": schema["if"]}))
        yield from _walk(schema["else"], make, pattern, missed)


def _list_rules(schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Each rule of a schema's own keywords: the keyword, what tells the rule apart, and its id.

    What is nearly right comes before what is of another type altogether.
    """
    for keyword, rules in sorted(
        schema.get("x-rules", {}).items(), key=lambda item: item[0] == "type"
    ):
        named = rules if isinstance(rules, dict) else {"": rules}
        yield from ((keyword, name, rule) for name, rule in named.items())
    members = schema.get("additionalProperties")
    if isinstance(members, dict):
        for name, rule in members.get("x-rules", {}).items():
            yield "additionalProperties", name, rule


def _is_implied_type(keyword: str, limit: Any, pattern: str, conditions: Conditions) -> bool:
    """Whether a condition at the same place already asks for the type that the keyword asks for."""
    return keyword == "type" and any(
        place == pattern and test.get("type") == limit for place, test in conditions
    )
