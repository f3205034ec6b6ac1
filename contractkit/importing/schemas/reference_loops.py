"""References that lead back to themselves with no value between: no reader would ever end."""

from collections.abc import Iterator

from contractkit.importing.schemas.message_schemas import read_name
from contractkit.importing.schemas.schema_references import Conversion, Schema

_ONE = ("if", "then", "else", "not")
_LISTS = ("allOf", "anyOf", "oneOf")


def cut_loops(conversion: Conversion) -> None:
    """Let nothing fit where a definition comes back to itself in place; it is told."""
    state: dict[str, str] = {}
    for name in conversion.definitions:
        if name not in state:
            _visit(conversion, name, state)


def _visit(conversion: Conversion, start: str, state: dict[str, str]) -> None:
    """Go through definitions, deepest first, without Python's own recursion."""
    stack = [(start, list_in_place(conversion.definitions[start]))]
    state[start] = "open"
    while stack:
        name, schemas = stack[-1]
        schema = next(schemas, None)
        if schema is None:
            state[name] = "done"
            stack.pop()
            continue
        if "$ref" not in schema:
            continue
        target = read_name(schema["$ref"])
        if state.get(target) == "open":
            _cut(conversion, name, schema)
        elif target not in state:
            state[target] = "open"
            stack.append((target, list_in_place(conversion.definitions[target])))


def _cut(conversion: Conversion, name: str, schema: Schema) -> None:
    del schema["$ref"]
    schema["not"] = {}
    origin = conversion.origins.get(id(schema))
    site = origin.site if origin else conversion.targets[name]
    text = "comes back to itself without a value between, and never ends; nothing fits there"
    conversion.notes.add("problem", site, text)


def list_in_place(schema: Schema) -> Iterator[Schema]:
    """The schema, and those inside it that describe the same value."""
    pending = [schema]
    while pending:
        current = pending.pop(0)
        yield current
        pending += [current[word] for word in _ONE if isinstance(current.get(word), dict)]
        for word in _LISTS:
            pending += current.get(word, ())
        pending += current.get("dependentSchemas", {}).values()
