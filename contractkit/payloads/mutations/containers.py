"""Objects and arrays that break their keywords, and what `not` refuses."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from contractkit.payloads.builder import build
from contractkit.payloads.exploration import explore
from contractkit.payloads.mutation_points import MutationPoint
from contractkit.payloads.mutations.place import Place
from contractkit.payloads.nodes import Node, make_node

MOST_EXPLORED = 12


def break_required(place: Place) -> Iterator[object]:
    """The object without the property, or with it under a name that is nearly its own."""
    name, value = place.site.name, place.value
    rest = {key: one for key, one in value.items() if key != name}
    yield rest
    near = (name[:1].upper() + name[1:], f"{name} ", name.upper(), f"{name[:-1]}_{name[-1:]}")
    for other in near:
        if other != name:
            yield {(other if key == name else key): one for key, one in value.items()}


def break_additional_properties(place: Place) -> Iterator[object]:
    """An object with one property more, of a new name or nearly of a known one."""
    yield {**place.value, "extra": "x"}
    for name in place.site.schema.get("properties", {}):
        other = name[:1].swapcase() + name[1:]
        if other not in place.site.schema["properties"]:
            yield {**place.value, other: "x"}
    yield {**place.value, "": None}


def break_min_items(place: Place) -> Iterator[object]:
    """An array that is too short by one."""
    yield place.value[: place.site.limit - 1]


def break_max_items(place: Place) -> Iterator[object]:
    """An array that is too long by one."""
    yield (place.value * (place.site.limit + 1))[: place.site.limit + 1]


def break_not(place: Place) -> Iterator[object]:
    """A value that is exactly what the keyword refuses."""
    if isinstance(place.value, list) and len(place.value) == 1:
        yield place.value[0]
    yield from _build_refused(place.node, place.site)


@lru_cache(maxsize=256)
def _build_refused(node: Node, site: MutationPoint) -> tuple[object, ...]:
    schemas = [
        {key: one for key, one in schema.items() if (key, one) != ("not", site.limit)}
        for schema in node.schemas
    ]
    refused = make_node(node.pattern, [*schemas, site.limit])
    found = explore(lambda source: build(refused, source))
    return tuple(value for _, value in islice(found, MOST_EXPLORED))
