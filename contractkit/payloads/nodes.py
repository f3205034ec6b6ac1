"""One place of a message with all the schemas that judge it, ready to be built.

What a node needs only sometimes is worked out when it is first asked for, and kept.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.edge_values import find_limit, list_edge_values
from contractkit.payloads.pattern_strings import write_any
from contractkit.payloads.patterns import parse_pattern
from contractkit.payloads.valid_schemas import (
    Test,
    compile_all,
    compile_test,
    inline_schema,
    load_valid_schemas,
)
from contractkit.pointers import Path, escape
from contractkit.validation.custom_keywords import KEYWORDS

BRANCHING = ("if", "then", "else")
KIND_BY_KEYWORD = (
    ("object", ("properties", "required", "additionalProperties")),
    ("array", ("items", "minItems", "maxItems")),
    ("string", ("minLength", "maxLength", "pattern")),
)
LONGEST_MATCH = 40


@dataclass(frozen=True, slots=True)
class Condition:
    """An `if` with what follows from it; `holds` says whether a value meets the `if`."""

    holds: Test
    test: Schema
    then: Schema
    otherwise: Schema


@dataclass(eq=False)
class Node:
    """A place (`pattern`) and the schemas that all judge it, `allOf` taken apart.

    `kind` is a type of JSON Schema, `enum`, `either` (the type depends on a condition) or `any`.
    """

    pattern: str
    schemas: tuple[Schema, ...]
    variant: str = ""
    # With each node the schema that asked for it: while that lives, no other has its id.
    _with: dict[int, tuple[Schema, "Node"]] = field(default_factory=dict)
    _without: dict[tuple[str, int], tuple[Schema, "Node"]] = field(default_factory=dict)

    @cached_property
    def fits(self) -> Test:
        """Whether a value meets all the schemas."""
        return compile_all(self.schemas)

    @cached_property
    def kind(self) -> str:
        """What is to be built."""
        if any("enum" in schema or "const" in schema for schema in self.schemas):
            return "enum"
        types = {str(schema["type"]) for schema in self.schemas if "type" in schema}
        if types:
            return types.pop() if len(types) == 1 else "nothing"
        if any("if" in schema for schema in self.schemas):
            return "either"
        for kind, keywords in KIND_BY_KEYWORD:
            if any(keyword in schema for schema in self.schemas for keyword in keywords):
                return kind
        return "any"

    @cached_property
    def properties(self) -> Mapping[str, "Node"]:
        """The nodes of the properties that a schema names, in the order of the schemas."""
        found: dict[str, list[Schema]] = {}
        for schema in self.schemas:
            for name, inner in schema.get("properties", {}).items():
                found.setdefault(name, []).append(inner)
        return {
            name: make_node(f"{self.pattern}/{escape(name)}", schemas, self.variant)
            for name, schemas in found.items()
        }

    @cached_property
    def members(self) -> "Node | None":
        """The node of a member of any other name, where a schema describes these."""
        found = [
            schema["additionalProperties"]
            for schema in self.schemas
            if "additionalProperties" in schema
        ]
        if not found or not all(isinstance(one, dict) for one in found):
            return None
        return make_node(f"{self.pattern}/*", found, self.variant)

    @cached_property
    def required(self) -> frozenset[str]:
        """The properties that every value has."""
        return frozenset(name for schema in self.schemas for name in schema.get("required", ()))

    @cached_property
    def items(self) -> "Node":
        """The node of each item."""
        items = [schema["items"] for schema in self.schemas if "items" in schema]
        return make_node(f"{self.pattern}/*", items, self.variant)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditionals, in the order of the schemas."""
        return tuple(
            Condition(
                compile_test(schema["if"]),
                schema["if"],
                schema.get("then", {}),
                schema.get("else", {}),
            )
            for schema in self.schemas
            if "if" in schema
        )

    @cached_property
    def refused(self) -> tuple[tuple[Schema, Test], ...]:
        """What the value must not be: each schema under `not`, and whether a value meets it."""
        found = [schema["not"] for schema in self.schemas if "not" in schema]
        return tuple((refused, compile_test(refused)) for refused in found)

    @cached_property
    def keywords(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The `x-…` keywords with their values."""
        return tuple(
            (name, schema[name]) for schema in self.schemas for name in KEYWORDS if name in schema
        )

    def limit(self, keyword: str, choose: Callable[[list[int]], int], default: int | None) -> Any:
        """The tightest of the limits that a keyword sets, as `choose` (min or max) says."""
        return find_limit(self.schemas, keyword, choose, default)

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """The patterns that a string matches, all of them."""
        return tuple(schema["pattern"] for schema in self.schemas if "pattern" in schema)

    @cached_property
    def longest(self) -> tuple[object, ...]:
        """The values of a string place that are as long as is allowed, or one shorter."""
        most = self.limit("maxLength", min, None)
        strings = [value for value in self.values if isinstance(value, str)]
        return tuple(value for value in strings if most and len(value) >= most - 1)

    def meeting(self, schema: Schema) -> "Node":
        """The node of the same place that meets one more schema."""
        if id(schema) not in self._with:
            node = make_node(self.pattern, [*self.schemas, schema], f"{self.variant}+")
            self._with[id(schema)] = schema, node
        return self._with[id(schema)][1]

    def meeting_not(self, name: str, schema: Schema) -> "Node":
        """The node of a property that must not meet a schema."""
        key = name, id(schema)
        if key not in self._without:
            self._without[key] = schema, self.properties[name].meeting({"not": schema})
        return self._without[key][1]

    @cached_property
    def values(self) -> tuple[object, ...]:
        """For a scalar: every value worth trying, the plainest first; () where none fits."""
        return list_edge_values(self.schemas, self.kind, self.fits)

    @cached_property
    def branches(self) -> tuple["Node", ...]:
        """For the kind `either`: the nodes where the first condition holds, and where not."""
        place = next(at for at, schema in enumerate(self.schemas) if "if" in schema)
        before, first, after = self.schemas[:place], self.schemas[place], self.schemas[place + 1 :]
        plain = {key: value for key, value in first.items() if key not in BRANCHING}
        held = [plain, first["if"], first.get("then", {})]
        return (
            make_node(self.pattern, [*before, *held, *after]),
            make_node(self.pattern, [*before, plain, first.get("else", {}), *after]),
        )


def make_node(pattern: str, schemas: list[Schema], variant: str = "") -> Node:
    """The node of a place that these schemas judge; `variant` tells apart nodes of one place."""
    parts = [part for schema in schemas for part in _flatten_all_of(schema)]
    types = {str(part["type"]) for part in parts if "type" in part}
    if len(types) == 1:
        parts = list(_decide_type_conditions(parts, *types))
    return _share_node(pattern, variant, json.dumps(parts))


def find_node(node: Node, path: Path) -> Node:
    """The node of the place that a path reaches below a node."""
    for token in path:
        node = next(_list_inner(node, token))
    return node


def _list_inner(node: Node, token: str | int) -> Iterator[Node]:
    """The nodes that an item or a property of a node may have: one for each branch that has it."""
    if node.kind == "either":
        for branch in node.branches:
            yield from _list_inner(branch, token)
    elif isinstance(token, int):
        yield from [node.items] if node.kind == "array" else []
    elif token in node.properties:
        yield node.properties[token]


def find_node_of_object(node: Node) -> Node:
    """The node itself, or of two kinds of values that it may have the one that is no array."""
    while node.kind == "either":
        node = next(inner for inner in node.branches if inner.kind != "array")
    return node


@lru_cache(maxsize=64)
def list_distinct_values(node: Node, count: int) -> tuple[object, ...]:
    """Some values of a string place, all different, the same on every run; at most `count`."""
    if any("enum" in schema for schema in node.schemas):
        return node.values[:count]
    source = random.Random(0)  # noqa: S311 - no secret, and always the same
    found: dict[str, None] = {}
    for number in range(count * 4):
        value = f"{number:x}"
        if node.patterns:
            tree = parse_pattern(node.patterns[0])
            value = write_any(tree, lambda size: int(source.random() * size), LONGEST_MATCH)
        if node.fits(value):
            found[value] = None
        if len(found) == count:
            break
    return tuple(found)


@lru_cache(maxsize=64)
def load_valid_node(contract: Contract, message: str) -> Node:
    """The node of the valid payloads of a message."""
    return make_node("", list(load_valid_schemas(contract, message)))


@lru_cache(maxsize=64)
def load_normative_node(contract: Contract, message: str) -> Node:
    """The node of the payloads of a message that only the normative schema judges."""
    layers = load_message_schemas(contract, message)
    return make_node("", [inline_schema(layer) for layer in layers if layer.level == "normative"])


@lru_cache(maxsize=16384)
def _share_node(pattern: str, variant: str, parts: str) -> Node:
    """One node for equal schemas, so that its values are worked out once."""
    return Node(pattern, tuple(json.loads(parts)), variant)


def _decide_type_conditions(schemas: list[Schema], kind: str) -> Iterator[Schema]:
    """The schemas with the conditions that only ask for the type decided."""
    for schema in schemas:
        test = schema.get("if", {})
        if test.keys() == {"type"}:
            decided = schema.get("then" if test["type"] == kind else "else", {})
            plain = {key: value for key, value in schema.items() if key not in BRANCHING}
            for part in (plain, decided):
                yield from _decide_type_conditions(list(_flatten_all_of(part)), kind)
        else:
            yield schema


def _flatten_all_of(schema: Schema) -> Iterator[Schema]:
    if "allOf" in schema:
        for inner in schema["allOf"]:
            yield from _flatten_all_of(inner)
        schema = {key: value for key, value in schema.items() if key != "allOf"}
    if schema:
        yield schema
