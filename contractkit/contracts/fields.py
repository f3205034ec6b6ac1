"""The fields that a message's schemas describe: their places, descriptions and rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import cast

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.subschemas import find_definition, is_latest, list_applied
from contractkit.pointers import escape, to_pattern, to_tokens

# What judges the items, or the members, that have no schema of their own.
EACH_MEMBER = ("additionalProperties", "unevaluatedProperties")
EACH = ("items", "additionalItems", "unevaluatedItems", *EACH_MEMBER)
CHOICES = ("anyOf", "oneOf")
MOST_SUBSCHEMAS = 10_000
DEPTHS = (None, 12, 9, 7, 5, 4, 3, 2, 1)
_Step = tuple[str, Schema, bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a message, as a pointer pattern such as `/items/*/name`.

    `schemas` are all the subschemas that describe it (those of conditionals too), `rules` the
    rules that their keywords name, `mandatory` whether the object around it always requires it,
    `sometimes` whether it does in some cases.
    """

    pattern: str
    schemas: tuple[Schema, ...]
    mandatory: bool
    sometimes: bool

    @property
    def description(self) -> str:
        """What the field is for, in the schema's words."""
        return next(
            (schema["description"] for schema in self.schemas if "description" in schema), ""
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that concern the field, sorted."""
        return tuple(
            sorted({rule for schema in self.schemas for rule in list_keyword_rules(schema)})
        )


def list_keyword_rules(schema: Schema) -> Iterator[str]:
    """The ids of the rules that the keywords of one schema stand for, without those inside it."""
    for rule in schema.get("x-rules", {}).values():
        yield from rule.values() if isinstance(rule, dict) else [rule]


@lru_cache(maxsize=64)
def list_fields(contract: Contract, message: str) -> Mapping[str, Field]:
    """The fields of a message by pattern, the root first, in the order of the schema."""
    schemas: dict[str, list[Schema]] = {}
    required: dict[bool, set[str]] = {True: set(), False: set()}
    for entry in load_message_schemas(contract, message):
        for pattern, schema, always in walk_subschemas(entry.schema):
            schemas.setdefault(pattern, []).append(schema)
            names = _list_required(entry.schema, schema)
            required[always] |= {f"{pattern}/{escape(name)}" for name in names}
    return {
        pattern: Field(pattern, tuple(found), pattern in required[True], pattern in required[False])
        for pattern, found in schemas.items()
    }


def _list_required(root: Schema, schema: Schema) -> set[str]:
    """The names that a schema requires, itself or in each branch of a choice."""
    required = set(schema.get("required", ()))
    for keyword in CHOICES:
        in_each = [
            {name for one in list_applied(root, branch) for name in one.get("required", ())}
            for branch in schema.get(keyword, ())
        ]
        required |= set.intersection(*in_each) if in_each else set()
    return required


def find_field(contract: Contract, message: str, pointer: str) -> Field | None:
    """The field at a pointer, with indices or `*`, however deep; None where there is none."""
    listed = list_fields(contract, message)
    field = listed.get(pointer) or listed.get(to_pattern(pointer))
    if field:
        return field
    schemas: list[Schema] = []
    mandatory = sometimes = False
    for entry in load_message_schemas(contract, message):
        places = [("", entry.schema, True)]
        for token in to_tokens(pointer):
            around = list(_spread(entry.schema, places))
            asking = {
                always for one, always in around if token in _list_required(entry.schema, one)
            }
            mandatory, sometimes = True in asking, False in asking
            places = [step for one, always in around for step in _enter(one, token, always)]
        schemas += [one for one, _ in _spread(entry.schema, places)]
    return Field(to_pattern(pointer), tuple(schemas), mandatory, sometimes) if schemas else None


def _spread(
    root: Schema, places: Iterable[tuple[str, Schema, bool]]
) -> Iterator[tuple[Schema, bool]]:
    """All subschemas that apply to the same places, each once."""
    pending, seen = list(places), set[int]()
    while pending:
        pattern, schema, always = pending.pop(0)
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        if "$ref" in schema:
            pending.append((pattern, find_definition(root, schema["$ref"]), always))
        if "$ref" not in schema or is_latest(root):
            yield schema, always
            pending += [step for step in _list_inner("", schema, always) if not step[0]]


def _enter(schema: Schema, token: str, always: bool) -> Iterator[tuple[str, Schema, bool]]:
    """The subschemas of what a token leads to: the member of a name, or an item."""
    is_item = token == "*" or token.isdecimal()
    own = [schema["properties"][token]] if token in schema.get("properties", {}) else []
    first = _list_tuple(schema)
    if token.isdecimal() and int(token) < len(first):
        own.append(first[int(token)])
    if not own:
        kinds = EACH if is_item else EACH_MEMBER
        own = [schema[kind] for kind in kinds if isinstance(schema.get(kind), dict)]
        own += schema.get("patternProperties", {}).values()
    yield from (("", one, always) for one in own)


def walk_subschemas(root: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Every subschema that applies to a place: (the pattern, the subschema, whether always).

    Conditions (`if`, `not`) only decide what applies, and are left out. A definition is not entered
    again inside itself; of more than MOST_SUBSCHEMAS the deepest are left out.
    """
    for depth in DEPTHS:
        found = list(islice(_walk(root, depth), MOST_SUBSCHEMAS + 1))
        if len(found) <= MOST_SUBSCHEMAS:
            break
    return iter(found[:MOST_SUBSCHEMAS])


def _walk(root: Schema, depth: int | None) -> Iterator[tuple[str, Schema, bool]]:
    pending: list[_Step] = [("", root, True, frozenset({"#"}))]
    while pending:
        pattern, schema, always, entered = pending.pop(0)
        if not isinstance(schema, dict):
            continue
        reference = schema.get("$ref")
        if reference is not None:
            definition = cast("Schema", find_definition(root, reference))
            if reference not in entered:
                pending.insert(0, (pattern, definition, always, entered | {reference}))
            elif isinstance(definition, dict):
                yield pattern, definition, always
            if not is_latest(root):
                continue
        yield pattern, schema, always
        if depth is None or pattern.count("/") < depth:
            inner = _list_inner(pattern, schema, always)
            pending[:0] = [(*each, entered) for each in inner]


def _list_inner(pattern: str, schema: Schema, always: bool) -> Iterator[tuple[str, Schema, bool]]:
    """The subschemas right inside one that apply to its own place or one right below."""
    for name, inner in schema.get("properties", {}).items():
        yield f"{pattern}/{escape(name)}", inner, always
    for index, inner in enumerate(_list_tuple(schema)):
        yield f"{pattern}/{index}", inner, always
    for keyword in EACH:
        if isinstance(schema.get(keyword), dict):
            yield f"{pattern}/*", schema[keyword], always
    for inner in schema.get("patternProperties", {}).values():
        yield f"{pattern}/*", inner, always
    for inner in schema.get("allOf", ()):
        yield pattern, inner, always
    for branch in _list_branches(schema):
        yield pattern, branch, False


def _list_tuple(schema: Schema) -> list[Schema]:
    """The schemas of the first items of an array."""
    first = schema.get("prefixItems", schema.get("items"))
    return first if isinstance(first, list) else []


def _list_branches(schema: Schema) -> Iterator[Schema]:
    """The subschemas that apply to the same place in some cases only."""
    for keyword in ("then", "else"):
        if keyword in schema:
            yield schema[keyword]
    for keyword in CHOICES:
        yield from schema.get(keyword, ())
    for keyword in ("dependentSchemas", "dependencies"):
        yield from schema.get(keyword, {}).values()
