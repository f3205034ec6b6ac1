"""The ways from a schema to those inside it, each with what a payload needs to come there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from contractkit.contracts.loading import Schema
from contractkit.payloads.schemas.conjunctions import list_conditions
from contractkit.payloads.schemas.inlining import find_kept
from contractkit.payloads.schemas.member_names import find_matching_name, find_new_name
from contractkit.payloads.schemas.valid_schemas import INDEX
from contractkit.pointers import escape

Conditions = tuple[tuple[str, Schema], ...]
PROPERTY, ITEM = "p", "i"  # the kinds of steps of a pattern, beside INDEX
PLAIN = frozenset({"type", "description", "examples", "x-rules"})


@dataclass(frozen=True, slots=True)
class Route:
    """The way to a schema: the `pattern` of the places that it judges, and what must hold there.

    `kinds` has a letter for each token of the pattern. `conditions` and `chosen` are pairs of a
    pattern on the way and a schema: those decide whether the schema counts at all, these are the
    branches that were taken. `followed` are the references that lead back to themselves, each with
    the pattern where it stood first.
    """

    pattern: str = ""
    kinds: str = ""
    conditions: Conditions = ()
    chosen: Conditions = ()
    followed: Mapping[str, str] = field(default_factory=dict)

    def step(self, token: str | int, kind: str) -> "Route":
        """The route to a member, or to an item."""
        return replace(self, pattern=f"{self.pattern}/{escape(token)}", kinds=self.kinds + kind)

    def meet(self, condition: Schema) -> "Route":
        """The route on which a condition holds at the place that was come to."""
        return replace(self, conditions=(*self.conditions, (self.pattern, condition)))

    def choose(self, *branches: Schema) -> "Route":
        """The route on which the place that was come to has to meet some branches."""
        taken = tuple((self.pattern, branch) for branch in branches)
        return replace(self, chosen=(*self.chosen, *taken))


def walk_routes(schema: Schema) -> Iterator[tuple[Route, Schema]]:
    """Every schema that judges a place, with the route to it; of a recursion, once around."""
    return (pair for pair in _walk(schema, Route()) if "$ref" not in pair[1])


def walk_recursions(schema: Schema) -> Iterator[tuple[str, Route]]:
    """Where a schema stands inside itself: the pattern where it stands first, and the route."""
    for route, inner in _walk(schema, Route()):
        if "$ref" in inner:
            yield route.followed[inner["$ref"]], route


def _walk(schema: Schema, route: Route) -> Iterator[tuple[Route, Schema]]:
    """The routes, and those that end at a reference that was followed before."""
    reference = schema.get("$ref")
    if reference is not None and reference not in route.followed:
        followed = {**route.followed, reference: route.pattern}
        yield from _walk(find_kept(reference), replace(route, followed=followed))
        return
    yield route, schema
    for inner_route, inner in (*_list_members(schema, route), *_list_items(schema, route)):
        yield from _walk(inner, inner_route)
    for inner in schema.get("allOf", ()):
        yield from _walk(inner, route)
    for inner_route, inner in (*_list_conditional(schema, route), *_list_branches(schema, route)):
        yield from _walk(inner, inner_route)


def _list_members(schema: Schema, route: Route) -> Iterator[tuple[Route, Schema]]:
    for name, inner in schema.get("properties", {}).items():
        yield route.step(name, PROPERTY), inner
    for pattern, inner in schema.get("patternProperties", {}).items():
        name = find_matching_name(schema, pattern)
        if name is not None:
            yield route.step(name, PROPERTY), inner
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        inner = schema.get(keyword)
        name = find_new_name(schema) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and name is not None and not is_plain(inner):
            yield route.step(name, PROPERTY), inner


def _list_items(schema: Schema, route: Route) -> Iterator[tuple[Route, Schema]]:
    prefix = schema.get("prefixItems", ())
    for index, inner in enumerate(prefix):
        yield route.step(index, INDEX), inner
    for keyword in ("items", "unevaluatedItems"):
        if isinstance(schema.get(keyword), dict):
            step = route.step(len(prefix), INDEX) if prefix else route.step("*", ITEM)
            yield step, schema[keyword]


def _list_conditional(schema: Schema, route: Route) -> Iterator[tuple[Route, Schema]]:
    for test, then, otherwise in list_conditions(schema):
        yield route.meet(test), then
        yield route.meet({"not": test}), otherwise


def _list_branches(schema: Schema, route: Route) -> Iterator[tuple[Route, Schema]]:
    for keyword in ("oneOf", "anyOf"):
        for branch in schema.get(keyword, ()):
            yield route.choose(branch), branch


def is_plain(members: Any) -> TypeGuard[Schema]:
    """Whether the members of other names are only asked for their type."""
    return isinstance(members, dict) and members.keys() <= PLAIN
