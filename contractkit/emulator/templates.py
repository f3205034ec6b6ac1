"""Templates of messages: JSON values in whose strings `{{name}}` stands for a value."""

import re
from collections.abc import Mapping
from typing import Any

from contractkit.pointers import to_tokens

_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


def fill(template: Any, values: Mapping[str, str]) -> Any:
    """A new value in which every slot is filled; KeyError for a slot without a value."""
    if isinstance(template, str):
        return _SLOT.sub(lambda slot: values[slot[1]], template)
    if isinstance(template, dict):
        return {name: fill(inner, values) for name, inner in template.items()}
    if isinstance(template, list):
        return [fill(inner, values) for inner in template]
    return template


def put(value: Any, pointer: str, new: Any) -> None:
    """Replace what stands at a pointer; the containers above it must exist."""
    *path, last = to_tokens(pointer)
    for token in path:
        value = value[int(token) if isinstance(value, list) else token]
    value[int(last) if isinstance(value, list) else last] = new
