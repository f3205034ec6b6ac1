"""Plain JSON Schemas that are sufficient for the custom keywords `x-…`.

An instance that is valid against one keeps the keyword; any other may keep it all the same.
"""

import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from contractkit.pointers import has_index, to_tokens

SufficientSchema = dict[str, Any] | bool


def combine_sufficient(keywords: Mapping[str, Any]) -> SufficientSchema:
    """One schema for several keywords, which visits each place once."""
    combined: dict[str, Any] = {}
    for keyword, rule in keywords.items():
        schema = make_sufficient(keyword, rule)
        if not isinstance(schema, dict):
            return False
        combined = _merge(combined, schema)
    return combined


def _merge(schema: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    merged = dict(schema)
    for key, value in other.items():
        if key not in schema:
            merged[key] = value
        elif key == "maxItems":
            merged[key] = min(schema[key], value)
        elif isinstance(value, dict):
            merged[key] = _merge(schema[key], value)
        else:
            return {"allOf": [schema, other]}
    return merged


def make_sufficient(keyword: str, rule: Any) -> SufficientSchema:
    """A plain schema against which no instance that breaks the keyword is valid.

    An instance that keeps the keyword need not be valid either. False where no such schema is
    known: for places that count items, and for other keywords than those of SUFFICIENT.
    """
    places = rule.get("values", ()) if isinstance(rule, Mapping) else ()
    if keyword not in SUFFICIENT or any(map(has_index, places)):
        return False
    return SUFFICIENT[keyword](rule)


def make_sufficient_for_distinct(rule: Mapping[str, Any]) -> SufficientSchema:
    """`x-distinct`: all values in one array, whose items differ and are all written one way."""
    tokens = _read_only_place(rule)
    if "*" not in tokens:
        return False
    last: dict[str, Any] = {"maxItems": 1}
    if tokens[-1] == "*":
        distinct = ({"uniqueItems": True, "items": items} for items in _list_item_schemas(rule))
        last = {"anyOf": [last, *distinct]}
    return _limit_arrays(tokens, last)


def _list_item_schemas(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Schemas of items that still differ when what the rule ignores is removed from them."""
    ignored = rule.get("ignore")
    if ignored is None:
        return [{}]
    schemas: list[dict[str, Any]] = [{"not": {"pattern": ignored}}]
    if re.fullmatch(r"\^(\\[^\w\s]|[A-Za-z0-9])", ignored):
        schemas.append({"pattern": ignored})
    return schemas


def make_sufficient_for_max_count(rule: Mapping[str, Any]) -> SufficientSchema:
    """`x-maxCount`: the values of each place in one array, of at most its share of the items."""
    places = [to_tokens(place) for place in rule["values"]]
    if not all("*" in tokens for tokens in places):
        return False
    share = {"maxItems": rule["max"] // len(places)}
    return reduce(_merge, (_limit_arrays(tokens, share) for tokens in places))


def make_sufficient_for_max_bytes(limit: int) -> SufficientSchema:
    """`x-maxBytes`: so few characters that each may have four bytes, or of ASCII alone."""
    ascii_only = {"maxLength": limit, "pattern": "^[\\u0000-\\u007f]*$"}
    return {"anyOf": [{"maxLength": limit // 4}, ascii_only]}


def make_sufficient_for_max_parts(rule: Mapping[str, Any]) -> SufficientSchema:
    """`x-maxParts`: texts of one part, though each character took two units."""
    places = [to_tokens(place) for place in rule["text"]]
    if rule["max"] < 1 or any(map(has_index, rule["text"])):
        return False
    short = {"maxLength": min((entry["single"] // 2 for entry in rule["parts"]), default=0)}
    judged = [_judge_at(tokens, short) for tokens in places]
    return reduce(_merge, judged) if judged else True


def _judge_at(tokens: tuple[str, ...], last: dict[str, Any]) -> dict[str, Any]:
    """What stands at a place is valid against `last`."""
    schema = last
    for token in reversed(tokens):
        schema = {"items": schema} if token == "*" else {"properties": {token: schema}}
    return schema


def make_sufficient_for_same_count(rule: Mapping[str, Any]) -> SufficientSchema:
    """`x-sameCount`: nothing stands at the place."""
    tokens = to_tokens(rule["at"])
    return {"not": {"required": [tokens[0]]}} if tokens and tokens[0] != "*" else False


def _read_only_place(rule: Mapping[str, Any]) -> tuple[str, ...]:
    values = rule["values"]
    return to_tokens(values[0]) if len(values) == 1 else ()


def _limit_arrays(tokens: tuple[str, ...], last: dict[str, Any]) -> dict[str, Any]:
    """Each array on the way has one item at most, and the last one is valid against `last`."""
    end = len(tokens) - tokens[::-1].index("*") - 1
    schema = last
    for token in reversed(tokens[:end]):
        item = {"items": schema, "maxItems": 1}
        schema = item if token == "*" else {"properties": {token: schema}}
    return schema


SUFFICIENT: Mapping[str, Callable[[Any], SufficientSchema]] = {
    "x-distinct": make_sufficient_for_distinct,
    "x-maxBytes": make_sufficient_for_max_bytes,
    "x-maxCount": make_sufficient_for_max_count,
    "x-maxParts": make_sufficient_for_max_parts,
    "x-sameCount": make_sufficient_for_same_count,
}
