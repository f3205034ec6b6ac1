"""A JSON text that may be broken → its value, every place in it, and its faults."""

import re
from typing import NamedTuple

from contractkit.jsontext.containers import Stack
from contractkit.jsontext.display import show_text
from contractkit.jsontext.document import Document, Fault, RelatedSpan
from contractkit.jsontext.members import reach_member, read_name
from contractkit.jsontext.nodes import NodeMap, Span
from contractkit.jsontext.scalars import read_number, read_placeholder, read_word
from contractkit.jsontext.scanner import Scanner, TooManyFaults
from contractkit.jsontext.strings import OPENING_QUOTES, read_string
from contractkit.jsontext.tokens import CutShort, Remark, Token, Unreadable

_STARTS_NUMBER = frozenset("-+.0123456789")
_MAX_RELATED = 5
_LINE = re.compile(r"[^\r\n]*[^\s]")
_ONLY_CLOSERS = re.compile(r"[\s\]},;]*+\Z")


def read(
    data: bytes, *, jsonc: bool = False, placeholder: re.Pattern[str] | None = None
) -> Document:
    """Read a JSON text of any quality; never raises.

    At most 100 faults are reported. With `jsonc`, comments and a comma behind the last member are
    read without a fault. `placeholder` is what a placeholder of a template looks like, beside the
    usual forms, where one stands without quotes.
    """
    decoded = decode(data)
    if decoded.fault is not None:
        return Document(decoded.text, None, {}, (decoded.fault,), complete=False)
    scanner, stack = Scanner(decoded.text, jsonc=jsonc, placeholder=placeholder), Stack()
    complete = _read_all(scanner, stack)
    faults = tuple(sorted(scanner.faults, key=_start))
    if not complete:
        return Document(scanner.text, None, {}, faults, complete=False)
    nodes = NodeMap(stack.span, stack.layout)
    return Document(scanner.text, stack.value, nodes, faults, complete=True)


def _start(fault: Fault) -> int:
    return fault.start


def _read_all(scanner: Scanner, stack: Stack) -> bool:
    try:
        try:
            return _read_document(scanner, stack)
        except Unreadable as error:
            scanner.report(error.remark, related=error.related)
        except CutShort as error:
            _report_cut_short(scanner, stack, error)
    except TooManyFaults:
        pass
    return False


def _read_document(scanner: Scanner, stack: Stack) -> bool:
    if scanner.text.startswith("\ufeff"):
        message = "the text begins with a byte order mark, which JSON must not have"
        scanner.report(Remark("JT010", 0, 1, message))
        scanner.position = 1
    if not scanner.skip_gap():
        end = len(scanner.text)
        scanner.report(Remark("JT020", end, end, "the document is empty: there is no value in it"))
        return False
    _read_value(scanner, stack)
    while stack.frames:
        _read_member(scanner, stack)
    return not scanner.skip_gap() or _report_rest(scanner, stack.span)


def _read_member(scanner: Scanner, stack: Stack) -> None:
    frame = stack.frames[-1]
    if not reach_member(scanner, stack):
        return
    if frame.is_object:
        behind_colon = read_name(scanner, stack)
        if not scanner.skip_gap():
            raise CutShort(frame.noun, frame.start)
        if scanner.text[scanner.position] in ",}":
            _leave_hole(scanner, stack, behind_colon)
            return
    else:
        scanner.path[-1] = len(frame.value)
    _read_value(scanner, stack)


def _leave_hole(scanner: Scanner, stack: Stack, behind_colon: int | None) -> None:
    """Go on with null in place of a value that is missing between its name and a separator."""
    at = scanner.position if behind_colon is None else behind_colon
    if behind_colon is not None:
        remark = Remark("JT022", at, at, "a value is missing after this colon")
        scanner.report(remark, at_value=True)
    stack.attach(scanner, None, (at, at))


def _read_value(scanner: Scanner, stack: Stack) -> None:
    start = scanner.position
    character = scanner.text[start]
    token = scanner.read_own_placeholder()
    if token is None and character in "{[" and not scanner.text.startswith("{{", start):
        stack.open(scanner)
        return
    token = token or _read_scalar(scanner.text, start, character)
    if token is not None:
        scanner.take(token)
        stack.attach(scanner, token.value, (start, token.end))
    elif character == "{":
        stack.open(scanner)
    else:
        related = (stack.frames[-1].related(),) if stack.frames else ()
        raise scanner.unexpected("a value", related)


def _read_scalar(text: str, start: int, character: str) -> Token | None:
    if character in OPENING_QUOTES:
        return read_string(text, start)
    if character in _STARTS_NUMBER:
        return read_number(text, start)
    if character in "{<$":
        placeholder = read_placeholder(text, start)
        if placeholder is not None:
            return placeholder
    return read_word(text, start)


def _report_cut_short(scanner: Scanner, stack: Stack, error: CutShort) -> None:
    end = len(scanner.text.rstrip(" \t\r\n"))
    related = {frame.start: frame.related() for frame in stack.frames}
    inner = RelatedSpan(error.start, error.start + 1, f"the {error.what} begins here")
    related.setdefault(error.start, inner)
    innermost_first = tuple(related[start] for start in sorted(related, reverse=True))
    message = f"the document ends inside {'a' if error.what[0] in 'cs' else 'an'} {error.what}"
    if len(related) > 1:
        message += f"; {len(related)} things are still open"
    scanner.report(Remark("JT006", end, end, message), related=innermost_first[:_MAX_RELATED])


def _report_rest(scanner: Scanner, value: Span) -> bool:
    """Report what follows the value; True if that leaves no doubt about the value itself."""
    text, start = scanner.text, scanner.position
    line = _LINE.match(text, start)
    end = len(text) if line is None else line.end()
    message = f"the document has ended, but {show_text(text[start:end])} follows"
    if text[start] in "{[":
        message = "another document begins here, but a file holds one"
        if "\n" in text[value[1] : start] and "\n" not in text[slice(*value)]:
            message = "another document begins here; this looks like several, one a line"
    scanner.report(Remark("JT019", start, end, message))
    return _ONLY_CLOSERS.match(text, start) is not None


_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NULLS = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
    (True, False): "utf-16-be",
    (False, True): "utf-16-le",
}


class Decoded(NamedTuple):
    """A text; bytes that are not UTF-8 are surrogate escapes in it, unless there is a fault."""

    text: str
    fault: Fault | None


def decode(data: bytes) -> Decoded:
    """Decode a document; it begins with ASCII, so null bytes betray the wider encodings."""
    encoding = _find_wide_encoding(data)
    if encoding is None:
        return Decoded(data.decode("utf-8", "surrogateescape"), None)
    text = data.decode(encoding, "replace")
    name = encoding[:6].upper()
    message = f"the document looks like {name}; JSON is exchanged in UTF-8"
    return Decoded(text, Fault("JT011", 0, min(1, len(text)), None, message))


def _find_wide_encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:4] if len(data) >= len("four") else data[:2]
    return _NULLS.get(tuple(byte == 0 for byte in start))
