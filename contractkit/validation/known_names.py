"""Which names of an object's members a schema has something to say about."""

from collections.abc import Iterable, Iterator

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import find_definition, list_subschemas
from contractkit.validation.ecma_patterns import compile_matcher

IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"})
MOST_SCHEMAS = 500


def list_unknown_names(schema: Schema, names: Iterable[str]) -> list[str]:
    """Those names that a schema has neither under `properties` nor under `patternProperties`."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties")
    unknown = [name for name in names if name not in known]
    if not patterns or not unknown:
        return unknown
    matchers = list(map(compile_matcher, patterns))
    return [name for name in unknown if not any(matches(name) for matches in matchers)]


def list_names_in_place(root: Schema, schema: Schema, names: Iterable[str]) -> list[str]:
    """The names that a schema, or one that applies at the same place, has a word for.

    Those are the names of their `properties`, and those of `names` that their patterns match.
    """
    found: dict[str, None] = {}
    for one in _walk_in_place(root, schema):
        found |= dict.fromkeys(one.get("properties", ()))
        for matches in map(compile_matcher, one.get("patternProperties", ())):
            found |= dict.fromkeys(filter(matches, names))
    return list(found)


def _walk_in_place(root: Schema, schema: Schema) -> Iterator[Schema]:
    """A schema and those that may apply at the same place, each once."""
    pending, seen = [schema], {id(schema)}
    while pending and len(seen) < MOST_SCHEMAS:
        one = pending.pop(0)
        yield one
        inner = [each for path, each in list_subschemas(one) if path[0] in IN_PLACE]
        if "$ref" in one:
            inner.append(find_definition(root, one["$ref"]))
        for each in inner:
            if isinstance(each, dict) and id(each) not in seen:
                seen.add(id(each))
                pending.append(each)
