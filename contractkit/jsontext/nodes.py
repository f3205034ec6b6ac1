"""Where every value of a document stands, by JSON Pointer.

A pointer repeats the names above it, so a table of all pointers can be far larger than the
document. The places are therefore kept as a tree and a pointer is followed when it is asked for.
"""

from array import array
from collections.abc import Iterator, Mapping

from contractkit.jsontext.document import Node
from contractkit.pointers import escape

Span = tuple[int, int]


class Layout:
    """The places of the members of one container; `names` is None for an array."""

    __slots__ = ("inner", "keys", "names", "values")

    def __init__(self, *, is_object: bool) -> None:
        """Start with no members."""
        self.values = array("q")
        self.keys = array("q")
        self.names: dict[str, int] | None = {} if is_object else None
        self.inner: dict[int, Layout] = {}

    def add(self, value: Span, name: str | None, key: Span, inner: "Layout | None") -> None:
        """Add a member; of equal names the last one counts."""
        index = len(self.values) // 2
        self.values.extend(value)
        if self.names is not None and name is not None:
            self.keys.extend(key)
            self.names[name] = index
        if inner is not None:
            self.inner[index] = inner

    def key_span(self, index: int) -> Span:
        """Return the place of a property name."""
        return self.keys[2 * index], self.keys[2 * index + 1]

    def node(self, index: int) -> Node:
        """Return the place of a member."""
        value = (self.values[2 * index], self.values[2 * index + 1])
        return Node(value, None if self.names is None else self.key_span(index))

    def index(self, token: str) -> int:
        """Return the index of the member that a reference token names, else raise KeyError."""
        if self.names is not None:
            return self.names[token.replace("~1", "/").replace("~0", "~")]
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
    """The places of all values of one document by JSON Pointer, in document order."""

    __slots__ = ("_layout", "_root")

    def __init__(self, root: Span, layout: Layout | None) -> None:
        """Hold the place of the whole value and those of its members, if it is a container."""
        self._root = root
        self._layout = layout

    def __getitem__(self, pointer: str) -> Node:
        """Return the place of the value at a pointer, else raise KeyError."""
        if pointer == "":
            return Node(self._root, None)
        empty, *tokens = pointer.split("/")
        layout = self._layout
        if empty or layout is None:
            raise KeyError(pointer)
        for token in tokens[:-1]:
            layout = layout.inner[layout.index(token)]
        return layout.node(layout.index(tokens[-1]))

    def __iter__(self) -> Iterator[str]:
        """Yield every pointer."""
        yield ""
        stack = [("", self._layout.tokens(), self._layout)] if self._layout else []
        while stack:
            parent, members, layout = stack[-1]
            member = next(members, None)
            if member is None:
                stack.pop()
                continue
            pointer = f"{parent}/{member[0]}"
            yield pointer
            inner = layout.inner.get(member[1])
            if inner is not None:
                stack.append((pointer, inner.tokens(), inner))

    def __len__(self) -> int:
        """Return the number of values."""
        return sum(1 for _ in self)
