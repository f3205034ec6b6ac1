"""Whether a payload breaks one keyword and nothing else, asked of the fast judge alone."""

from functools import lru_cache
from typing import Any

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import load_message_schemas
from contractkit.payloads.mutation_points import MutationPoint
from contractkit.payloads.valid_schemas import (
    Test,
    compile_test,
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
    if not broken or load_relaxed(point)(payload):
        return broken
    if point.keyword not in FORM_KEYWORDS or len(list(select_values(payload, point.pattern))) != 1:
        return False
    if load_relaxed(point, misshapen=True)(payload):
        return True
    if point.keyword not in SUPPRESSING_KEYWORDS:
        return False
    spared, strict = load_spared(point)
    return spared(payload) and not strict(payload)


def locate(point: MutationPoint, payload: object, path: Path) -> Path | None:
    """Where in the value at a point's path its keyword is broken; None where there are several."""
    if point.keyword == "additionalProperties":
        found: list[Path] = [
            (name,) for name in get_value(payload, path) if name not in _known(point)
        ]
        return found[0] if len(found) == 1 else None
    if point.keyword in KEYWORDS:
        breaches = list(KEYWORDS[point.keyword](point.limit, get_value(payload, path)))
        return breaches[0].path if [one.aspect for one in breaches] == [point.name] else None
    return ()


def _known(point: MutationPoint) -> Schema:
    known: Schema = point.schema.get("properties", {})
    return known


@lru_cache(maxsize=64)
def _load_judges(contract: Contract, message: str) -> tuple[Test, Test]:
    """Whether a payload is not invalid, and whether it is valid."""
    allowed, valid = load_binding_schemas(contract, message), load_valid_schemas(contract, message)
    return _compile(allowed), _compile(valid)


@lru_cache(maxsize=1024)
def load_spared(point: MutationPoint) -> tuple[Test, Test]:
    """Whether a payload is valid but for all that judges a point's place, or but its keyword."""
    demands, tokens = load_valid_schemas(point.contract, point.message), to_tokens(point.pattern)
    spared = tuple(_spare(schema, tokens, point, kept=False) for schema in demands)
    strict = tuple(_spare(schema, tokens, point, kept=True) for schema in demands)
    return _compile(spared), _compile(strict)


def _spare(schema: Schema, tokens: tuple[str, ...], point: MutationPoint, *, kept: bool) -> Schema:
    """A schema without the keywords that judge a place; those stay that come before the point's."""
    made: Schema = {}
    for key, one in schema.items():
        if key == "allOf":
            made[key] = [_spare(inner, tokens, point, kept=kept) for inner in one]
        elif key in ("then", "else"):
            made[key] = _spare(one, tokens, point, kept=kept)
        elif key == "properties" and tokens and tokens[0] in one:
            inner = _spare(one[tokens[0]], tokens[1:], point, kept=kept)
            made[key] = {**one, tokens[0]: inner}
        elif key == "items" and tokens and tokens[0] == "*":
            made[key] = _spare(one, tokens[1:], point, kept=kept)
        elif tokens or key not in PLAIN_KEYWORDS or _is_told(schema, key, point, kept=kept):
            made[key] = one
    return made


def _is_told(schema: Schema, keyword: str, point: MutationPoint, *, kept: bool) -> bool:
    """Whether a keyword at a point's place is told of although the point's keyword is broken."""
    own = schema.get("x-rules", {}).get(keyword) == point.rule
    return keyword in SUPPRESSING_KEYWORDS and (kept or not own)


@lru_cache(maxsize=1024)
def load_relaxed(point: MutationPoint, *, misshapen: bool = False) -> Test:
    """Whether a payload is valid but for a point's keyword.

    `misshapen`: and but for what later layers say of its place, which is not told then.
    """
    relaxed: list[Schema] = []
    passed, tokens = False, to_tokens(point.pattern)
    for layer, demanded in zip(
        load_message_schemas(point.contract, point.message),
        load_valid_schemas(point.contract, point.message),
        strict=True,
    ):
        if layer.level == point.level:
            changed = _replace(inline_schema(layer), point.schema, _relax(point))
            relaxed += drop_notes(point.contract, [changed])
            passed = misshapen
        else:
            relaxed.append(_spare(demanded, tokens, point, kept=False) if passed else demanded)
    return _compile(tuple(relaxed))


def _compile(schemas: tuple[Schema, ...]) -> Test:
    return compile_test({"allOf": list(schemas)})


def _relax(point: MutationPoint) -> Schema:
    """The point's schema without its keyword; of `required`, without the one name."""
    if point.keyword == "required":
        return {**point.schema, "required": [one for one in point.limit if one != point.name]}
    return {key: one for key, one in point.schema.items() if key != point.keyword}


def _replace(value: Any, old: Schema, new: Schema) -> Any:
    """A copy of a schema with the very object `old` replaced."""
    if value is old:
        return new
    if isinstance(value, dict):
        return {key: _replace(one, old, new) for key, one in value.items()}
    return [_replace(one, old, new) for one in value] if isinstance(value, list) else value
