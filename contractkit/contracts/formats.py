"""What a `format` in a schema counts for: contract.json says whether it is an error or advice.

Without a word of it there, a format is only told, as in the standard itself.
"""

from collections.abc import Iterator
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.subschemas import list_subschemas, map_subschemas

FORMATS, ERRORS, ADVICE, NOTHING = "formats", "errors", "advice", "nothing"
SILENT = "x-format"  # in place of a format that is not judged
DECIDING = frozenset({"if", "not", "contains", "propertyNames"})
# What says where a format stands; all other keywords of a schema are judged without it.
PLACES = frozenset(
    {"$schema", "$id", "$ref", "$defs", "definitions", "properties", "patternProperties",
     "additionalProperties", "items", "prefixItems", "additionalItems", "allOf", "if", "then",
     "else", "dependentSchemas"}
)  # fmt: skip


def read_formats(contract: Contract) -> str:
    """What a format counts for: `errors`, `advice` or `nothing`."""
    return str(contract.data.get(FORMATS, NOTHING))


def judge_formats(contract: Contract, schema: Schema) -> Schema:
    """A schema as it is judged: those of its formats are silent that are no errors.

    Those without a rule are silent too, but for those in a condition.
    """
    silence = _silence_unruled if read_formats(contract) == ERRORS else silence_formats
    silent: Schema = silence(schema)
    return silent


def list_format_rules(schema: Any) -> Iterator[str]:
    """The ids of the rules that formats stand for."""
    if isinstance(schema, dict):
        if "format" in schema.get("x-rules", {}):
            yield schema["x-rules"]["format"]
        for _, inner in list_subschemas(schema):
            yield from list_format_rules(inner)


def has_formats(schema: Any) -> bool:
    """Whether there is a format anywhere in a schema."""
    if not isinstance(schema, dict):
        return False
    return "format" in schema or any(has_formats(inner) for _, inner in list_subschemas(schema))


def silence_formats(schema: Any) -> Any:
    """The schema with each format made a word that is not judged."""
    if not isinstance(schema, dict):
        return schema
    silent = {SILENT if key == "format" else key: inner for key, inner in schema.items()}
    if "format" in schema.get("x-rules", {}):
        silent["x-rules"] = {
            key: rule for key, rule in silent["x-rules"].items() if key != "format"
        }
    return map_subschemas(silent, silence_formats)


def _silence_unruled(schema: Any) -> Any:
    """The schema with the formats silent that judge and have no rule."""
    if not isinstance(schema, dict):
        return schema
    is_silent = "format" not in schema.get("x-rules", {})
    silent = {
        SILENT if key == "format" and is_silent else key: inner for key, inner in schema.items()
    }
    deciding = {key: silent[key] for key in DECIDING if key in silent}
    return map_subschemas(silent, _silence_unruled) | deciding


def keep_formats(schema: Any) -> Any:
    """The schema with nothing but its formats: what is said of those that are advice.

    The formats in a branch of a choice count for what fits that branch.
    """
    if not isinstance(schema, dict):
        return True
    kept = {key: inner for key, inner in schema.items() if key in PLACES and key != "if"}
    kept = map_subschemas(kept, keep_formats)
    if "if" in schema:
        kept["if"] = silence_formats(schema["if"])
    if "format" in schema:
        rules = {key: rule for key, rule in schema.get("x-rules", {}).items() if key == "format"}
        kept |= {"format": schema["format"], "x-rules": rules}
    branches = [one for key in ("anyOf", "oneOf") for one in schema.get(key, ())]
    chosen = [
        {"if": silence_formats(branch), "then": keep_formats(branch)}
        for branch in branches
        if has_formats(branch) or "$ref" in branch
    ]
    return kept | {"allOf": [*kept.get("allOf", ()), *chosen]} if chosen else kept
