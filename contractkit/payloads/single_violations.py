"""Whether a payload breaks one keyword and nothing else, found out by fast validation alone."""

from functools import lru_cache, partial
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.mutation_points import MutationPoint
from contractkit.payloads.schemas.valid_schemas import (
    Test,
    compile_all,
    drop_notes,
    inline_schema,
    load_binding_schemas,
    load_valid_schemas,
)
from contractkit.pointers import Path, get_value, select_values, to_tokens
from contractkit.validation.custom_keywords import KEYWORDS
from contractkit.validation.violations import FORM_KEYWORDS, SUPPRESSING_KEYWORDS

PLAIN_KEYWORDS = frozenset(
    {"type", "required", "minLength", "maxLength", "pattern", "enum", "const", "not", "minItems"}
)
KNOWN_KEYWORDS = PLAIN_KEYWORDS | {"additionalProperties"} | KEYWORDS.keys()


def breaks_only(point: MutationPoint, payload: object) -> bool:
    """Whether the payload certainly breaks the point's keyword, and keeps all else that counts.

    False where that is not certain. What else is wrong with a value of the wrong type, or with an
    empty one, does not count.
    """
    if point.keyword not in KNOWN_KEYWORDS:
        return False
    is_allowed, is_valid = _load_judges(point.contract, point.message)
    broken = is_allowed(payload) and not is_valid(payload)
    if point.level != "advice":
        broken = not is_allowed(payload)
    if not broken or compile_without_keyword(point)(payload):
        return broken
    if point.keyword not in FORM_KEYWORDS or len(list(select_values(payload, point.pattern))) != 1:
        return False
    if compile_without_keyword(point, wrong_form=True)(payload):
        return True
    if point.keyword not in SUPPRESSING_KEYWORDS:
        return False
    loose, strict = compile_without_place(point)
    return loose(payload) and not strict(payload)


def locate(point: MutationPoint, payload: object, path: Path) -> Path | None:
    """Where in the value at a point's path its keyword is broken; None where there are several."""
    if point.keyword == "additionalProperties":
        members = get_value(payload, path).items()
        fits = compile_all([point.limit] if point.limit else [{"not": {}}])
        known = point.schema.get("properties", {})
        found: list[Path] = [
            (name,) for name, one in members if name not in known and not fits(one)
        ]
        return found[0] if len(found) == 1 else None
    if point.keyword in KEYWORDS:
        breaches = list(KEYWORDS[point.keyword](point.limit, get_value(payload, path)))
        return breaches[0].path if [breach.aspect for breach in breaches] == [point.name] else None
    return ()


@lru_cache(maxsize=64)
def _load_judges(contract: Contract, message: str) -> tuple[Test, Test]:
    """Whether a payload is not invalid, and whether it is valid."""
    allowed, valid = load_binding_schemas(contract, message), load_valid_schemas(contract, message)
    return compile_all(allowed), compile_all(valid)


@lru_cache(maxsize=1024)
def compile_without_place(point: MutationPoint) -> tuple[Test, Test]:
    """Whether a payload is valid but for all that judges a point's place, or but its keyword."""
    valid, tokens = load_valid_schemas(point.contract, point.message), to_tokens(point.pattern)
    loose = tuple(_drop_place(schema, tokens, point, keep_own=False) for schema in valid)
    strict = tuple(_drop_place(schema, tokens, point, keep_own=True) for schema in valid)
    return compile_all(loose), compile_all(strict)


def _drop_place(
    schema: Schema, tokens: tuple[str, ...], point: MutationPoint, *, keep_own: bool
) -> Schema:
    """A schema without the keywords that judge a place; those stay that come before the point's."""
    drop = partial(_drop_place, point=point, keep_own=keep_own)
    rules = schema.get("x-rules", {})
    kept: Schema = {}
    for key, value in schema.items():
        reported = key in SUPPRESSING_KEYWORDS and (keep_own or rules.get(key) != point.rule)
        if key == "allOf":
            kept[key] = [drop(inner, tokens) for inner in value]
        elif key in ("then", "else"):
            kept[key] = drop(value, tokens)
        elif key == "properties" and tokens and tokens[0] in value:
            kept[key] = {**value, tokens[0]: drop(value[tokens[0]], tokens[1:])}
        elif key == "items" and tokens and tokens[0] == "*":
            kept[key] = drop(value, tokens[1:])
        elif tokens or key not in PLAIN_KEYWORDS or reported:
            kept[key] = value
    return kept


@lru_cache(maxsize=1024)
def compile_without_keyword(point: MutationPoint, *, wrong_form: bool = False) -> Test:
    """Whether a payload is valid but for a point's keyword.

    `wrong_form`: and but for what later layers say of its place, which is not reported then.
    """
    schemas: list[Schema] = []
    passed, tokens = False, to_tokens(point.pattern)
    layers = load_message_schemas(point.contract, point.message)
    for layer, valid in zip(layers, load_valid_schemas(point.contract, point.message), strict=True):
        if layer.level == point.level:
            changed = _replace(inline_schema(layer), point.schema, _drop_keyword(point))
            schemas += drop_notes(point.contract, [changed])
            passed = wrong_form
        else:
            schemas.append(_drop_place(valid, tokens, point, keep_own=False) if passed else valid)
    return compile_all(schemas)


def _drop_keyword(point: MutationPoint) -> Schema:
    """The point's schema without its keyword; of `required`, without the one name."""
    if point.keyword == "required":
        return {**point.schema, "required": [name for name in point.limit if name != point.name]}
    return {key: value for key, value in point.schema.items() if key != point.keyword}


def _replace(value: Any, old: Schema, new: Schema) -> Any:
    """A copy of a schema with the very object `old` replaced."""
    if value is old:
        return new
    if isinstance(value, dict):
        return {key: _replace(inner, old, new) for key, inner in value.items()}
    return [_replace(inner, old, new) for inner in value] if isinstance(value, list) else value
