"""Where a message can be broken: each keyword that stands for a rule, at each place it judges."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.building.nodes import Node
from contractkit.payloads.schemas.routes import Conditions, Route, is_plain, walk_routes
from contractkit.payloads.schemas.valid_schemas import inline_schema

ITEM = "/*"


@dataclass(frozen=True, slots=True, eq=False)
class MutationPoint:
    """A keyword at a place (`pattern`), the rule it stands for, and the conditions around it.

    `name` tells apart the rules of one keyword: the property for `required`, the aspect for an
    `x-…` keyword, the keyword of a schema under `additionalProperties`. `conditions` are pairs of a
    pattern and a schema that must be met there, for the keyword to count; `chosen` such pairs of
    the branches that stand around it. `kinds` has a letter for each token of the pattern.
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
    chosen: Conditions = ()
    kinds: str = ""

    @property
    def label(self) -> str:
        """The point in a few words, unique in its message."""
        where = "".join("?" for _ in self.conditions)
        return f"{self.rule}:{self.pattern}:{self.keyword}:{self.name}{where}"

    @property
    def limits(self) -> list[Any]:
        """The keyword's value as a list, as `type` has one or several."""
        return self.limit if isinstance(self.limit, list) else [self.limit]


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


def list_needed_places(point: MutationPoint) -> Iterator[str]:
    """The patterns of the places that breaking the keyword needs."""
    yield point.pattern
    if isinstance(point.limit, dict) and point.keyword.startswith("x-"):
        for key in ("values", "names", "keys"):
            if key in point.limit:
                yield point.pattern + point.limit[key][0]


@lru_cache(maxsize=64)
def list_all_points(contract: Contract, message: str) -> tuple[MutationPoint, ...]:
    """Every point of a message, the normative ones first, in the order of the schemas."""
    return tuple(
        MutationPoint(
            contract=contract,
            message=message,
            level=layer.level,
            rule=rule,
            pattern=route.pattern,
            keyword=keyword,
            name=name,
            limit=schema[keyword],
            schema=schema,
            conditions=route.conditions,
            chosen=route.chosen,
            kinds=route.kinds,
        )
        for layer in load_message_schemas(contract, message)
        for route, schema in walk_routes(inline_schema(layer))
        for keyword, name, rule in _list_rules(schema)
        if not _is_implied_type(keyword, schema[keyword], route)
    )


def _list_rules(schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Each rule of a schema's own keywords: the keyword, what tells the rule apart, and its id.

    What is nearly right comes before what is of another type altogether.
    """
    for keyword, rules in sorted(
        schema.get("x-rules", {}).items(), key=lambda item: item[0] == "type"
    ):
        named = rules if isinstance(rules, dict) else {"": rules}
        yield from ((keyword, name, rule) for name, rule in named.items() if keyword in schema)
    members = schema.get("additionalProperties")
    if is_plain(members):
        for name, rule in members.get("x-rules", {}).items():
            yield "additionalProperties", name, rule


def _is_implied_type(keyword: str, limit: Any, route: Route) -> bool:
    """Whether a condition at the same place already asks for the type that the keyword asks for."""
    return keyword == "type" and any(
        place == route.pattern and test.get("type") == limit for place, test in route.conditions
    )
