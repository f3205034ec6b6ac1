"""The types of JSON Schema in words."""

TYPES = {
    "object": "an object",
    "array": "an array",
    "string": "a string",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "null": "null",
}


def describe_types(types: object) -> str:
    """What a value of a type, or of one of several, is."""
    names = types if isinstance(types, list) else [types]
    return " or ".join(TYPES.get(str(name), str(name)) for name in names)
