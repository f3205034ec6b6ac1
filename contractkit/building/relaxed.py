"""Whether a payload breaks one keyword and nothing else, asked of the fast judge alone."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from contractkit.building.conditions import tolerate
from contractkit.building.demands import demand, inline_layer, load_demands, load_normative
from contractkit.building.sites import Site
from contractkit.contract import Contract, Schema
from contractkit.judging.clean import compile_fast
from contractkit.layers import load_layers

Fits = Callable[[object], bool]
# What these break stands at the place itself; of others the explaining judge knows where.
PLAIN_KEYWORDS = frozenset(
    {"type", "required", "minLength", "maxLength", "pattern", "enum", "const", "not", "minItems"}
)


def breaks_only(contract: Contract, message: str, site: Site, payload: object) -> bool:
    """Whether the payload certainly breaks the site's keyword, and keeps all else that counts.

    False where that is not certain.
    """
    if site.keyword not in PLAIN_KEYWORDS:
        return False
    is_allowed, is_valid = _load_judges(contract, message)
    broken = is_allowed(payload) and not is_valid(payload)
    if site.level != "advice":
        broken = not is_allowed(payload)
    return broken and load_relaxed(contract, message, site)(payload)


@lru_cache(maxsize=64)
def _load_judges(contract: Contract, message: str) -> tuple[Fits, Fits]:
    """Whether a payload is not invalid, and whether it is valid."""
    allowed, valid = load_normative(contract, message), load_demands(contract, message)
    return _compile(allowed), _compile(valid)


@lru_cache(maxsize=1024)
def load_relaxed(contract: Contract, message: str, site: Site) -> Fits:
    """Whether a payload is valid but for a site's keyword."""
    layers = [inline_layer(layer) for layer in load_layers(contract, message)]
    relaxed = [_replace(layer, site.schema, _relax(site)) for layer in layers]
    return _compile(demand(contract, relaxed))


def _compile(schemas: tuple[Schema, ...]) -> Fits:
    return tolerate(compile_fast({"allOf": list(schemas)}))


def _relax(site: Site) -> Schema:
    """The site's schema without its keyword; of `required`, without the one name."""
    if site.keyword == "required":
        return {**site.schema, "required": [one for one in site.limit if one != site.name]}
    return {key: one for key, one in site.schema.items() if key != site.keyword}


def _replace(value: Any, old: Schema, new: Schema) -> Any:
    """A copy of a schema with the very object `old` replaced."""
    if value is old:
        return new
    if isinstance(value, dict):
        return {key: _replace(one, old, new) for key, one in value.items()}
    return [_replace(one, old, new) for one in value] if isinstance(value, list) else value
