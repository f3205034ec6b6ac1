"""What several schemas ask for together: their parts, their types, what they say of the inside."""

import json
from collections.abc import Iterator, Sequence
from functools import reduce

from contractkit.contracts.loading import Schema
from contractkit.payloads.patterns.matching import matches
from contractkit.payloads.schemas.descents import Descent
from contractkit.payloads.schemas.inlining import NOTHING, find_kept

UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")
WHOLE = "x-whole"  # marks a part that is not taken apart any more
CHOICES = ("oneOf", "anyOf")
BRANCHING = ("if", "then", "else")


def take_apart(schemas: Sequence[Schema], descent: Descent) -> tuple[list[Schema], Descent]:
    """The parts that all judge, `allOf` and references taken apart, and the descent to these."""
    parts: list[Schema] = []
    deepest = descent
    for schema in schemas:
        inner, below = _take_apart(schema, descent)
        parts += inner
        deepest = deepest.join(below)
    return parts, deepest


def _take_apart(schema: Schema, descent: Descent) -> tuple[list[Schema], Descent]:
    if WHOLE in schema:
        return [schema], descent
    if "$ref" in schema:
        behind = descent.follow(schema["$ref"])
        if behind is None:
            return [NOTHING], descent
        return _take_apart(find_kept(schema["$ref"]), behind)
    parts: list[Schema] = []
    unevaluated = [key for key in UNEVALUATED if key in schema]
    if unevaluated:  # what it judges depends on all that stands beside it
        parts.append({WHOLE: True, "allOf": [schema], **{key: schema[key] for key in unevaluated}})
    inner, deepest = take_apart(schema.get("allOf", ()), descent)
    rest = {key: value for key, value in schema.items() if key not in ("allOf", *unevaluated)}
    return [*parts, *inner, rest] if rest else [*parts, *inner], deepest


def find_types(schemas: Sequence[Schema]) -> tuple[str, ...] | None:
    """The types that all schemas allow, `null` last; None where none names any."""
    named = [read_types(schema["type"]) for schema in schemas if "type" in schema]
    if not named:
        return None
    allowed: tuple[str, ...] = reduce(_intersect, named)
    if "number" in allowed:  # a whole number is one
        allowed = tuple(name for name in allowed if name != "integer")
    return tuple(sorted(allowed, key=lambda name: name == "null"))


def read_types(value: str | Sequence[str]) -> tuple[str, ...]:
    """The types that a `type` allows."""
    return (value,) if isinstance(value, str) else tuple(value)


def _intersect(types: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    both = [name for name in types if name in others]
    if ("number" in types and "integer" in others) or ("integer" in types and "number" in others):
        both += [] if "integer" in both else ["integer"]
    return tuple(both)


def is_impossible(schema: Schema) -> bool:
    """Whether no value at all meets a schema, as can be seen at once."""
    return bool(schema.get("not", NOTHING) == {})


def list_for_member(schemas: Sequence[Schema], name: str) -> Iterator[Schema]:
    """What the schemas say of a member with a name."""
    for schema in schemas:
        if WHOLE in schema:
            if "unevaluatedProperties" in schema and not speaks_of(schema["allOf"][0], name):
                yield to_schema(schema["unevaluatedProperties"])
            continue
        named = list(_list_named(schema, name))
        if not named and "additionalProperties" in schema:
            named = [to_schema(schema["additionalProperties"])]
        yield from named


def _list_named(schema: Schema, name: str) -> Iterator[Schema]:
    if name in schema.get("properties", {}):
        yield schema["properties"][name]
    for pattern, inner in schema.get("patternProperties", {}).items():
        if matches(pattern, name):
            yield inner


def speaks_of(schema: Schema, name: str) -> bool:
    """Whether a schema, or one that may apply at the same place, judges a member of that name."""
    if "additionalProperties" in schema or any(True for _ in _list_named(schema, name)):
        return True
    return any(speaks_of(inner, name) for inner in list_beside(schema))


def list_beside(schema: Schema) -> Iterator[Schema]:
    """The schemas inside one that may apply at the same place."""
    if "$ref" in schema:
        yield find_kept(schema["$ref"])
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, ())
    yield from (schema[keyword] for keyword in BRANCHING if keyword in schema)
    yield from schema.get("dependentSchemas", {}).values()


def list_for_item(schemas: Sequence[Schema], index: int) -> Iterator[Schema]:
    """What the schemas say of an item of an array."""
    for schema in schemas:
        prefix = schema.get("prefixItems", ())
        if WHOLE in schema:
            if "unevaluatedItems" in schema and not counts_item(schema["allOf"][0], index):
                yield to_schema(schema["unevaluatedItems"])
        elif index < len(prefix):
            yield prefix[index]
        elif "items" in schema:
            yield to_schema(schema["items"])


def counts_item(schema: Schema, index: int) -> bool:
    """Whether a schema, or one that may apply at the same place, judges an item of that index."""
    if schema.keys() & {"items", "contains"} or index < len(schema.get("prefixItems", ())):
        return True
    return any(counts_item(inner, index) for inner in list_beside(schema))


def to_schema(value: Schema | bool) -> Schema:
    """A schema that may be a boolean as an object."""
    return value if isinstance(value, dict) else {} if value else NOTHING


def count_prefix(schemas: Sequence[Schema]) -> int:
    """How many items have schemas of their own."""
    return max((len(schema.get("prefixItems", ())) for schema in schemas), default=0)


def list_options(schemas: Sequence[Schema], place: int, keyword: str) -> list[list[Schema]]:
    """The schemas with the choice that one of them offers made, in each way.

    Of `oneOf` without a discriminator, what one option allows the others must not.
    """
    before, first, after = schemas[:place], schemas[place], schemas[place + 1 :]
    plain = {key: value for key, value in first.items() if key != keyword}
    options = first[keyword]
    alone = keyword == "oneOf" and "x-discriminator" not in first
    return [
        [*before, plain, option, *after]
        + [{"not": other} for other in options if alone and other is not option]
        for option in options
    ]


def list_conditions(schema: Schema) -> Iterator[tuple[Schema, Schema, Schema]]:
    """The conditions of one schema: the test, what it asks for where it holds, and where not."""
    if "if" in schema:
        yield schema["if"], schema.get("then", {}), schema.get("else", {})
    for name, names in schema.get("dependentRequired", {}).items():
        yield {"type": "object", "required": [name]}, {"required": names}, {}
    for name, inner in schema.get("dependentSchemas", {}).items():
        yield {"type": "object", "required": [name]}, inner, {}


def decide_type_conditions(
    schemas: Sequence[Schema], kind: str, descent: Descent
) -> tuple[list[Schema], Descent]:
    """The schemas with the conditions that only ask for the type decided, and their descent."""
    parts: list[Schema] = []
    deepest = descent
    for schema in schemas:
        test = schema.get("if", {})
        if test.keys() != {"type"} or not isinstance(test["type"], str):
            parts.append(schema)
            continue
        plain = {key: value for key, value in schema.items() if key not in BRANCHING}
        decided = schema.get("then" if test["type"] == kind else "else", {})
        inner, below = take_apart([plain, decided], descent)
        inner, below = decide_type_conditions(inner, kind, below)
        parts += inner
        deepest = deepest.join(below)
    return parts, deepest


def list_contained(schemas: Sequence[Schema]) -> tuple[tuple[Schema, int, int | None], ...]:
    """Each schema that an array must contain items of: how many at least, and at most."""
    found: dict[str, tuple[Schema, int, int | None]] = {}
    for schema in schemas:
        if "contains" in schema:
            key = json.dumps(schema["contains"])
            inner, least, most = found.get(key, (schema["contains"], 0, None))
            limits = [limit for limit in (most, schema.get("maxContains")) if limit is not None]
            least = max(least, schema.get("minContains", 1))
            found[key] = inner, least, min(limits, default=None)
    return tuple(found.values())
