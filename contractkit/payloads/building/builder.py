"""Builds a value for a node: draw it, see which conditions hold, repair it, and check it."""

import copy
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from contractkit.contracts.loading import Schema
from contractkit.errors import UnbuildableError
from contractkit.payloads.building.arrays import (
    COUNTS,
    find_counts,
    is_unique,
    make_distinct,
    plan_items,
)
from contractkit.payloads.building.choices import BarePlan, Seeded, Source
from contractkit.payloads.building.members import list_members, repair_names
from contractkit.payloads.building.node_variants import narrow, share_among_places
from contractkit.payloads.building.nodes import Node
from contractkit.payloads.building.repairs import repair_keywords
from contractkit.payloads.schemas.conjunctions import WHOLE, take_apart

ATTEMPTS = 6
ROUNDS = 3
LONGEST = 3
CHECKED = frozenset({"array", "either", "choice"})  # scalars and objects are checked where drawn
BRANCHED = frozenset({"either", "choice"})
CONTAINERS = frozenset({"object", "array"})
SCALARS = frozenset({"string", "number", "integer", "boolean", "null", "enum", "any", "nothing"})
MOST_OTHERS = 40
# What may ask for several things at once that one choice after the other does not meet.
INTRICATE = frozenset(
    {"oneOf", "anyOf", "contains", "uniqueItems", "prefixItems", "minProperties", "propertyNames",
     "patternProperties", "dependentRequired", "dependentSchemas", WHOLE}
)  # fmt: skip
MOST_SEARCHED, ENOUGH_FOUND = 40, 3
_UNFIT = object()


def build(node: Node, source: Source) -> object:
    """A value that meets all the schemas of a node; UnbuildableError where none was found."""
    reason = UnbuildableError(node.pattern)
    try:
        value = _try_to_build(node, source)
    except UnbuildableError as error:  # of a place inside
        value, reason = _UNFIT, error
    if value is not _UNFIT:
        return value
    others = find_others(node)
    if not others:
        raise reason
    chosen = source.choose(len(others), f"{node.pattern}{node.variant}*")
    return copy.deepcopy(others[chosen])


def _try_to_build(node: Node, source: Source) -> object:
    for attempt in range(ATTEMPTS if source.takes_parts else 1):  # a bare plan has no other way
        again = f"#{attempt}" if attempt else ""
        value = _draw(node, source, f"{node.pattern}{node.variant}{again}")
        if value is not _UNFIT and (node.kind not in CHECKED or node.fits(value)):
            return value
    return _UNFIT


@share_among_places
def find_others(node: Node) -> tuple[object, ...]:
    """Values of a place that are found otherwise than by drawing: plain ones, and by a search."""
    if not any(INTRICATE & schema.keys() for schema in node.schemas):
        return node.fallbacks
    found = []
    for seed in range(MOST_SEARCHED):
        with suppress(UnbuildableError):
            value = _draw(node, Seeded(f"search {seed}"), f"{node.pattern}{node.variant}")
            found += [value] if value is not _UNFIT and node.fits(value) else []
        if len(found) == ENOUGH_FOUND:
            break
    return (*node.fallbacks, *found)


@share_among_places
def is_buildable(node: Node) -> bool:
    """Whether a place has any value at all that meets its schemas."""
    if node.kind not in CONTAINERS | BRANCHED:
        return bool(node.values or node.fallbacks)
    try:
        build(node, BarePlan())
    except UnbuildableError:
        return False
    return True


def _draw(node: Node, source: Source, label: str) -> object:
    match node.kind:
        case "object":
            return _draw_object(node, source, label)
        case "array":
            return _draw_array(node, source, label)
        case "either" | "choice":
            branches = list_possible(node)
            if not branches:
                return _UNFIT
            return build(branches[source.choose(len(branches), f"{label}|")], source)
        case _:
            return _draw_scalar(node, source, label)


@lru_cache(maxsize=1024)
def list_possible(node: Node) -> tuple[Node, ...]:
    """The branches of a node that have a value which meets all that it asks for.

    The plainest first: of a condition where it does not hold, of a choice in its own order.
    """
    possible = [node.branches[number] for number in _find_possible(node)]
    return tuple(
        narrow(node, branch) if branch.kind in SCALARS else branch
        for branch in (possible if node.kind == "choice" else reversed(possible))
    )


@share_among_places
def _find_possible(node: Node) -> tuple[int, ...]:
    """The numbers of these branches."""
    return tuple(
        number for number, branch in enumerate(node.branches) if _is_possible(node, branch)
    )


def _is_possible(node: Node, branch: Node) -> bool:
    if branch.kind in SCALARS:
        return is_buildable(narrow(node, branch))
    try:
        return node.fits(build(branch, BarePlan()))
    except UnbuildableError:
        return False


def _draw_scalar(node: Node, source: Source, label: str) -> object:
    values = node.values or node.fallbacks
    if not values:
        return _UNFIT
    draw = source.draw_string if node.kind == "string" else None
    if len(values) == 1 or draw is None:
        return values[source.choose(len(values), f"{label}=")]
    # The longest are likelier than the rest, and three in ten are drawn freely; a draw that does
    # not fit gives way to the plainest value.
    likely = values + node.longest * LONGEST
    chosen = source.choose(len(likely) * 13 // 10, f"{label}=")
    if chosen < len(likely):
        return likely[chosen]
    value = draw(node)
    return value if node.fits(value) else values[0]


def _draw_array(node: Node, source: Source, label: str) -> object:
    least, most = find_counts(node)
    if most > least and not is_buildable(node.item(least)):
        most = least
    counts = [least + more for more in COUNTS if least + more <= most]
    if not counts:
        return _UNFIT
    count = counts[source.choose(len(counts), f"{label}[]")]
    items = plan_items(node, count)
    value = [build(item, _Numbered(source, number)) for number, item in enumerate(items)]
    return make_distinct(node, value, _list_others) if is_unique(node) else value


def _list_others(node: Node) -> Iterator[object]:
    """Some values that a place can have, the plainest first."""
    yield from () if node.kind in CONTAINERS | BRANCHED else node.values
    for seed in range(MOST_OTHERS):
        with suppress(UnbuildableError):
            yield build(node, Seeded(f"another {seed}"))


class _Numbered:
    """A source that tells apart the choices of the items of an array."""

    def __init__(self, source: Source, number: int) -> None:
        self.source, self.number = source, number
        self.draw_string, self.takes_parts = source.draw_string, source.takes_parts

    def choose(self, size: int, label: str) -> int:
        return self.source.choose(size, f"{self.number}:{label}")


def _draw_object(node: Node, source: Source, label: str) -> object:
    value: dict[str, object] = {}
    for name, inner in node.properties.items():
        if name in node.required or (
            source.takes_parts
            and is_buildable(inner)
            and source.choose(2, f"{inner.pattern}?{label[len(node.pattern) :]}")
        ):
            value[name] = build(inner, source)
    for pattern, name, inner in list_members(node) if source.takes_parts else ():
        if is_buildable(inner) and source.choose(2, f"{pattern}?{label[len(node.pattern) :]}"):
            value[name] = build(inner, source)
    for _ in range(ROUNDS):
        if node.fits(value):
            return value
        _repair(node, value, source)
    return value if node.fits(value) else _UNFIT


def _repair(node: Node, value: dict[str, object], source: Source) -> None:
    for condition in node.conditions:
        holds = condition.holds(value)
        satisfied = _satisfy(node, value, condition.then if holds else condition.otherwise, source)
        if holds and not satisfied:
            _violate(node, value, condition.test, source)
        elif not satisfied:
            _satisfy(node, value, condition.test, source)
    for refused, fits in node.refused:
        if fits(value):
            _violate(node, value, refused, source)
    repair_keywords(node, value)
    repair_names(node, value, lambda inner: build(inner, source), is_buildable)


def _satisfy(node: Node, value: dict[str, object], schema: Schema, source: Source) -> bool:
    """Make an object meet one more schema: add what it requires, rebuild what does not fit.

    False where a required property cannot meet it.
    """
    if not schema:
        return True
    stricter = node.meeting(schema)
    for name, inner in stricter.properties.items():
        missing = name not in value
        if missing and name not in stricter.required:
            continue
        if missing or not inner.fits(value[name]):
            if is_buildable(inner):
                value[name] = build(inner, source)
            elif name in stricter.required:
                return False
            else:
                del value[name]
    for refused, fits in stricter.refused:
        if fits(value):
            _violate(stricter, value, refused, source)
    repair_keywords(stricter, value)
    return not any(fits(value) for _, fits in stricter.refused)


def _violate(node: Node, value: dict[str, object], refused: Schema, source: Source) -> None:
    """Make an object not meet a schema, through one of the properties that it speaks of.

    Where it only asks for properties, one of them is left out, the last at best.
    """
    names = [name for name in refused.get("properties", {}) if name in node.properties]
    optional = [name for name in refused.get("required", ()) if name not in node.required]
    if names:
        first = source.choose(len(names), f"{node.pattern}!")
        for name in names[first:] + names[:first]:
            other = node.meeting_not(name, refused["properties"][name])
            if is_buildable(other):
                value[name] = build(other, source)
                return
    elif optional:
        left_out = source.choose(len(optional), f"{node.pattern}-")
        value.pop(optional[-1 - left_out], None)
    else:
        _violate_parts(node, value, refused, source)


def _violate_parts(node: Node, value: dict[str, object], refused: Schema, source: Source) -> None:
    """Make an object not meet what a schema is made of, or say more than it allows."""
    before = dict(value)
    for option in refused.get("anyOf", ()):
        _violate(node, value, option, source)
    parts, _ = take_apart([refused], node.descent)
    for part in parts if parts != [refused] else ():
        _violate(node, value, part, source)
        if value != before:
            return
    for name, schema in refused.get("properties", {}).items():
        other = node.named(name).meeting({"not": schema})
        if is_buildable(other):
            value[name] = build(other, source)
            return
