"""Quicker ways to check the custom keywords `x-…` than to call Python from the compiled schema.

Handing a value from jsonschema-rs over to Python costs more than checking it. So `x-mentions` is
separated from the schema and checked by a function of its own, and the other keywords are guarded
by a plain JSON Schema that is sufficient: only an instance that is not valid against it
is handed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem, itemgetter
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import DEFINITIONS, find_definition, map_subschemas
from contractkit.pointers import escape, gather_values, has_index, to_tokens
from contractkit.validation.custom_keywords import compile_mention, find_unmatched_mentions
from contractkit.validation.dialects import drop_unjudged
from contractkit.validation.sufficient_schemas import combine_sufficient

WHOLE = "-whole-"  # the name of a definition
OF_WHOLE = frozenset({"$schema", "$id", "$defs", "definitions"})
Check = Callable[[object], bool]
Path = tuple[str, ...]
_get: Callable[[Any, str], Any] = getitem


def detach_references(schema: Schema) -> Schema:
    """The schema with each reference to anything else made one to a copy under `definitions`.

    A keyword that is checked apart is left out at its place; what refers to the place keeps it.
    """
    copies: dict[str, Any] = {}

    def detach(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        detached = map_subschemas(value, detach)
        target = str(value.get("$ref", DEFINITIONS[0]))
        if target.startswith(DEFINITIONS) or not target.startswith("#"):
            return detached
        name = target.removeprefix("#").removeprefix("/") or WHOLE
        if name not in copies:
            copies[name] = None  # while it is read, since it may refer to itself
            copies[name] = detach(find_inside(schema, target))
        return detached | {"$ref": f"#/definitions/{escape(name)}"}

    detached: Schema = detach(schema)
    return (
        detached | {"definitions": detached.get("definitions", {}) | copies} if copies else schema
    )


def find_inside(root: Schema, reference: str) -> Any:
    """What a reference into a schema leads to; for the whole of it, all but its definitions."""
    found = find_definition(root, reference)
    if found is not root:
        return found
    return {key: inner for key, inner in root.items() if key not in OF_WHOLE}


def separate_keywords(schema: Schema) -> tuple[Schema, tuple[Check, ...]]:
    """The schema without the keywords that can be checked apart from it, and a check for each.

    Those are below `properties` only, where they hold for every value, not in a condition. A check
    says whether a value of the whole schema satisfies the keyword.
    """
    rules = dict(find_separable(schema))
    checks = tuple(compile_mentions_check(rule, path) for path, rule in rules.items())
    return _remove_keywords(schema, (), frozenset(rules)), checks


def find_separable(
    schema: Mapping[str, Any], path: Path = ()
) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The places of the keywords `x-mentions` that can be checked apart, each with its value."""
    rule = schema.get("x-mentions")
    if rule and not any(map(has_index, _list_places(rule))):
        yield path, rule
    for name, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict) and not name.isdecimal() and name != "*":
            yield from find_separable(inner, (*path, name))


def _list_places(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The patterns that `x-mentions` looks at."""
    return (rule["text"], *rule.get("names", ()), *rule.get("keys", ()))


def _remove_keywords(schema: Schema, path: Path, paths: frozenset[Path]) -> Schema:
    kept = {
        name: part for name, part in schema.items() if name != "x-mentions" or path not in paths
    }
    if "properties" in kept:
        kept["properties"] = {
            name: _remove_keywords(inner, (*path, name), paths)
            if isinstance(inner, dict)
            else inner
            for name, inner in kept["properties"].items()
        }
    return kept


def compile_mentions_check(rule: Mapping[str, Any], path: Path = ()) -> Check:
    """A check of `x-mentions` for the value at a path: quick in the usual cases."""
    tokens, keeps = to_tokens(rule["text"]), _compile_mentions(rule)

    def check(value: object) -> bool:
        try:
            instance = reduce(_get, path, value)
            text = reduce(_get, tokens, instance)
        except (KeyError, TypeError):
            return True
        return keeps(instance, text)

    return check


def compile_mentions_search(
    rule: Mapping[str, Any], path: Path
) -> Callable[[Sequence[object]], list[int]]:
    """A search for the values, by index, that break `x-mentions` at a path: quicker than checks."""
    tokens, keeps = to_tokens(rule["text"]), _compile_mentions(rule)
    check = compile_mentions_check(rule, path)

    def search(values: Sequence[object]) -> list[int]:
        try:
            instances = _get_all(values, path)
            texts = _get_all(instances, tokens)
        except (KeyError, TypeError):
            return [index for index, value in enumerate(values) if not check(value)]
        pairs = enumerate(zip(instances, texts, strict=True))
        return [index for index, (instance, text) in pairs if not keeps(instance, text)]

    return search


def _get_all(values: Sequence[Any], names: Path) -> Sequence[Any]:
    for name in names:
        values = list(map(itemgetter(name), values))
    return values


def _compile_mentions(rule: Mapping[str, Any]) -> Callable[[Any, Any], bool]:
    """Whether an instance with this text keeps `x-mentions`."""
    name_tokens, key_tokens = (
        [(tokens[0], tokens[1:]) for tokens in map(to_tokens, rule.get(kind, ()))]
        for kind in ("names", "keys")
    )
    firsts = frozenset(first for first, _ in (*name_tokens, *key_tokens))
    opening, closing, prefix = rule["open"], rule["close"], rule["prefix"]
    find_mentions = compile_mention(opening, closing).findall

    def keeps(instance: Any, text: Any) -> bool:
        if not (isinstance(text, str) and isinstance(instance, dict)):
            return True
        if firsts.isdisjoint(instance) and opening not in text:
            return True
        names: list[Any] = []
        for first, rest in name_tokens:
            if first in instance:
                names += gather_values(instance[first], rest)
        if key_tokens:
            names += _gather_keys(instance, key_tokens)
        # One name and one mention, as usual: no search is needed.
        if len(names) == 1 and names[0] and isinstance(names[0], str) and text.count(opening) == 1:
            written = f"{opening}{prefix}{names[0]}{closing}"
            if written in text and opening[0] not in names[0] and closing[0] not in names[0]:
                return True
        mentions = find_mentions(text)
        if not (names or mentions) or _are_matched(names, mentions, prefix):
            return True
        return not any(find_unmatched_mentions(rule, instance))

    return keeps


def _gather_keys(
    instance: Mapping[str, Any], key_tokens: Iterable[tuple[str, Path]]
) -> Iterator[str]:
    """The names of the members of the objects at the places."""
    for first, rest in key_tokens:
        for holder in gather_values(instance.get(first), rest):
            yield from holder if isinstance(holder, dict) else ()


def _are_matched(names: Sequence[object], mentions: Sequence[str], prefix: str) -> bool:
    """Whether each name is mentioned, and each mention with the prefix is of a name."""
    known = set()
    for name in names:
        if isinstance(name, str):
            if name not in mentions and prefix + name not in mentions:
                return False
            known |= {name, prefix + name}
    return not any(mention.startswith(prefix) and mention not in known for mention in mentions)


def guard_keywords(schema: Any, keywords: Iterable[str]) -> Any:
    """The schema with each of the keywords checked only where a sufficient schema is not met.

    The other members `x-…`, which only name rules, are left out.
    """
    if not isinstance(schema, dict):
        return schema
    keywords = tuple(keywords)
    own = {name: inner for name, inner in schema.items() if not name.startswith("x-")}
    own = drop_unjudged(own)
    plain = map_subschemas(own, lambda inner: guard_keywords(inner, keywords))
    custom = {name: schema[name] for name in keywords if name in schema}
    if not custom:
        return plain
    guarded = {"if": combine_sufficient(custom), "else": custom}
    return plain | {"allOf": [*plain.get("allOf", ()), guarded]}
