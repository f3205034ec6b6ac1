"""Reads JSON text as a document: faults of the text are told by the line of the first."""

import json
import re

from contractkit.errors import DocumentError
from contractkit.importing.documents.document import MOST_LEVELS, Document, is_number
from contractkit.jsontext.document import Fault, Lines
from contractkit.jsontext.nodes import LazyNodes
from contractkit.jsontext.reader import read

_QUOTED_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]|[\]}]', re.DOTALL)


class _Twice(Exception):
    """A name stands twice in one object."""


def read_json_text(data: bytes, path: str) -> Document:
    """The document of a JSON text. Raises DocumentError, with the line."""
    try:
        text = data.decode("utf-8-sig")
        _bound_nesting(text, path)
        value = json.loads(
            text,
            object_pairs_hook=_build_object,
            parse_constant=_refuse_constant,
            parse_float=_read_float,
        )
    except (ValueError, _Twice) as error:
        raise DocumentError(path, _describe_fault(data)) from error
    nodes, lines = LazyNodes(text), Lines(text)
    return Document(path, value, lambda pointer: _find_line(nodes, lines, pointer))


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _read_float(text: str) -> float:
    value = float(text)
    if not is_number(value):
        raise ValueError(text)
    return value


def _bound_nesting(text: str, path: str) -> None:
    depth = 0
    for match in _QUOTED_OR_BRACKET.finditer(text):
        first = match[0][0]
        if first in "[{":
            depth += 1
            if depth > MOST_LEVELS:
                line = text.count("\n", 0, match.start()) + 1
                reason = f"line {line}: is nested more than {MOST_LEVELS} levels deep"
                raise DocumentError(path, reason)
        elif first != '"':
            depth -= 1


def _describe_fault(data: bytes) -> str:
    document = read(data)
    if not document.faults:
        return "is not JSON"
    fault: Fault = document.faults[0]
    lines = Lines(document.text)
    line = lines.position(fault.start)[0]
    others = [lines.position(span.start)[0] for span in fault.related]
    beside = f" (also line {', '.join(map(str, others))})" if others else ""
    return f"line {line}: {fault.message}{beside}"


def _find_line(nodes: LazyNodes, lines: Lines, pointer: str) -> int:
    while pointer:
        try:
            node = nodes[pointer]
        except KeyError:
            pointer = pointer.rpartition("/")[0]
        else:
            return lines.position((node.key or node.value)[0])[0]
    return 1
