"""JSON text → value, the place of every value, and what is wrong with the text itself.

The names are imported when they are used: a document with nothing to report needs `parse_plain`
alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractkit.jsontext.document import Document, Fault, JsonValue, Node, RelatedSpan
    from contractkit.jsontext.lines import Lines
    from contractkit.jsontext.plain import NotPlain, parse_plain
    from contractkit.jsontext.reader import read

__all__ = [
    "Document",
    "Fault",
    "JsonValue",
    "Lines",
    "Node",
    "NotPlain",
    "RelatedSpan",
    "parse_plain",
    "read",
]

_MODULES = {"Lines": "lines", "NotPlain": "plain", "parse_plain": "plain", "read": "reader"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'document')}"), name)
