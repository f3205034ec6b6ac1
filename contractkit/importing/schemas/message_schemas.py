"""The whole schema of a message: a plain schema with the definitions that it needs."""

from collections.abc import Iterator
from typing import Any

from contractkit.importing.documents.dialects import LISTED_SCHEMAS, NAMED_SCHEMAS, ONE_SCHEMA
from contractkit.pointers import escape, unescape

Schema = dict[str, Any]
URI = "https://json-schema.org/draft/2020-12/schema"
_PREFIX = "#/$defs/"


def assemble(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """A plain schema that stands alone, with the definitions it leads to; nothing is copied."""
    schema, needed = _inline(schema, definitions)
    whole = {"$schema": URI, **schema}
    if needed:
        whole["$defs"] = {name: definitions[name] for name in sorted(needed)}
    return whole


def _inline(schema: Schema, definitions: dict[str, Schema]) -> tuple[Schema, set[str]]:
    """The definition itself in place of a bare reference to one that nothing else refers to."""
    needed = find_needed(schema, definitions)
    while set(schema) == {"$ref"}:
        target = definitions[read_name(schema["$ref"])]
        within = find_needed(target, definitions)
        if read_name(schema["$ref"]) in within:
            break
        schema, needed = target, within
    return schema, needed


def find_needed(schema: Schema, definitions: dict[str, Schema]) -> set[str]:
    """The names of the definitions that a plain schema leads to, in any number of steps."""
    found: set[str] = set()
    pending = [schema]
    while pending:
        for name in list_references(pending.pop()):
            if name not in found:
                found.add(name)
                pending.append(definitions[name])
    return found


def list_references(schema: Schema) -> Iterator[str]:
    """The names of the definitions that a plain schema, and those inside it, refer to."""
    pending = [schema]
    while pending:
        current = pending.pop()
        if isinstance(current.get("$ref"), str):
            yield read_name(current["$ref"])
        pending += list_inner(current)


def list_inner(schema: Schema) -> Iterator[Schema]:
    """Every schema right inside a plain one; a boolean is none."""
    for keyword, value in schema.items():
        if keyword == "$defs":
            continue
        if keyword in NAMED_SCHEMAS and isinstance(value, dict):
            yield from (inner for inner in value.values() if isinstance(inner, dict))
        elif keyword in LISTED_SCHEMAS and isinstance(value, list):
            yield from (inner for inner in value if isinstance(inner, dict))
        elif keyword in ONE_SCHEMA and isinstance(value, dict):
            yield value


def read_name(reference: str) -> str:
    """The name of the definition that a plain reference leads to."""
    return unescape(reference.removeprefix(_PREFIX))


def refer_to(name: str) -> Schema:
    """A plain reference to a definition."""
    return {"$ref": _PREFIX + escape(name)}


def copy_schema(value: Any) -> Any:
    """A copy of a schema, or of anything in it."""
    if isinstance(value, dict):
        return {key: copy_schema(inner) for key, inner in value.items()}
    return [copy_schema(inner) for inner in value] if isinstance(value, list) else value
