"""Where every value of a document stands, by JSON Pointer.

A pointer repeats the names above it, so a table of all pointers can be far larger than the
document. The positions are therefore kept as a tree (`NodeMap`), in which a pointer is looked up.
`LazyNodes` even finds the positions only when they are asked for: of a recording of many megabytes
a few are needed.
"""

import re
from array import array
from collections.abc import Iterator, Mapping
from json import JSONDecoder
from json.scanner import make_scanner
from typing import Any, cast

from contractkit.jsontext.document import Node
from contractkit.pointers import escape, resolve, to_tokens, unescape

Span = tuple[int, int]

_GAP = re.compile(r"[\s,]*+")
_COLON = re.compile(r"\s*+:\s*+")
_MEMBER = re.compile(r'[\s,]*+("[^"\\]*+(?:\\.[^"\\]*+)*+")\s*+:\s*+')
# Reads the value at an offset, and gives its end too: quickly, as it is written in C.
_scan = make_scanner(cast("Any", JSONDecoder(strict=False)))
_BYTE_ORDER_MARK = "\ufeff"
# So many characters are read once more for each place sooner than all places are listed.
SHORT = 4096


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


class LazyNodes(Mapping[str, Node]):
    """Where the values of one text stand that is known to be JSON, found when asked for.

    `value` is that of the text, given where no object in it has two members of one name: then a
    place in a short text is found without what stands beside it.
    """

    __slots__ = ("_find", "_found", "_members", "_text", "_value")

    def __init__(self, text: str, value: object = None) -> None:
        """Hold the text; nothing is searched yet."""
        self._text, self._value = text, value
        self._find = self._look_up
        if value is not None and len(text) <= SHORT:
            self._find = self._read_on if "\\" in text else self._find_name
        self._found: dict[str, Node] = {}
        self._members: dict[str, dict[str, tuple[Span, Span | None]]] = {}

    def __getitem__(self, pointer: str) -> Node:
        """Return the position of the value at a pointer, else raise KeyError."""
        node = self._found.get(pointer)
        if node is None:
            node = self._found[pointer] = self._find(pointer)
        return node

    def _look_up(self, pointer: str) -> Node:
        if not pointer:
            start = _skip_gap(self._text, int(self._text.startswith(_BYTE_ORDER_MARK)))
            return Node((start, _scan(self._text, start)[1]), None)
        parent, _, token = pointer.rpartition("/")
        return Node(*self._list(parent)[unescape(token)])

    def _find_name(self, pointer: str) -> Node:
        """Look for the last name of the pointer, which often stands but once in the text."""
        parent, _, token = pointer.rpartition("/")
        if token.isdecimal():
            place = self._find_text(parent, int(token))
            if place:
                return Node(place, None)
            array = self[parent].value[0]
            if self._text[array] == "[":
                at = _read_to_item(self._text, array, token)
                return Node((at, _scan(self._text, at)[1]), None)
        if not pointer or resolve(self._value, pointer, self) is self:
            return self._read_on(pointer)
        name = f'"{unescape(token)}"'
        start = self._text.find(name)
        end = start + len(name)
        colon = _COLON.match(self._text, end)
        if not colon or self._text.find(name, end) >= 0:
            return self._read_on(pointer)
        return Node((colon.end(), _scan(self._text, colon.end())[1]), (start, end))

    def _find_text(self, parent: str, index: int) -> Span | None:
        """Look for an item of the array at a pointer: a string that stands but once in the text."""
        items = resolve(self._value, parent)
        if not isinstance(items, list) or index >= len(items) or not isinstance(items[index], str):
            return None
        written = f'"{items[index]}"'
        start = self._text.find(written)
        if start < 0 or self._text.find(written, start + 1) >= 0:
            return None
        return start, start + len(written)

    def _read_on(self, pointer: str) -> Node:
        """Read the text up to the place."""
        at, key = _skip_gap(self._text, 0), None
        for token in to_tokens(pointer):
            if self._text[at] == "{":
                at, key = _read_to_member(self._text, at, token)
            else:
                at, key = _read_to_item(self._text, at, token), None
        return Node((at, _scan(self._text, at)[1]), key)

    def _list(self, pointer: str) -> dict[str, tuple[Span, Span | None]]:
        """The members of the value at a pointer, which are searched once."""
        if pointer not in self._members:
            parent, _, token = pointer.rpartition("/")
            span = self._list(parent)[unescape(token)][0] if pointer else self[""].value
            self._members[pointer] = _list_members(self._text, span[0])
        return self._members[pointer]

    def __iter__(self) -> Iterator[str]:
        """Yield every pointer, in document order."""
        pending = [""]
        while pending:
            pointer = pending.pop()
            yield pointer
            pending += [f"{pointer}/{escape(name)}" for name in reversed(self._list(pointer))]

    def __len__(self) -> int:
        """Return the number of values."""
        return sum(1 for _ in self)


def _read_to_member(text: str, at: int, name: str) -> tuple[int, Span]:
    """Where the value of a member of the object at `at` begins, and where its name stands."""
    at += 1
    while member := _MEMBER.match(text, at):
        written = member[1]
        if name == (_scan(written, 0)[0] if "\\" in written else written[1:-1]):
            return member.end(), member.span(1)
        at = _scan(text, member.end())[1]
    raise KeyError(name)


def _read_to_item(text: str, at: int, token: str) -> int:
    """Where an item of the array at `at` begins."""
    if text[at] != "[" or not token.isdecimal():
        raise KeyError(token)
    at = _skip_gap(text, at + 1)
    for _ in range(int(token)):
        if text[at] == "]":
            break
        at = _skip_gap(text, _scan(text, at)[1])
    if text[at] == "]":
        raise KeyError(token)
    return at


def _list_members(text: str, start: int) -> dict[str, tuple[Span, Span | None]]:
    """The members of the container that begins at `start`; of equal names the last one counts."""
    members: dict[str, tuple[Span, Span | None]] = {}
    if text[start] == "{":
        at = start + 1
        while member := _MEMBER.match(text, at):
            name, value_start = member[1], member.end()
            at = _scan(text, value_start)[1]
            written = _scan(name, 0)[0] if "\\" in name else name[1:-1]
            members[written] = (value_start, at), member.span(1)
    elif text[start] == "[":
        at = _skip_gap(text, start + 1)
        while text[at] != "]":
            end = _scan(text, at)[1]
            members[str(len(members))] = (at, end), None
            at = _skip_gap(text, end)
    return members


def _skip_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at
