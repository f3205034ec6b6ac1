"""Where the values of a text that is JSON stand, found as they are asked for.

`read` finds every place of a document of any quality; in a recording of many megabytes, of which a
few values are wanted, most of that would be for nothing.
"""

import re

from contractkit.jsontext.document import Node

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_SCALAR = re.compile(r"[^\s,\]}]++")
_GAP = re.compile(r"[\s,:]*+")
_NESTED = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]')
_BYTE_ORDER_MARK = "\ufeff"


class Places:
    """The places of the values in one text that is known to be JSON, by JSON Pointer."""

    __slots__ = ("_members", "_text")

    def __init__(self, text: str) -> None:
        """Hold the text; nothing is looked for yet."""
        self._text = text
        self._members: dict[str, dict[str, Node]] = {}

    def find(self, pointer: str) -> Node:
        """The place of the value at a pointer; KeyError if there is none."""
        if not pointer:
            text = self._text.removeprefix(_BYTE_ORDER_MARK)
            start = _gap(text, 0) + len(self._text) - len(text)
            return Node((start, _find_end(self._text, start)), None)
        parent, _, token = pointer.rpartition("/")
        if parent not in self._members:
            self._members[parent] = _list_members(self._text, self.find(parent).value[0])
        return self._members[parent][token.replace("~1", "/").replace("~0", "~")]


def _list_members(text: str, start: int) -> dict[str, Node]:
    """The members of the container that begins at `start`; of equal names the last one counts."""
    if text[start] not in "{[":
        return {}
    members: dict[str, Node] = {}
    closer = "}" if text[start] == "{" else "]"
    at = _gap(text, start + 1)
    while text[at] != closer:
        key = None
        name = str(len(members))
        if closer == "}":
            key = (at, _find_end(text, at))
            name = _read_name(text[slice(*key)])
            at = _gap(text, key[1])
        end = _find_end(text, at)
        members[name] = Node((at, end), key)
        at = _gap(text, end)
    return members


def _read_name(written: str) -> str:
    if "\\" not in written:
        return written[1:-1]
    import json

    return str(json.loads(written))


def _gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return at if gap is None else gap.end()


def _find_end(text: str, start: int) -> int:
    """The offset behind the value that begins at `start`."""
    if text[start] not in "{[":
        scalar = (_STRING if text[start] == '"' else _SCALAR).match(text, start)
        return start if scalar is None else scalar.end()
    depth = 0
    for part in _NESTED.finditer(text, start):
        bracket = part[0]
        if bracket in "{[":
            depth += 1
        elif bracket in "]}":
            depth -= 1
            if not depth:
                return part.end()
    return len(text)
