"""One place of a message with all the schemas that judge it, ready to be built.

What a node needs only sometimes is worked out when it is first asked for, and kept.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.payloads.patterns.parsing import is_readable
from contractkit.payloads.schemas.conjunctions import (
    BRANCHING,
    count_prefix,
    decide_type_conditions,
    find_types,
    list_conditions,
    list_contained,
    list_for_item,
    list_for_member,
    list_options,
    take_apart,
)
from contractkit.payloads.schemas.descents import AT_ROOT, Descent
from contractkit.payloads.schemas.kinds import find_choice, find_kind
from contractkit.payloads.schemas.limits import find_limit
from contractkit.payloads.schemas.valid_schemas import (
    Test,
    compile_all,
    compile_test,
)
from contractkit.payloads.values.edge_values import PLAIN_VALUES, list_edge_values
from contractkit.pointers import escape
from contractkit.validation.custom_keywords import KEYWORDS


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

    `kind` is a type of JSON Schema, `enum`, `either` (the type depends on a condition), `choice`
    (of several schemas or types), `any` or `nothing`. `descent`: which references that lead back to
    themselves were followed on the way. `written`: the schemas as JSON.
    """

    pattern: str
    written: str
    variant: str
    descent: Descent
    _inner: dict[str | int, "Node"] = field(default_factory=dict)
    # With each node the schema that asked for it: while that lives, no other has its id.
    _with: dict[int, tuple[Schema, "Node"]] = field(default_factory=dict)
    _without: dict[tuple[str, int], tuple[Schema, "Node"]] = field(default_factory=dict)

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The schemas, `allOf` taken apart."""
        return tuple(json.loads(self.written))

    @cached_property
    def fits(self) -> Test:
        """Whether a value meets all the schemas."""
        return compile_all(self.schemas)

    @cached_property
    def kind(self) -> str:
        """What is to be built."""
        return find_kind(self.schemas)

    @cached_property
    def choice(self) -> tuple[int, str] | None:
        """The first of the schemas that offers several, and by which keyword, if one does."""
        return find_choice(self.schemas)

    @cached_property
    def properties(self) -> Mapping[str, "Node"]:
        """The nodes of the properties that a schema names, in the order of the schemas."""
        named = (name for schema in self.schemas for name in schema.get("properties", {}))
        return {name: self.named(name) for name in dict.fromkeys((*named, *self.required_names))}

    def named(self, name: str) -> "Node":
        """The node of the property with a name."""
        if name not in self._inner:
            found = list(list_for_member(self.schemas, name))
            place = f"{self.pattern}/{escape(name)}"
            descent = self.descent.enter(optional=name not in self.required)
            self._inner[name] = make_node(place, found, self.variant, descent)
        return self._inner[name]

    @cached_property
    def members(self) -> "Node | None":
        """The node of a member of any other name, where a schema describes these."""
        found = [
            schema[keyword]
            for schema in self.schemas
            for keyword in ("additionalProperties", "unevaluatedProperties")
            if schema.get(keyword, True) is not True
        ]
        if not found or not all(isinstance(one, dict) for one in found):
            return None
        descent = self.descent.enter(optional=True)
        return make_node(f"{self.pattern}/*", found, self.variant, descent)

    @cached_property
    def required_names(self) -> tuple[str, ...]:
        """The properties that every value has, in the order of the schemas."""
        named = (name for schema in self.schemas for name in schema.get("required", ()))
        return tuple(dict.fromkeys(named))

    @cached_property
    def required(self) -> frozenset[str]:
        """The properties that every value has."""
        return frozenset(self.required_names)

    @cached_property
    def items(self) -> "Node":
        """The node of each item that has no schema of its own."""
        return self.item(self.prefix)

    @cached_property
    def prefix(self) -> int:
        """How many items have schemas of their own."""
        return count_prefix(self.schemas)

    def item(self, index: int) -> "Node":
        """The node of an item of an array."""
        index = min(index, self.prefix)
        if index not in self._inner:
            token = str(index) if index < self.prefix else "*"
            found = list(list_for_item(self.schemas, index))
            needed = self.contained or self.limit("minItems", max, 0) > index
            descent = self.descent.enter(optional=not needed)
            self._inner[index] = make_node(f"{self.pattern}/{token}", found, self.variant, descent)
        return self._inner[index]

    @cached_property
    def contained(self) -> tuple[tuple[Schema, int, int | None], ...]:
        """What an array must contain: the schema of such items, how many at least, and at most."""
        return list_contained(self.schemas)

    @cached_property
    def most_items(self) -> int | None:
        """How many items there can be, where the rest is closed; None where it is not."""
        closed = [
            len(schema.get("prefixItems", ()))
            for schema in self.schemas
            if schema.get("items") is False
        ]
        return min(closed, default=None)

    @cached_property
    def is_closed(self) -> bool:
        """Whether an object may have no other members than those of which a schema speaks."""
        closing = ("additionalProperties", "unevaluatedProperties")
        return any(schema.get(key) is False for schema in self.schemas for key in closing)

    @cached_property
    def name_schemas(self) -> tuple[Schema, ...]:
        """What the names of an object must meet."""
        return tuple(
            schema["propertyNames"] for schema in self.schemas if "propertyNames" in schema
        )

    @cached_property
    def allows_name(self) -> Test:
        """Whether a name may be that of a member."""
        return compile_all(self.name_schemas) if self.name_schemas else lambda _: True

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditionals, in the order of the schemas."""
        return tuple(
            Condition(compile_test(test), test, then, otherwise)
            for schema in self.schemas
            for test, then, otherwise in list_conditions(schema)
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
        """The patterns that a string matches, all but those that cannot be read."""
        found = (schema["pattern"] for schema in self.schemas if "pattern" in schema)
        return tuple(filter(is_readable, found))

    @cached_property
    def longest(self) -> tuple[object, ...]:
        """The values of a string place that are as long as is allowed, or one shorter."""
        most = self.limit("maxLength", min, None)
        strings = [value for value in self.values if isinstance(value, str)]
        return tuple(value for value in strings if most and len(value) >= most - 1)

    def meeting(self, schema: Schema) -> "Node":
        """The node of the same place that meets one more schema."""
        if id(schema) not in self._with:
            schemas = [*self.schemas, schema]
            node = make_node(self.pattern, schemas, f"{self.variant}+", self.descent)
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
    def fallbacks(self) -> tuple[object, ...]:
        """Values for where no other is found: those given as examples, and values of other types.

        None where the schemas ask for a type, or for one of several values.
        """
        examples = [one for schema in self.schemas for one in schema.get("examples", ())]
        plain = (*PLAIN_VALUES, [0], {"extra": 0}) if find_types(self.schemas) is None else ()
        return tuple(filter(self.fits, (*examples, *plain)))

    @cached_property
    def branches(self) -> tuple["Node", ...]:
        """For a choice: the node of each of its schemas, or types.

        For the kind `either`: the nodes where the first condition holds, and where not.
        """
        if self.choice:
            options = list_options(self.schemas, *self.choice)
        elif self.kind == "choice":
            types = find_types(self.schemas) or ()
            options = [[*self.schemas, {"type": name}] for name in types]
        else:
            return self._decide_condition()
        return tuple(
            make_node(self.pattern, option, f"{self.variant}|{number}", self.descent)
            for number, option in enumerate(options)
        )

    def _decide_condition(self) -> tuple["Node", ...]:
        place = next(at for at, schema in enumerate(self.schemas) if "if" in schema)
        before, first, after = self.schemas[:place], self.schemas[place], self.schemas[place + 1 :]
        plain = {key: value for key, value in first.items() if key not in BRANCHING}
        held = [plain, first["if"], first.get("then", {})]
        missed = [plain, first.get("else", {})]
        return (
            make_node(self.pattern, [*before, *held, *after], descent=self.descent),
            make_node(self.pattern, [*before, *missed, *after], descent=self.descent),
        )


def make_node(
    pattern: str, schemas: list[Schema], variant: str = "", descent: Descent = AT_ROOT
) -> Node:
    """The node of a place that these schemas judge; `variant` tells apart nodes of one place."""
    parts, descent = take_apart(schemas, descent)
    types = find_types(parts)
    if types and len(types) == 1:
        parts, descent = decide_type_conditions(parts, *types, descent)
    return share_node(pattern, variant, json.dumps(parts), descent)


@lru_cache(maxsize=16384)
def share_node(pattern: str, variant: str, parts: str, descent: Descent) -> Node:
    """One node for equal schemas, so that its values are worked out once."""
    return Node(pattern, parts, variant, descent)
