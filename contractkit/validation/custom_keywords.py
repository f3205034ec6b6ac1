"""Custom keywords `x-…` for what JSON Schema cannot express; none knows the name of a field.

Each is a function of the keyword's value and the instance that its schema describes, and yields
the breaches. Places are pointer patterns, relative to that instance; `values`, `names` and `keys`
are lists of them.

- `x-distinct` `{"values", "ignore"?}`: the values are all different (after removing what the
  pattern `ignore` matches).
- `x-maxCount` `{"values", "at", "max"}`: there are at most `max` values in all. That is said of the
  place `at`, or of the instance where nothing stands there.
- `x-maxBytes` N: a string has at most N bytes in UTF-8.
- `x-maxParts` `{"text", "parts", "max"}`: each string at one of the places `text` is sent in at
  most `max` parts, in one of the encodings `parts`, whose name is the aspect. In a schema that
  naming a rule switches on, places and encodings are those of the contract's view.
- `x-sameCount` `{"values", "as", "at"}`: where something stands at the place `at`, there are as
  many values as there are at the places `as`. Where nothing stands at these, that is what is wrong.
- `x-mentions` `{"names"?, "keys"?, "text", "open", "close", "prefix"}`: the text mentions each
  name, as `OPEN name CLOSE` or `OPEN prefix name CLOSE` (aspect `unmentioned`), and each mention
  with the prefix is one of the names (aspect `unknown`, not said while an object lacks its name).
  A name is a value at one of `names`, or the name of a member of an object at one of `keys`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from contractkit.pointers import (
    Path,
    gather_values,
    has_index,
    parent_of,
    select_all,
    select_values,
    to_tokens,
)

MOST_RELATED = 20


class Breach(NamedTuple):
    """One breach of an `x-…` keyword, with paths relative to the instance of its schema.

    `aspect` says in which way the keyword is broken ("" where there is one way only).
    """

    path: Path
    value: object
    aspect: str = ""
    limit: object = None
    actual: object = None
    related: tuple[tuple[Path, str], ...] = ()


Keyword = Callable[[Any, object], Iterator[Breach]]


def find_duplicates(rule: Mapping[str, Any], instance: object) -> Iterator[Breach]:
    """`x-distinct`: each value that stood before, with the first place as related."""
    strip = _compile_ignored(rule["ignore"]) if "ignore" in rule else str
    if _are_distinct(instance, rule["values"], strip):
        return
    first_paths: dict[str, Path] = {}
    for path, value in select_all(instance, rule["values"]):
        if isinstance(value, str):
            key = strip(value)
            if key in first_paths:
                yield Breach(path, value, related=((first_paths[key], "it stands here first"),))
            first_paths.setdefault(key, path)


@lru_cache(maxsize=16)
def _compile_ignored(pattern: str) -> Callable[[str], str]:
    return partial(re.compile(pattern).sub, "")


def _are_distinct(instance: object, patterns: Sequence[str], strip: Callable[[str], str]) -> bool:
    """Whether all strings differ."""
    values = _gather_all(instance, patterns)
    keys = [strip(value) for value in values if isinstance(value, str)]
    return len(set(keys)) == len(keys)


def _gather_all(instance: object, patterns: Sequence[str]) -> list[object]:
    """The values that the patterns match: quicker than to find where they stand."""
    if any(map(has_index, patterns)):
        return [value for _, value in select_all(instance, patterns)]
    found = (gather_values(instance, to_tokens(pattern)) for pattern in patterns)
    return [value for values in found for value in values]


def find_excess(rule: Mapping[str, Any], instance: object) -> Iterator[Breach]:
    """`x-maxCount`: the place `at`, or the instance, when there are more values than `max`."""
    count = len(_gather_all(instance, rule["values"]))
    if count > rule["max"]:
        place, _ = next(select_values(instance, rule["at"]), ((), None))
        yield Breach(place, None, limit=rule["max"], actual=count)


def find_excess_bytes(limit: int, instance: object) -> Iterator[Breach]:
    """`x-maxBytes`: a string that is longer."""
    if isinstance(instance, str):
        count = len(instance.encode("utf-8", "surrogatepass"))
        if count > limit:
            yield Breach((), instance, limit=limit, actual=count)


def find_excess_parts(rule: Mapping[str, Any], instance: object) -> Iterator[Breach]:
    """`x-maxParts`: a text that is sent in more parts."""
    from contractkit.contracts.encodings import Encoding
    from contractkit.validation.text_parts import encode

    encodings = [Encoding(**entry) for entry in rule["parts"]]
    for path, text in select_all(instance, rule["text"]):
        sent = encode(text, encodings, instance) if isinstance(text, str) else None
        if sent and len(sent.parts) > rule["max"]:
            yield Breach(path, text, sent.encoding, rule["max"], len(sent.parts))


def find_other_count(rule: Mapping[str, Any], instance: object) -> Iterator[Breach]:
    """`x-sameCount`: the place `at`, when there are more or fewer values than elsewhere."""
    for place, _ in select_values(instance, rule["at"]):
        count, wanted = (len(_gather_all(instance, rule[key])) for key in ("values", "as"))
        if count != wanted and wanted:
            yield Breach(place, None, limit=wanted, actual=count)


def find_unmatched_mentions(rule: Mapping[str, Any], instance: object) -> Iterator[Breach]:
    """`x-mentions`: names without a mention, and mentions without a name."""
    where, text = next(select_values(instance, rule["text"]), ((), None))
    if not isinstance(text, str):
        return
    named = list(_list_named(rule, instance))
    names = {name for _, name in named if isinstance(name, str)}
    mention_pattern = compile_mention(rule["open"], rule["close"])
    mentions = {match[1]: match[0] for match in mention_pattern.finditer(text)}
    prefix = rule["prefix"]
    for path, name in named:
        if isinstance(name, str) and not {name, prefix + name} & mentions.keys():
            yield Breach(path, name, "unmentioned", related=((where, "the text"),))
    unknown = [
        written
        for mention, written in mentions.items()
        if mention.startswith(prefix) and not {mention, mention.removeprefix(prefix)} & names
    ]
    if unknown and _all_named(rule, instance):
        related = tuple((path, "a name that it could be") for path, _ in named[:MOST_RELATED])
        yield from (Breach(where, written, "unknown", related=related) for written in unknown)


def _list_named(rule: Mapping[str, Any], instance: object) -> Iterator[tuple[Path, object]]:
    """The names that are to be mentioned, each with its place."""
    yield from select_all(instance, rule.get("names", ()))
    for path, holder in select_all(instance, rule.get("keys", ())):
        if isinstance(holder, dict):
            yield from (((*path, key), key) for key in holder)


def _all_named(rule: Mapping[str, Any], instance: object) -> bool:
    """Whether every object that is to have a name has one; else a mention may be of that one."""
    holders = [
        (holder, to_tokens(pattern)[-1])
        for pattern in rule.get("names", ())
        for _, holder in select_values(instance, parent_of(pattern))
        if not isinstance(holder, list)
    ]
    return all(
        isinstance(holder, dict) and isinstance(holder.get(name), str) and holder[name]
        for holder, name in holders
    )


@lru_cache(maxsize=16)
def compile_mention(opening: str, closing: str) -> re.Pattern[str]:
    """What stands between the two, without either's first character."""
    edges = re.escape(opening[0] + closing[0])
    return re.compile(f"{re.escape(opening)}([^{edges}]+){re.escape(closing)}")


KEYWORDS: Mapping[str, Keyword] = {
    "x-distinct": find_duplicates,
    "x-maxBytes": find_excess_bytes,
    "x-maxCount": find_excess,
    "x-maxParts": find_excess_parts,
    "x-mentions": find_unmatched_mentions,
    "x-sameCount": find_other_count,
}


class RaisingKeyword:
    """The form in which jsonschema-rs takes a custom keyword: it raises for a breach."""

    def __init__(
        self, find: Keyword, _parent: object, rule: Mapping[str, Any], _path: object
    ) -> None:
        """Hold the keyword's value; jsonschema-rs hands over its place too."""
        self.find, self.rule = find, rule

    def validate(self, instance: object) -> None:
        """Raise ValueError where an instance breaks the keyword."""
        if next(self.find(self.rule, instance), None) is not None:
            raise ValueError


RAISING_KEYWORDS: dict[str, Any] = {
    name: partial(RaisingKeyword, find) for name, find in KEYWORDS.items()
}
