"""Containers that are being read: how they open, take members and close."""

import re

from contractkit.jsontext.display import show_text
from contractkit.jsontext.document import JsonValue, RelatedSpan
from contractkit.jsontext.nodes import Layout, Span
from contractkit.jsontext.plain import MAX_DEPTH
from contractkit.jsontext.scanner import Scanner
from contractkit.jsontext.tokens import CutShort, Remark

_SKIPPED = re.compile(
    r'"[^"\\]*+(?:\\(?s:.)[^"\\]*+)*+"?|//[^\r\n]*+|/\*(?s:.)*?(?:\*/|\Z)|[\[\]{}]'
)
_NO_KEY = (0, 0)


class Frame:
    """An open container: its value so far, and where its members stand."""

    __slots__ = ("first_keys", "is_object", "key", "layout", "start", "value")

    def __init__(self, start: int, *, is_object: bool) -> None:
        """Open a container whose bracket is at `start`."""
        self.start = start
        self.is_object = is_object
        self.value: dict[str, JsonValue] | list[JsonValue] = {} if is_object else []
        self.layout = Layout(is_object=is_object)
        self.key: Span = _NO_KEY
        self.first_keys: dict[str, Span] = {}

    @property
    def closer(self) -> str:
        """The bracket that closes the container."""
        return "}" if self.is_object else "]"

    @property
    def noun(self) -> str:
        """The word for the container."""
        return "object" if self.is_object else "array"

    def related(self) -> RelatedSpan:
        """Return the place where the container begins."""
        return RelatedSpan(self.start, self.start + 1, f"the {self.noun} begins here")


class Stack:
    """The open containers, outermost first, and the whole value once it is read."""

    __slots__ = ("frames", "layout", "root", "span", "told_deep", "value")

    def __init__(self) -> None:
        """Start with nothing open."""
        self.frames: list[Frame] = []
        self.told_deep = False
        self.value: JsonValue = None
        self.span: Span = (0, 0)
        self.layout: Layout | None = None

    def attach(
        self, scanner: Scanner, value: JsonValue, span: Span, layout: Layout | None = None
    ) -> None:
        """Make a value that was read the next member of the innermost container, or the whole."""
        if not self.frames:
            self.value, self.span, self.layout = value, span, layout
            return
        frame = self.frames[-1]
        if isinstance(frame.value, list):
            frame.layout.add(span, None, _NO_KEY, layout)
            frame.value.append(value)
        else:
            name = str(scanner.path[-1])
            frame.layout.add(span, name, frame.key, layout)
            frame.value[name] = value

    def open(self, scanner: Scanner) -> None:
        """Open the container whose bracket is next; one that is nested too deep is left empty."""
        start = scanner.position
        frame = Frame(start, is_object=scanner.text[start] == "{")
        if len(self.frames) < MAX_DEPTH:
            self.frames.append(frame)
            scanner.path.append(0)
            scanner.position += 1
            return
        if not self.told_deep:
            self.told_deep = True
            message = f"this {frame.noun} is nested deeper than {MAX_DEPTH} levels"
            scanner.report(Remark("JT013", start, start + 1, message), at_value=True)
        scanner.position = _find_close(scanner.text, start)
        self.attach(scanner, frame.value, (start, scanner.position), frame.layout)

    def close(self, scanner: Scanner) -> None:
        """Close the innermost container, whose closing bracket is next."""
        frame = self.frames.pop()
        scanner.path.pop()
        scanner.position += 1
        self.attach(scanner, frame.value, (frame.start, scanner.position), frame.layout)

    def name_member(self, scanner: Scanner, name: str, key: Span) -> None:
        """Set the name of the next member of the innermost object; tell if the name is taken."""
        frame = self.frames[-1]
        frame.key = key
        scanner.path[-1] = name
        names = frame.layout.names
        if names is None or name not in names:
            return
        first = frame.first_keys.setdefault(name, frame.layout.key_span(names[name]))
        related = RelatedSpan(*first, f"{show_text(name)} is here already")
        message = (
            f"the property {show_text(name)} appears twice in this object; the last one counts"
        )
        scanner.report(Remark("JT009", *key, message), at_value=True, related=(related,))


def _find_close(text: str, start: int) -> int:
    """Return the offset behind the bracket that closes the one at `start`, minding strings only."""
    depth = 0
    for skipped in _SKIPPED.finditer(text, start):
        if skipped[0] in "[{":
            depth += 1
        elif skipped[0] in "]}":
            depth -= 1
            if depth == 0:
                return skipped.end()
    raise CutShort("array" if text[start] == "[" else "object", start)
