"""What a value meets that breaks a keyword: for each keyword schemas of such values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations, islice, zip_longest

from contractkit.contracts.loading import Schema
from contractkit.payloads.building.all_values import build_all
from contractkit.payloads.building.nodes import Node, make_node
from contractkit.payloads.mutation_points import MutationPoint, Target
from contractkit.payloads.schemas.conjunctions import WHOLE, read_types
from contractkit.payloads.schemas.inlining import find_kept
from contractkit.validation.equal_values import key_of

MOST_BUILT = 8  # for each of the opposites
MOST_PAIRS, MOST_TAGS = 10, 2
BRANCHES = frozenset({"if", "then", "else", "oneOf", "anyOf", "dependentSchemas"})
TYPES = ("object", "string", "number", "array", "boolean", "null")


def break_by_opposite(target: Target) -> Iterator[object]:
    """Values that meet all that judges the place, but for the keyword, whose opposite they meet."""
    yield from _build_opposites(target.node, target.point)


@lru_cache(maxsize=512)
def _build_opposites(node: Node, point: MutationPoint) -> tuple[object, ...]:
    opposites = list(OPPOSITES.get(point.keyword, _refuse)(point, node))
    around = [[drop_keyword(schema, point) for schema in node.schemas]]
    held = [test for place, test in point.conditions if place == point.pattern]
    if point.conditions or point.chosen:  # what the node has in a branch is not dropped there
        plain = [
            {key: value for key, value in schema.items() if key not in BRANCHES}
            for schema in node.schemas
            if WHOLE not in schema
        ]
        around.append([*plain, *held, drop_keyword(point.schema, point)])
    nodes = [
        make_node(node.pattern, [*rest, opposite], f"{node.variant}!", node.descent)
        for rest in around
        for opposite in opposites
    ]
    # One value of each kind comes before a second one of any.
    rows = zip_longest(*(islice(build_all(one, 2), MOST_BUILT) for one in nodes))
    built = (pair[1] for pair in chain.from_iterable(rows) if pair)
    return tuple({key_of(value): value for value in built}.values())


def drop_keyword(schema: Schema, point: MutationPoint) -> Schema:
    """A schema without the keyword of a point; nothing of a whole that judges what is left over."""
    if WHOLE in schema:
        return {}
    same = schema.get("x-rules") == point.schema.get("x-rules")
    if not same or schema.get(point.keyword) != point.limit:
        return schema
    return {key: inner for key, inner in schema.items() if key != point.keyword}


def _refuse(point: MutationPoint, _: Node) -> Iterator[Schema]:
    yield {"not": {point.keyword: point.limit}}


def _oppose_required(point: MutationPoint, _: Node) -> Iterator[Schema]:
    kept = [name for name in point.limit if name != point.name]
    yield {"type": "object", "required": kept, "not": {"required": [point.name]}}


def _oppose_dependent(point: MutationPoint, _: Node) -> Iterator[Schema]:
    for name, wanted in point.limit.items():
        for other in wanted:
            yield {"type": "object", "required": [name], "not": {"required": [other]}}


def _oppose_contains(point: MutationPoint, _: Node) -> Iterator[Schema]:
    least = point.schema.get("minContains", 1)
    few = {"contains": point.schema.get("contains", {}), "minContains": 0}
    for count in range(least - 1, -1, -1):
        yield {"type": "array", **few, "maxContains": count}
        yield {"type": "array", "minItems": 1, **few, "maxContains": count}


def _oppose_max_contains(point: MutationPoint, _: Node) -> Iterator[Schema]:
    wanted = {"contains": point.schema.get("contains", {}), "minContains": point.limit + 1}
    yield {"type": "array", "minItems": point.limit + 1, **wanted}


def _oppose_names(point: MutationPoint, _: Node) -> Iterator[Schema]:
    yield {"type": "object", "minProperties": 1, "propertyNames": {"not": point.limit}}


def _oppose_rest(_: MutationPoint, node: Node) -> Iterator[Schema]:
    """One item more than the schemas of the items are."""
    yield {"type": "array", "minItems": node.prefix + 1}


def _oppose_members(_: MutationPoint, __: Node) -> Iterator[Schema]:
    """A member of which no schema speaks."""
    yield {"type": "object", "required": ["extra"]}


def _oppose_not(point: MutationPoint, _: Node) -> Iterator[Schema]:
    yield point.limit


def _oppose_any(point: MutationPoint, _: Node) -> Iterator[Schema]:
    """What none of the branches allows, of a type that one has and of any other."""
    refused = {"not": {"anyOf": point.limit}}
    types = [name for branch in point.limit for name in list_types(branch)]
    yield from ({"type": name, **refused} for name in dict.fromkeys((*types, *TYPES)))


def _oppose_one(point: MutationPoint, node: Node) -> Iterator[Schema]:
    """What says that it is of a kind that no branch is; what two of them allow; what none does."""
    yield from islice(_list_unknown_kinds(point.limit), MOST_TAGS)
    for pair in islice(combinations(point.limit, 2), MOST_PAIRS):
        yield {"allOf": list(pair)}
    yield from _oppose_any(point, node)


def _list_unknown_kinds(branches: Sequence[Schema]) -> Iterator[Schema]:
    """A branch, with another text for the property that tells the branches apart."""
    whole = [find_kept(branch["$ref"]) if "$ref" in branch else branch for branch in branches]
    texts = [_find_texts(branch) for branch in whole]
    for name in texts[0] if texts else ():
        if all(name in found for found in texts):
            known = [text for found in texts for text in found[name]]
            unknown = {"type": "string", "minLength": 1, "not": {"enum": known}}
            kind: Schema = {"required": [name], "properties": {name: unknown}}
            yield {"allOf": [_free(whole[0], name), kind]}


def _find_texts(schema: Schema) -> dict[str, list[str]]:
    """The texts that each property may have, of which a schema lists all."""
    found: dict[str, list[str]] = {}
    for part in (schema, *schema.get("allOf", ())):
        for name, inner in part.get("properties", {}).items():
            listed = [inner["const"]] if "const" in inner else inner.get("enum", ())
            if listed and all(isinstance(text, str) for text in listed):
                found[name] = list(listed)
    return found


def _free(schema: Schema, name: str) -> Schema:
    """A schema that says nothing of a property but that it may be there."""
    freed = {"properties": {**schema.get("properties", {}), name: {}}}
    return {**schema, **freed, "allOf": [_free(part, name) for part in schema.get("allOf", ())]}


def list_types(schema: Schema) -> tuple[str, ...]:
    """The types that a schema asks for, or those that its keywords are about."""
    if "type" in schema:
        return read_types(schema["type"])
    return ("object",) if schema.keys() & {"properties", "required"} else ()


def _bound(keyword: str, difference: int = 0, kind: str = "") -> Callable[..., Iterator[Schema]]:
    """The opposite of a limit: another limit."""

    def oppose(point: MutationPoint, _: Node) -> Iterator[Schema]:
        limit: Schema = {keyword: point.limit + difference}
        yield {"type": kind, **limit} if kind else limit

    return oppose


OPPOSITES: Mapping[str, Callable[[MutationPoint, Node], Iterator[Schema]]] = {
    "minimum": _bound("exclusiveMaximum"),
    "exclusiveMinimum": _bound("maximum"),
    "maximum": _bound("exclusiveMinimum"),
    "exclusiveMaximum": _bound("minimum"),
    "minItems": _bound("maxItems", -1, "array"),
    "maxItems": _bound("minItems", 1, "array"),
    "minProperties": _bound("maxProperties", -1, "object"),
    "maxProperties": _bound("minProperties", 1, "object"),
    "required": _oppose_required,
    "dependentRequired": _oppose_dependent,
    "contains": _oppose_contains,
    "minContains": _oppose_contains,
    "maxContains": _oppose_max_contains,
    "propertyNames": _oppose_names,
    "not": _oppose_not,
    "additionalProperties": _oppose_members,
    "unevaluatedProperties": _oppose_members,
    "items": _oppose_rest,
    "unevaluatedItems": _oppose_rest,
    "anyOf": _oppose_any,
    "oneOf": _oppose_one,
}
