"""Keywords `x-…` that are judged beside a compiled schema: to hand each value over costs more.

Only what stands where every value of one place meets it: below `properties`, not in a condition.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.pointers import gather, has_index, to_tokens
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
            for name in gather(instance[first], rest)
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
