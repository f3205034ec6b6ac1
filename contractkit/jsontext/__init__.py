"""Reads JSON text: its value, where each part of it stands, and the faults of the text itself.

- `plain` reads texts without any fault, quickly; `reader` reads every other text, with
  `containers` and `separators` for objects and arrays, `strings`, `escapes` and `scalars` for other
  values, and `scanner` and `tokens` below these;
- `document` holds the records that reading yields, `nodes` where each value stands;
- `other_formats` tells texts that are HTML, YAML or something else than JSON;
- `display` shows pieces of a text in messages; `odd_characters` words what cannot be seen in it or
  looks like something else, and `lookalikes` knows these characters.

The names here are imported when they are used: a text without faults needs `parse_plain` alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractkit.jsontext.document import Document, Fault, JsonValue, Lines, Node, RelatedSpan
    from contractkit.jsontext.plain import NotPlainError, parse_plain
    from contractkit.jsontext.reader import read

__all__ = [
    "Document",
    "Fault",
    "JsonValue",
    "Lines",
    "Node",
    "NotPlainError",
    "RelatedSpan",
    "parse_plain",
    "read",
]

_MODULES = {"NotPlainError": "plain", "parse_plain": "plain", "read": "reader"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'document')}"), name)
