"""The objects and arrays that are being read: opened, filled with members, closed."""

import re

from contractkit.jsontext.display import show_text
from contractkit.jsontext.document import JsonValue, RelatedSpan
from contractkit.jsontext.nodes import MemberSpans, Span
from contractkit.jsontext.plain import MAX_DEPTH
from contractkit.jsontext.scanner import Scanner
from contractkit.jsontext.tokens import UnexpectedEnd

_STRING_COMMENT_OR_BRACKET = re.compile(
    r'"[^"\\]*+(?:\\(?s:.)[^"\\]*+)*+"?|//[^\r\n]*+|/\*(?s:.)*?(?:\*/|\Z)|[\[\]{}]'
)
_NO_KEY = (0, 0)


class OpenContainer:
    """An open container: its value so far, and where its members stand."""

    __slots__ = ("first_names", "is_object", "key", "members", "start", "value")

    def __init__(self, start: int, *, is_object: bool) -> None:
        """Open a container whose bracket is at `start`."""
        self.start = start
        self.is_object = is_object
        self.value: dict[str, JsonValue] | list[JsonValue] = {} if is_object else []
        self.members = MemberSpans(is_object=is_object)
        self.key: Span = _NO_KEY
        self.first_names: dict[str, Span] = {}

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


class ContainerStack:
    """The open containers, outermost first, and the whole value once it is read."""

    __slots__ = ("members", "reported_depth", "span", "stack", "value")

    def __init__(self) -> None:
        """Start with nothing open."""
        self.stack: list[OpenContainer] = []
        self.reported_depth = False
        self.value: JsonValue = None
        self.span: Span = (0, 0)
        self.members: MemberSpans | None = None

    def add(
        self, scanner: Scanner, value: JsonValue, span: Span, members: MemberSpans | None = None
    ) -> None:
        """Make a value that was read the next member of the innermost container, or the whole."""
        if not self.stack:
            self.value, self.span, self.members = value, span, members
            return
        container = self.stack[-1]
        if isinstance(container.value, list):
            container.members.add(span, None, _NO_KEY, members)
            container.value.append(value)
        else:
            name = str(scanner.path[-1])
            container.members.add(span, name, container.key, members)
            container.value[name] = value

    def open(self, scanner: Scanner) -> None:
        """Open the container whose bracket is next; one that is nested too deep is left empty."""
        start = scanner.position
        container = OpenContainer(start, is_object=scanner.text[start] == "{")
        if len(self.stack) < MAX_DEPTH:
            self.stack.append(container)
            scanner.path.append(0)
            scanner.position += 1
            return
        if not self.reported_depth:
            self.reported_depth = True
            message = f"this {container.noun} is nested deeper than {MAX_DEPTH} levels"
            scanner.report("JT013", start, start + 1, message, path=scanner.path)
        scanner.position = _find_close(scanner.text, start)
        self.add(scanner, container.value, (start, scanner.position), container.members)

    def close(self, scanner: Scanner) -> None:
        """Close the innermost container, whose closing bracket is next."""
        container = self.stack.pop()
        scanner.path.pop()
        scanner.position += 1
        self.add(scanner, container.value, (container.start, scanner.position), container.members)

    def set_name(self, scanner: Scanner, name: str, key: Span) -> None:
        """Set the name of the next member of the innermost object, and report a duplicate."""
        container = self.stack[-1]
        container.key = key
        names = container.members.names
        if names is None or name not in names:
            return
        first = container.first_names.setdefault(name, container.members.key_span(names[name]))
        related = RelatedSpan(*first, f"{show_text(name)} is here already")
        message = (
            f"the property {show_text(name)} appears twice in this object; the last one counts"
        )
        scanner.report("JT009", *key, message, path=scanner.path, related=(related,))


def _find_close(text: str, start: int) -> int:
    """The offset after the bracket that closes the one at `start`."""
    depth = 0
    for part in _STRING_COMMENT_OR_BRACKET.finditer(text, start):
        if part[0] in "[{":
            depth += 1
        elif part[0] in "]}":
            depth -= 1
            if depth == 0:
                return part.end()
    raise UnexpectedEnd("array" if text[start] == "[" else "object", start)
