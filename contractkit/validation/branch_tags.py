"""The properties whose values tell the branches of a choice (`oneOf`, `anyOf`) apart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Schema
from contractkit.contracts.subschemas import list_applied
from contractkit.validation.equal_values import key_of

DISCRIMINATOR = "x-discriminator"
BranchesByValue = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Tag:
    """A property, with the branches by its value (as JSON), and the values as they are.

    `decides`: each branch that can be an object names its values.
    """

    name: str
    branches: BranchesByValue
    values: tuple[Any, ...]
    open_branches: frozenset[int]
    decides: bool


def find_tags(root: Schema, schema: Schema, keyword: str) -> tuple[Tag, ...]:
    """The tags of a choice: the discriminator alone where there is one, else what is shared."""
    branches = schema[keyword]
    given = schema.get(DISCRIMINATOR)
    if given and max(given["values"].values(), default=0) < len(branches):
        by_value = {key_of(value): frozenset({index}) for value, index in given["values"].items()}
        return (Tag(given["property"], by_value, tuple(given["values"]), frozenset(), True),)  # noqa: FBT003
    named = [_list_options(root, branch) for branch in branches]
    objects = [index for index, branch in enumerate(branches) if _can_be_object(root, branch)]
    counts = Counter(name for options in named for name in options)
    shared = sorted((name for name in counts if counts[name] > 1), key=lambda one: -counts[one])
    tags = (_make_tag(name, named, objects) for name in shared)
    return tuple(tag for tag in tags if len(set(tag.branches.values())) > 1)


def _make_tag(name: str, named: list[dict[str, list[Any]]], objects: list[int]) -> Tag:
    branches: dict[str, frozenset[int]] = {}
    values: dict[str, Any] = {}
    for index, options in enumerate(named):
        for value in options.get(name, ()):
            key = key_of(value)
            values.setdefault(key, value)
            branches[key] = branches.get(key, frozenset()) | {index}
    unnamed = frozenset(index for index in objects if name not in named[index])
    return Tag(name, branches, tuple(values.values()), unnamed, not unnamed)


def _list_options(root: Schema, branch: Any) -> dict[str, list[Any]]:
    """The values that a branch allows for its properties, of those that it limits so."""
    options: dict[str, list[Any]] = {}
    for schema in list_applied(root, branch):
        for name, inner in schema.get("properties", {}).items():
            for one in list_applied(root, inner):
                if "const" in one:
                    options[name] = [one["const"]]
                elif isinstance(one.get("enum"), list):
                    options.setdefault(name, one["enum"])
    return options


def _can_be_object(root: Schema, branch: Any) -> bool:
    types = [one["type"] for one in list_applied(root, branch) if "type" in one]
    return all("object" in ([one] if isinstance(one, str) else one) for one in types)
