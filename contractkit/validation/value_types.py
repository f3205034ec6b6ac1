"""The types of values, as JSON Schema has them, and which of them a schema can be about."""

from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import list_applied

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "number": (int, float),
}


def is_of_type(value: object, name: str) -> bool:
    """Whether a value is of a type of JSON Schema: 1.0 is an integer, `true` is no number."""
    if name in ("integer", "number"):
        if isinstance(value, bool):
            return False
        if name == "integer" and isinstance(value, float):
            return value.is_integer()
    return isinstance(value, PYTHON_TYPES.get(name, (int,)))


def find_type(value: object) -> str:
    """The type of a value, as JSON Schema names it."""
    return next((name for name in PYTHON_TYPES if is_of_type(value, name)), "")


def may_be(root: Schema, schema: Any, value: object) -> bool:
    """Whether a value is of a type that a schema allows, by `type`, `const` and `enum`."""
    return all(_allows(one, value) for one in list_applied(root, schema)) and schema is not False


def _allows(schema: Schema, value: object) -> bool:
    types = schema.get("type")
    if types is not None:
        return any(is_of_type(value, one) for one in ([types] if isinstance(types, str) else types))
    if "const" in schema:
        return find_type(schema["const"]) == find_type(value)
    if schema.get("enum"):
        return any(find_type(option) == find_type(value) for option in schema["enum"])
    return True
