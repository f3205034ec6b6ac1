"""Where every value of a document stands, by JSON Pointer.

A pointer repeats the names above it, so a table of all pointers can be far larger than the
document. The positions are therefore kept as a tree (`NodeMap`), in which a pointer is looked up.
`LazyNodes` even finds the positions only when they are asked for: of a recording of many megabytes
a few are needed.
"""

import re
from array import array
from collections.abc import Iterator, Mapping

from contractkit.jsontext.document import Node
from contractkit.pointers import escape, unescape

Span = tuple[int, int]

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_SCALAR = re.compile(r"[^\s,\]}]++")
_GAP = re.compile(r"[\s,:]*+")
_STRING_OR_BRACKET = re.compile(rf"{_STRING.pattern}|[\[\]{{}}]")
_BYTE_ORDER_MARK = "\ufeff"


class MemberSpans:
    """Where the members of one container stand; `names` is None for an array.

    `values` and `keys` hold the start and end of each in turn; `children` the members of those that
    are containers themselves.
    """

    __slots__ = ("children", "keys", "names", "values")

    def __init__(self, *, is_object: bool) -> None:
        """Start with no members."""
        self.values = array("q")
        self.keys = array("q")
        self.names: dict[str, int] | None = {} if is_object else None
        self.children: dict[int, MemberSpans] = {}

    def add(self, value: Span, name: str | None, key: Span, children: "MemberSpans | None") -> None:
        """Add a member; of equal names the last one counts."""
        index = len(self.values) // 2
        self.values.extend(value)
        if self.names is not None and name is not None:
            self.keys.extend(key)
            self.names[name] = index
        if children is not None:
            self.children[index] = children

    def key_span(self, index: int) -> Span:
        """Return the position of a property name."""
        return self.keys[2 * index], self.keys[2 * index + 1]

    def node(self, index: int) -> Node:
        """Return the position of a member."""
        value = (self.values[2 * index], self.values[2 * index + 1])
        return Node(value, None if self.names is None else self.key_span(index))

    def index(self, token: str) -> int:
        """Return the index of the member that a reference token names, else raise KeyError."""
        if self.names is not None:
            return self.names[unescape(token)]
        is_index = token.isascii() and token.isdigit() and len(token) < len("1" + "0" * 18)
        if not is_index or token != str(int(token)) or 2 * int(token) >= len(self.values):
            raise KeyError(token)
        return int(token)

    def tokens(self) -> Iterator[tuple[str, int]]:
        """Yield the reference token and the index of each member."""
        if self.names is None:
            yield from ((str(index), index) for index in range(len(self.values) // 2))
        else:
            yield from ((escape(name), index) for name, index in self.names.items())


class NodeMap(Mapping[str, Node]):
    """Where all values of one document stand, by JSON Pointer, in document order."""

    __slots__ = ("_members", "_root")

    def __init__(self, root: Span, members: MemberSpans | None) -> None:
        """Hold the position of the whole value and those of its members, if it is a container."""
        self._root = root
        self._members = members

    def __getitem__(self, pointer: str) -> Node:
        """Return the position of the value at a pointer, else raise KeyError."""
        if pointer == "":
            return Node(self._root, None)
        empty, *tokens = pointer.split("/")
        members = self._members
        if empty or members is None:
            raise KeyError(pointer)
        for token in tokens[:-1]:
            members = members.children[members.index(token)]
        return members.node(members.index(tokens[-1]))

    def __iter__(self) -> Iterator[str]:
        """Yield every pointer."""
        yield ""
        stack = [("", self._members.tokens(), self._members)] if self._members else []
        while stack:
            parent, tokens, members = stack[-1]
            token, index = next(tokens, (None, 0))
            if token is None:
                stack.pop()
                continue
            pointer = f"{parent}/{token}"
            yield pointer
            children = members.children.get(index)
            if children is not None:
                stack.append((pointer, children.tokens(), children))

    def __len__(self) -> int:
        """Return the number of values."""
        return sum(1 for _ in self)


class LazyNodes:
    """Where the values of one text stand that is known to be JSON, found when asked for."""

    __slots__ = ("_members", "_text")

    def __init__(self, text: str) -> None:
        """Hold the text; nothing is searched yet."""
        self._text = text
        self._members: dict[str, dict[str, Node]] = {}

    def find(self, pointer: str) -> Node:
        """The position of the value at a pointer; KeyError if there is none."""
        if not pointer:
            text = self._text.removeprefix(_BYTE_ORDER_MARK)
            start = _skip_gap(text, 0) + len(self._text) - len(text)
            return Node((start, _find_end(self._text, start)), None)
        parent, _, token = pointer.rpartition("/")
        if parent not in self._members:
            self._members[parent] = _list_members(self._text, self.find(parent).value[0])
        return self._members[parent][unescape(token)]


def _list_members(text: str, start: int) -> dict[str, Node]:
    """The members of the container that begins at `start`; of equal names the last one counts."""
    if text[start] not in "{[":
        return {}
    members: dict[str, Node] = {}
    closer = "}" if text[start] == "{" else "]"
    position = _skip_gap(text, start + 1)
    while text[position] != closer:
        key = None
        name = str(len(members))
        if closer == "}":
            key = (position, _find_end(text, position))
            name = _read_name(text[slice(*key)])
            position = _skip_gap(text, key[1])
        end = _find_end(text, position)
        members[name] = Node((position, end), key)
        position = _skip_gap(text, end)
    return members


def _read_name(written: str) -> str:
    if "\\" not in written:
        return written[1:-1]
    import json

    return str(json.loads(written))


def _skip_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return position if gap is None else gap.end()


def _find_end(text: str, start: int) -> int:
    """The offset after the value that begins at `start`."""
    if text[start] not in "{[":
        scalar = (_STRING if text[start] == '"' else _SCALAR).match(text, start)
        return start if scalar is None else scalar.end()
    depth = 0
    for part in _STRING_OR_BRACKET.finditer(text, start):
        bracket = part[0]
        if bracket in "{[":
            depth += 1
        elif bracket in "]}":
            depth -= 1
            if not depth:
                return part.end()
    return len(text)
