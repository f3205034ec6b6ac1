"""The number of a new version: what its constraints do to payloads, against those of the last."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
Demands = dict[tuple[str, str, str], Any]
_UPPER = ("maximum", "exclusiveMaximum")


def find_step(old: dict[str, Schema], new: dict[str, Schema]) -> int | None:
    """Which part of the number grows: 0 major, 1 minor, 2 patch; None where nothing differs.

    A demand that is new, or stricter, may make a payload wrong that was right. The schemas are by
    the names of their files.
    """
    if old == new:
        return None
    before, after = list_demands(old), list_demands(new)
    if set(old) - set(new) or any(_is_stricter(before, key, after[key]) for key in after):
        return 0
    return 1 if before != after or set(old) != set(new) else 2


def list_demands(schemas: dict[str, Schema]) -> Demands:
    """What every keyword with a rule demands, by file, rule and keyword."""
    return {
        (file, rule, keyword): value
        for file, schema in schemas.items()
        for rule, keyword, value in _list_demands(schema)
    }


def _list_demands(value: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict):
        rules = value.get("x-rules")
        for keyword, rule in rules.items() if isinstance(rules, dict) else ():
            if isinstance(rule, dict):
                yield from ((named, f"{keyword} {name}", True) for name, named in rule.items())
            else:
                yield rule, keyword, value.get(keyword)
    inner = value.values() if isinstance(value, dict) else value
    for child in inner if isinstance(value, dict | list) else ():
        yield from _list_demands(child)


def _is_stricter(before: Demands, key: tuple[str, str, str], value: Any) -> bool:
    """Whether a demand may be broken by what kept the old one; advice is never."""
    file, _, keyword = key
    if file.endswith(".advice.schema.json") or not any(known[0] == file for known in before):
        return False
    if key not in before:
        return True
    old = before[key]
    if old == value or isinstance(value, dict):
        return False
    if keyword in ("enum", "type"):
        return not _as_list(old) <= _as_list(value)
    if isinstance(value, int | float) and isinstance(old, int | float):
        return value < old if keyword.startswith("max") or keyword in _UPPER else value > old
    return True


def _as_list(value: Any) -> set[str]:
    return {repr(entry) for entry in value} if isinstance(value, list) else {repr(value)}


def raise_number(version: str, step: int) -> str:
    """The next number: `1.2.3` becomes `2.0.0`, `1.3.0` or `1.2.4`."""
    parts = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    parts = [*parts, 0, 0, 0][:3]
    return ".".join(str(part) for part in [*parts[:step], parts[step] + 1, *[0] * (2 - step)])
