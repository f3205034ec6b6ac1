"""Explain a field in words: what it is for, what it may be, and which rules it has."""

from collections.abc import Mapping

from contractkit.contracts.branch_names import list_branch_names
from contractkit.contracts.fields import Field
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule
from contractkit.contracts.schemas import load_message_schemas
from contractkit.jsontext.display import show_value

VOWELS = frozenset("aeiou")


def explain_field(contract: Contract, message: str, field: Field, rules: Mapping[str, Rule]) -> str:
    """A field of a message: what it is for, what it may be, and its rules, as Markdown."""
    types = _list_types(field)
    formats = {schema["format"]: None for schema in field.schemas if "format" in schema}
    allowed = _list_allowed(field)
    parts = [
        f"# {field.pattern} in {'an' if message[0] in VOWELS else 'a'} {message}",
        field.description,
        f"Type: {' or '.join(types) or 'one of the allowed values'}; "
        + _say_whether_mandatory(field),
    ]
    choices = _list_choices(contract, message, field)
    if choices:
        parts.append(f"One of: {', '.join(choices)}")
    if formats:
        parts.append(f"Format: {' or '.join(formats)}")
    if allowed:
        parts.append(f"Allowed: {', '.join(allowed)}")
    examples = [
        show_value(value) for schema in field.schemas for value in schema.get("examples", ())
    ]
    if examples:
        parts.append(f"Example: {', '.join(dict.fromkeys(examples))}")
    lines = [
        f"- {rule} ({rules[rule].severity}): {rules[rule].title}"
        for rule in field.rules
        if rule in rules
    ]
    return "\n\n".join([*(part for part in parts if part), "## Rules", "\n".join(lines)]) + "\n"


def _list_types(field: Field) -> list[str]:
    types: dict[str, None] = {}
    for schema in field.schemas:
        named = schema.get("type", ())
        types |= dict.fromkeys([named] if isinstance(named, str) else named)
    return list(types)


def _say_whether_mandatory(field: Field) -> str:
    if field.mandatory:
        return "mandatory"
    return "optional, mandatory in some cases" if field.sometimes else "optional"


def _list_allowed(field: Field) -> list[str]:
    """The values that are listed, those of each branch of a choice too."""
    listed = (one.get("enum", [one["const"]] if "const" in one else []) for one in field.schemas)
    return list(dict.fromkeys(show_value(value, None) for values in listed for value in values))


def _list_choices(contract: Contract, message: str, field: Field) -> list[str]:
    """The names of the branches of which a value of the field is one."""
    root = load_message_schemas(contract, message)[0].schema
    choices = (schema.get(key, []) for schema in field.schemas for key in ("oneOf", "anyOf"))
    return list(dict.fromkeys(name for one in choices for name in list_branch_names(root, one)))
