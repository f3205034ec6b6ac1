"""The number of a new version: what its constraints do to payloads, against those of the last."""

from collections.abc import Iterator
from typing import Any

from contractkit.contracts.subschemas import drop_keywords, list_subschemas
from contractkit.importing.schemas.keyword_values import ANNOTATIONS
from contractkit.importing.schemas.reference_loops import list_in_place
from contractkit.validation.equal_values import key_of
from contractkit.validation.exact_numbers import is_multiple

Schema = dict[str, Any]
Demands = dict[tuple[str, str, str], Any]
_UPPER = ("maximum", "exclusiveMaximum")
_CLOSING = ("additionalProperties", "unevaluatedProperties")
_SETS = ("const", "enum", "type", *_CLOSING)
_WORDS = frozenset({*ANNOTATIONS, "example", "x-rules"})


def find_step(old: dict[str, Schema], new: dict[str, Schema]) -> int | None:
    """Which part of the number grows: 0 major, 1 minor, 2 patch; None where nothing differs.

    A demand that is new, or stricter, may make a payload wrong that was right. The schemas are by
    the names of their files.
    """
    before, after = list_demands(old), list_demands(new)
    if set(old) - set(new) or any(
        key[0] in old and _is_stricter(before, key, value) for key, value in after.items()
    ):
        return 0
    return find_small_step(old, new)


def find_small_step(old: dict[str, Any], new: dict[str, Any]) -> int | None:
    """What a difference that breaks nothing does to the number: 1, or 2 where only words differ."""
    if key_of(old) == key_of(new):
        return None
    before, after = (key_of(drop_keywords(files, _WORDS, names=True)) for files in (old, new))
    return 1 if before != after else 2


def list_demands(schemas: dict[str, Schema]) -> Demands:
    """What every keyword with a rule demands, by file, rule and keyword."""
    return {
        (file, rule, keyword): value
        for file, schema in schemas.items()
        for rule, keyword, value in _list_demands(schema)
    }


def _list_demands(schema: Schema) -> Iterator[tuple[str, str, Any]]:
    for keyword, rule in schema.get("x-rules", {}).items():
        if isinstance(rule, dict):
            yield from ((named, f"{keyword} {name}", True) for name, named in rule.items())
        else:
            is_closing = keyword in _CLOSING and schema.get(keyword) is False
            yield rule, keyword, _list_known(schema) if is_closing else schema.get(keyword)
    for _, inner in list_subschemas(schema):
        if isinstance(inner, dict):
            yield from _list_demands(inner)


def _list_known(schema: Schema) -> list[str]:
    """The names that a schema lets in which lets in no other; those of its parts too."""
    parts = list_in_place(schema) if "unevaluatedProperties" in schema else [schema]
    words = ("properties", "patternProperties")
    return [f"{word} {name}" for part in parts for word in words for name in part.get(word, ())]


def _is_stricter(before: Demands, key: tuple[str, str, str], value: Any) -> bool:
    """Whether a demand may be broken by what kept the old one; advice is never."""
    file, _, keyword = key
    if file.endswith(".advice.schema.json"):
        return False
    return key not in before or _is_narrower(keyword, before[key], value)


def _is_narrower(keyword: str, old: Any, new: Any) -> bool:
    """Whether a keyword with a new value may rule out what it let be with the old one."""
    if keyword in _SETS:
        return not _list_values(keyword, old) <= _list_values(keyword, new)
    if keyword == "multipleOf":
        return not is_multiple(old, new)
    if isinstance(old, int | float) and isinstance(new, int | float):
        return new < old if keyword.startswith("max") or keyword in _UPPER else new > old
    names = keyword == "dependentRequired"
    before, after = (key_of(drop_keywords(value, _WORDS, names=names)) for value in (old, new))
    return before != after


def _list_values(keyword: str, value: Any) -> set[str]:
    listed = value if isinstance(value, list) and keyword != "const" else [value]
    return set(map(key_of, listed))


def raise_number(version: str, step: int) -> str:
    """The next number: `1.2.3` becomes `2.0.0`, `1.3.0` or `1.2.4`."""
    parts = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    parts = [*parts, 0, 0, 0][:3]
    return ".".join(str(part) for part in [*parts[:step], parts[step] + 1, *[0] * (2 - step)])
