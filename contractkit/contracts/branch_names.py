"""The names of the branches of a choice (`oneOf`, `anyOf`), as people would call them."""

from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import list_applied
from contractkit.contracts.type_words import describe_types
from contractkit.jsontext.display import show_name, show_value
from contractkit.pointers import to_tokens

MOST_NAMED = 3
LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "pattern": "a match of {}",
    "format": "of the format {}",
    "minLength": "at least {} characters long",
    "maxLength": "at most {} characters long",
}


def list_branch_names(root: Schema, branches: list[Any]) -> list[str]:
    """The names of branches in their order; where two would be the same, with their numbers."""
    names = [name_branch(root, branch) for branch in branches]
    return [
        _tell_apart(name, number, names.count(name) == 1)
        for number, name in enumerate(names, start=1)
    ]


def _tell_apart(name: str, number: int, is_single: bool) -> str:
    if not name:
        return f"choice {number}"
    return name if is_single else f"{name} (choice {number})"


def name_branch(root: Schema, branch: Any) -> str:
    """The name of one branch: its title, the definition that it refers to, or what it asks for."""
    if not isinstance(branch, dict):
        return "anything" if branch else "nothing"
    if "title" in branch:
        return show_name(branch["title"])
    if "$ref" in branch:
        tokens = to_tokens(branch["$ref"].removeprefix("#"))
        return f"“{show_name(tokens[-1])}”" if tokens else "the whole"
    return describe_schema(root, branch)


def describe_schema(root: Schema, described: Any) -> str:
    """What a schema asks for in a few words; "" where there is nothing plain to say."""
    for schema in list_applied(root, described):
        if "const" in schema:
            return show_value(schema["const"])
        if isinstance(schema.get("enum"), list) and len(schema["enum"]) <= MOST_NAMED:
            return " or ".join(map(show_value, schema["enum"]))
        required = schema.get("required", ())
        if required:
            names = ", ".join(f"“{show_name(name)}”" for name in required[:MOST_NAMED])
            more = ", …" if len(required) > MOST_NAMED else ""
            return f"an object with {names}{more}"
        if "type" in schema:
            words = describe_types(schema["type"])
            return f"{words} ({schema['format']})" if "format" in schema else words
        for keyword, words in LIMITS.items():
            if keyword in schema:
                limit = schema[keyword]
                return words.format(
                    show_name(limit) if isinstance(limit, str) else show_value(limit)
                )
    return ""
