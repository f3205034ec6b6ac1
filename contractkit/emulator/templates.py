"""The templates of messages: filled in, with the values that a message repeats of another."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from contractkit.contracts.repeated_values import RepeatedValue
from contractkit.pointers import parent_of, select_values, to_tokens

_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


def fill(template: Any, values: Mapping[str, str]) -> Any:
    """A copy of a JSON value with each `{{name}}` in its strings replaced by a value.

    KeyError for a name without a value.
    """
    if isinstance(template, str):
        return _SLOT.sub(lambda slot: values[slot[1]], template)
    if isinstance(template, dict):
        return {name: fill(inner, values) for name, inner in template.items()}
    if isinstance(template, list):
        return [fill(inner, values) for inner in template]
    return template


def put_repeated(
    value: Any, repeats: Iterable[RepeatedValue], messages: Mapping[str, object]
) -> None:
    """Put what a message has to repeat into it; where that is open, it stays as it is."""
    for repeat in repeats:
        found = repeat.list_values(messages)
        if found:
            _put(value, repeat.place, found[0])


def _put(value: Any, pointer: str, new: object) -> None:
    """Set a member, or an item that exists, at a pointer; nothing where its container is not."""
    token = to_tokens(pointer)[-1]
    for _, found in select_values(value, parent_of(pointer)):
        container: Any = found
        container[int(token) if isinstance(container, list) else token] = new
