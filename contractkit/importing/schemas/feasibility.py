"""Whether anything can meet a plain schema, and what is in the way.

What is asked is whether some value of some type is not ruled out by the plain keywords; patterns,
formats and the like are taken to leave something. A recursive schema has to have an end: the
definitions that can be met are found step by step, from those that need no other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contractkit.importing.schemas.keyword_values import ANNOTATIONS, TYPES
from contractkit.importing.schemas.message_schemas import read_name
from contractkit.importing.schemas.schema_references import Conversion, Schema, note_origin
from contractkit.validation.value_types import is_of_type

BOUNDS = {
    "string": (("minLength", "maxLength"),),
    "array": (("minItems", "maxItems"),),
    "object": (("minProperties", "maxProperties"),),
}
_LOOKED_AT = ("$ref", "allOf", "anyOf", "description", "oneOf", "title", "x-discriminator")
MOST_PARTS, MOST_STEPS, MOST_DEPTH = 200, 2_000, 50


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What rules every value out: the schema that does, and why, after “nothing fits: ”."""

    schema: Schema
    reason: str


@dataclass(slots=True, eq=False)
class Feasibility:
    """The definitions that something meets, as far as they are known.

    `steps` counts the work on one schema, and `depth` how far inside it that is: after many it is
    taken for one that something meets. `found` are the obstacles in its parts, which are looked for
    once; `stripped` holds schemas without their choices.
    """

    conversion: Conversion
    met: set[str] = field(default_factory=set)
    steps: int = 0
    depth: int = 0
    found: dict[tuple[tuple[int, ...], str], Obstacle | None] = field(default_factory=dict)
    stripped: dict[int, Schema] = field(default_factory=dict)


def find_met_definitions(conversion: Conversion) -> Feasibility:
    """Which definitions something can meet."""
    known = Feasibility(conversion)
    pending = list(conversion.definitions)
    while True:
        left = []
        for name in pending:
            if find_obstacle(known, conversion.definitions[name]) is None:
                known.met.add(name)
            else:
                left.append(name)
        if len(left) == len(pending):
            return known
        pending = left[::-1]  # most schemas refer to later ones


def find_obstacle(known: Feasibility, schema: Schema) -> Obstacle | None:
    """What is in the way of every value; None where some value is possible."""
    known.steps = 0
    known.found.clear()
    return _find_obstacle(known, schema)


def _find_obstacle(known: Feasibility, schema: Schema) -> Obstacle | None:
    parts = gather_parts(known, [schema])
    obstacles = []
    for kind in TYPES:
        obstacle = _find_for_type(known, parts, kind)
        if obstacle is None:
            return None
        obstacles.append(obstacle)
    said = [obstacle for obstacle in obstacles if obstacle.reason]
    return said[0] if said else Obstacle(schema, _tell_types(parts))


def _tell_types(parts: list[Schema]) -> str:
    """Which types the parts of a schema ask for, none of which all have."""
    types = [part["type"] for part in parts if "type" in part]
    words = dict.fromkeys(kind if isinstance(kind, str) else " or ".join(kind) for kind in types)
    if len(words) > 1:
        return f"its parts ask for different types, {' and '.join(words)}"
    return "none of the listed values has its type"


def gather_parts(known: Feasibility, schemas: list[Schema]) -> list[Schema]:
    """The schemas that all describe the same value, behind references and `allOf`."""
    parts: list[Schema] = []
    seen: set[int] = set()
    pending = list(schemas)
    while pending and len(parts) < MOST_PARTS:
        part = pending.pop(0)
        if id(part) in seen:
            continue
        seen.add(id(part))
        parts.append(part)
        if "$ref" in part:
            pending.append(known.conversion.definitions[read_name(part["$ref"])])
        pending += part.get("allOf", ())
    return parts


def _find_for_type(known: Feasibility, parts: list[Schema], kind: str) -> Obstacle | None:
    """What is in the way of a value of one type; a reason "" is that it has another type."""
    key = tuple(id(part) for part in parts), kind
    if key in known.found:
        return known.found[key]
    known.found[key] = None  # where the search comes back here: it only follows what can be met
    if known.steps < MOST_STEPS and known.depth < MOST_DEPTH:
        known.steps += 1
        known.depth += 1
        known.found[key] = _look_for_type(known, parts, kind)
        known.depth -= 1
    return known.found[key]


def _look_for_type(known: Feasibility, parts: list[Schema], kind: str) -> Obstacle | None:
    for part in parts:
        if not _takes(part, kind):
            return Obstacle(part, "")
        if part.get("not") == {}:
            return Obstacle(part, "it takes nothing")
        for low, high in BOUNDS.get(kind, ()):
            if part.get(low, 0) > part.get(high, part.get(low, 0)):
                return Obstacle(part, f"“{low}” is above “{high}”")
        if kind in ("integer", "number") and (reason := _tell_empty_range(part)):
            return Obstacle(part, reason)
    if kind == "object":
        obstacle = _find_in_object(known, parts)
    else:
        obstacle = _find_in_array(known, parts) if kind == "array" else None
    return obstacle or _find_in_choices(known, parts, kind)


def _takes(part: Schema, kind: str) -> bool:
    """Whether a type is among those of a schema, and of its listed values."""
    types = part.get("type", kind)
    types = types if isinstance(types, list) else [types]
    if kind not in types and not (kind == "integer" and "number" in types):
        return False
    values = part["enum"] if "enum" in part else [part["const"]] if "const" in part else None
    return values is None or any(is_of_type(value, kind) for value in values)


def _tell_empty_range(part: Schema) -> str:
    lows = [(part[word], word) for word in ("minimum", "exclusiveMinimum") if word in part]
    highs = [(part[word], word) for word in ("maximum", "exclusiveMaximum") if word in part]
    for low, low_word in lows:
        for high, high_word in highs:
            is_exclusive = "exclusive" in low_word + high_word
            if low > high or (low == high and is_exclusive):
                return f"“{low_word}” is above “{high_word}”"
    return ""


def _find_in_object(known: Feasibility, parts: list[Schema]) -> Obstacle | None:
    required = {name: part for part in parts for name in part.get("required", ())}
    for name, owner in required.items():
        for part in parts:
            inner = part.get("properties", {}).get(name)
            if inner is None:
                if part.get("additionalProperties") is False and not _matches(part, name):
                    return Obstacle(part, tell_closed(name, owner is part))
            elif find_inner_obstacle(known, inner):
                return Obstacle(inner, tell_endless(known, inner, f"“{name}” is mandatory"))
    return None


def tell_closed(name: str, is_own: bool) -> str:
    """Why a mandatory property can never be there."""
    if is_own:
        return f"“{name}” is mandatory, and “additionalProperties: false” does not let it in"
    return (
        f"another part of the “allOf” demands “{name}”, and “additionalProperties: false” here "
        "does not let it in; “unevaluatedProperties: false” beside the “allOf” would"
    )


def tell_endless(known: Feasibility, inner: Schema, fact: str) -> str:
    """Why a part that has to be there cannot be met."""
    obstacle = find_inner_obstacle(known, inner)
    if obstacle is None or not obstacle.reason or obstacle.reason == "it has no end":
        return f"{fact}, and its recursion never ends"
    return f"{fact}, and nothing fits it: {obstacle.reason}"


def find_inner_obstacle(known: Feasibility, inner: Schema) -> Obstacle | None:
    """What is in the way of a value inside another: a definition counts as it is known so far."""
    names = [read_name(part["$ref"]) for part in gather_parts(known, [inner]) if "$ref" in part]
    if any(name not in known.met for name in names):
        return Obstacle(inner, "it has no end")
    return None if _is_met(known, inner) else _find_obstacle(known, inner)


def _is_met(known: Feasibility, schema: Schema) -> bool:
    """Whether a schema is only a reference to a definition that is known to be met."""
    if "$ref" not in schema or not schema.keys() <= {"$ref", *ANNOTATIONS}:
        return False
    return read_name(schema["$ref"]) in known.met


def _matches(part: Schema, name: str) -> bool:
    """Whether a name is that of a property by its pattern; yes where the pattern is not read."""
    for pattern in part.get("patternProperties", {}):
        try:
            if re.search(pattern, name):
                return True
        except re.error:
            return True
    return False


def _find_in_array(known: Feasibility, parts: list[Schema]) -> Obstacle | None:
    least = max((part.get("minItems", 0) for part in parts), default=0)
    least = max([least, *(part.get("minContains", 1) for part in parts if "contains" in part)])
    for part in parts:
        listed = part.get("prefixItems", [])
        for inner in listed[: int(least)]:
            if find_inner_obstacle(known, inner):
                return Obstacle(inner, tell_endless(known, inner, "an item is mandatory"))
        others = part.get("items")
        if len(listed) < least and others is False:
            return Obstacle(part, "more items are mandatory than “items: false” lets in")
        if len(listed) < least and isinstance(others, dict) and find_inner_obstacle(known, others):
            return Obstacle(others, tell_endless(known, others, "an item is mandatory"))
    return None


def _find_in_choices(known: Feasibility, parts: list[Schema], kind: str) -> Obstacle | None:
    for branches in _list_choices(parts):
        others = _without_choices(known, parts)
        found: list[Obstacle] = []
        for branch in branches:
            if not others and _is_met(known, branch):
                break
            obstacle = _find_for_type(known, gather_parts(known, [*others, branch]), kind)
            if obstacle is None:
                break
            found.append(obstacle)
        if found and len(found) == len(branches):
            said = [obstacle for obstacle in found if obstacle.reason]
            return said[0] if said else Obstacle(branches[0], "")
    return None


def _list_choices(parts: list[Schema]) -> Iterator[list[Schema]]:
    for part in parts:
        for word in ("anyOf", "oneOf"):
            if word in part:
                yield part[word]


def _without_choices(known: Feasibility, parts: list[Schema]) -> list[Schema]:
    """The same schemas without what is a choice or a reference, which are looked at already."""
    found = []
    for part in parts:
        if id(part) not in known.stripped:
            kept = {word: value for word, value in part.items() if word not in _LOOKED_AT}
            origin = known.conversion.origins.get(id(part))
            known.stripped[id(part)] = (
                note_origin(known.conversion, kept, origin) if origin else kept
            )
        if known.stripped[id(part)]:
            found.append(known.stripped[id(part)])
    return found
