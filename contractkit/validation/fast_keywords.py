"""Keywords `x-…` that are judged beside a compiled schema: to hand each value over costs more.

Only what stands where every value of one place meets it: below `properties`, not in a condition.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.pointers import gather_values, has_index, to_tokens
from contractkit.validation.custom_keywords import compile_mention, find_loose_mentions

Keep = Callable[[object], bool]
_get: Callable[[Any, str], Any] = getitem
Path = tuple[str, ...]


def take_out(schema: Schema) -> tuple[Schema, tuple[Keep, ...]]:
    """The schema without the keywords that are judged beside it, and a function for each.

    A function says of a value whether it keeps the keyword.
    """
    found = dict(_find_outside(schema, ()))
    return _drop(schema, (), frozenset(found)), tuple(found.values())


def _find_outside(schema: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Keep]]:
    rule = schema.get("x-mentions")
    if rule and not any(map(has_index, (rule["text"], *rule["names"]))):
        yield path, watch_mentions(rule, path)
    for name, one in schema.get("properties", {}).items():
        if isinstance(one, dict) and not name.isdecimal() and name != "*":
            yield from _find_outside(one, (*path, name))


def _drop(schema: Schema, path: Path, places: frozenset[Path]) -> Schema:
    kept = {name: one for name, one in schema.items() if name != "x-mentions" or path not in places}
    if "properties" in kept:
        kept["properties"] = {
            name: _drop(one, (*path, name), places) if isinstance(one, dict) else one
            for name, one in kept["properties"].items()
        }
    return kept


def watch_mentions(rule: Mapping[str, Any], path: Path = ()) -> Keep:
    """`x-mentions` of the value at a path: the usual cases quickly, the rest as the linter does."""
    text_at = to_tokens(rule["text"])
    names_at = [(one[0], one[1:]) for one in map(to_tokens, rule["names"])]
    opening, prefix = rule["open"], rule["prefix"]
    find = compile_mention(opening, rule["close"]).findall

    def keep(value: object) -> bool:
        try:
            instance = reduce(_get, path, value)
            text = reduce(_get, text_at, instance)
        except (KeyError, TypeError):
            return True
        if not (isinstance(text, str) and isinstance(instance, dict)):
            return True
        mentions = find(text) if opening in text else ()
        named = [
            name
            for first, rest in names_at
            if first in instance
            for name in gather_values(instance[first], rest)
        ]
        if not (named or mentions) or _are_matched(named, mentions, prefix):
            return True
        return not any(find_loose_mentions(rule, instance))

    return keep


def _are_matched(named: Sequence[object], mentions: Sequence[str], prefix: str) -> bool:
    """Whether each name is mentioned, and each mention with the prefix is of a name."""
    known = set()
    for name in named:
        if isinstance(name, str):
            if name not in mentions and prefix + name not in mentions:
                return False
            known |= {name, prefix + name}
    return not any(one.startswith(prefix) and one not in known for one in mentions)


Sufficient = dict[str, Any] | bool


def put_aside(schema: Any, keywords: Iterable[str]) -> Any:
    """The schema with each of the keywords judged only where a plain schema does not suffice.

    The other members `x-…`, which only name rules, are left out.
    """
    if isinstance(schema, list):
        return [put_aside(one, keywords) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        name: put_aside(one, keywords) for name, one in schema.items() if not name.startswith("x-")
    }
    own = {name: schema[name] for name in keywords if name in schema}
    if not own:
        return plain
    aside = {"if": _suffice_together(own), "else": own}
    return plain | {"allOf": [*plain.get("allOf", ()), aside]}


def _suffice_together(own: Mapping[str, Any]) -> Sufficient:
    """One schema for several keywords: what two say of one place is met in one visit to it."""
    together: dict[str, Any] = {}
    for name, rule in own.items():
        one = suffice(name, rule)
        if not isinstance(one, dict):
            return False
        together = _merge(together, one)
    return together


def _merge(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        if key not in one:
            merged[key] = value
        elif key == "maxItems":
            merged[key] = min(one[key], value)
        elif isinstance(value, dict):
            merged[key] = _merge(one[key], value)
        else:
            return {"allOf": [one, other]}
    return merged


def suffice(keyword: str, rule: Mapping[str, Any]) -> Sufficient:
    """A schema that suffices for a keyword to be kept; False for places that count items."""
    places = rule.get("values", ())
    if keyword not in SUFFICIENT or any(map(has_index, places)):
        return False
    return SUFFICIENT[keyword](rule)


def keep_distinct(rule: Mapping[str, Any]) -> Sufficient:
    """`x-distinct`: all values in one array, whose items differ and are all written one way."""
    tokens = _read_only_place(rule)
    if "*" not in tokens:
        return False
    last: dict[str, Any] = {"maxItems": 1}
    if tokens[-1] == "*":
        last = {"anyOf": [last, *(_differ(way) for way in _list_ways(rule))]}
    return _meet_arrays(tokens, last)


def _list_ways(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Schemas of items that differ still when what the rule ignores is removed."""
    ignored = rule.get("ignore")
    if ignored is None:
        return [{}]
    ways: list[dict[str, Any]] = [{"not": {"pattern": ignored}}]
    if re.fullmatch(r"\^(\\[^\w\s]|[A-Za-z0-9])", ignored):
        ways.append({"pattern": ignored})
    return ways


def _differ(items: dict[str, Any]) -> dict[str, Any]:
    return {"uniqueItems": True, "items": items}


def keep_few(rule: Mapping[str, Any]) -> Sufficient:
    """`x-maxCount`: all values in one array of at most so many items."""
    tokens = _read_only_place(rule)
    return _meet_arrays(tokens, {"maxItems": rule["max"]}) if "*" in tokens else False


def _read_only_place(rule: Mapping[str, Any]) -> tuple[str, ...]:
    values = rule["values"]
    return to_tokens(values[0]) if len(values) == 1 else ()


def _meet_arrays(tokens: tuple[str, ...], last: dict[str, Any]) -> Sufficient:
    """Each array on the way has one item at most, and the last one meets a schema."""
    end = len(tokens) - tokens[::-1].index("*") - 1
    schema = last
    for token in reversed(tokens[:end]):
        within = {"items": schema, "maxItems": 1}
        schema = within if token == "*" else {"properties": {token: schema}}
    return schema


SUFFICIENT: Mapping[str, Callable[[Mapping[str, Any]], Sufficient]] = {
    "x-distinct": keep_distinct,
    "x-maxCount": keep_few,
}
