"""Read a JSON text, valid or not: its value, where each part stands, and its faults."""

import re

from contractkit.jsontext.containers import ContainerStack
from contractkit.jsontext.display import show_text
from contractkit.jsontext.document import Document, Fault, RelatedSpan
from contractkit.jsontext.nodes import NodeMap, Span
from contractkit.jsontext.other_formats import describe_format, find_beginning, recognise_format
from contractkit.jsontext.scalars import read_lookalike, read_number, read_placeholder, read_word
from contractkit.jsontext.scanner import Scanner, TooManyFaults
from contractkit.jsontext.separators import move_to_member, read_name
from contractkit.jsontext.strings import OPENING_QUOTES, read_string
from contractkit.jsontext.tokens import Token, UnexpectedEnd, UnreadableText

_STARTS_NUMBER = frozenset("-+.0123456789")
_MAX_RELATED = 5
_UTF_32_BYTES = 4  # the bytes of one character
_LINE = re.compile(r"[^\r\n]*[^\s]")
_ONLY_CLOSERS = re.compile(r"[\s\]},;]*+\Z")
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ENCODINGS_BY_NULLS = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
    (True, False): "utf-16-be",
    (False, True): "utf-16-le",
}


def read(
    data: bytes, *, jsonc: bool = False, placeholder: re.Pattern[str] | None = None
) -> Document:
    """Read a JSON text, valid or not; never raises.

    At most 10,000 faults are reported. With `jsonc`, comments and a comma after the last member are
    no faults. `placeholder` is what a placeholder of a template looks like, beside the
    usual forms, where one stands without quotes.
    """
    text, fault = _decode(data)
    if fault is not None:
        return Document(text, None, {}, (fault,), complete=False)
    scanner = Scanner(text, jsonc=jsonc, placeholder=placeholder)
    containers = ContainerStack()
    complete = _read_all(scanner, containers)
    faults = tuple(sorted(scanner.faults, key=lambda fault: fault.start))
    other = _find_other_format(scanner, complete=complete) if faults else None
    if other:
        return Document(scanner.text, None, {}, (other,), complete=False)
    if not complete:
        return Document(scanner.text, None, {}, faults, complete=False)
    nodes = NodeMap(containers.span, containers.members)
    return Document(scanner.text, containers.value, nodes, faults, complete=True)


def _read_all(scanner: Scanner, containers: ContainerStack) -> bool:
    try:
        try:
            return _read_document(scanner, containers)
        except UnreadableText as error:
            scanner.report(*error.fault, related=error.related)
        except UnexpectedEnd as error:
            _report_unexpected_end(scanner, containers, error)
    except TooManyFaults:
        pass
    return False


def _find_other_format(scanner: Scanner, *, complete: bool) -> Fault | None:
    """The one fault of a text that was never meant to be JSON."""
    text = scanner.text
    start = find_beginning(text)
    if scanner.placeholder and scanner.placeholder.match(text, start):
        return None
    quoting = {fault.pointer for fault in scanner.faults if fault.rule == "JT004"}
    # At no value: words that have a closing quote, so that one slip explains them.
    is_plain = "" in quoting or not (complete or None in quoting)
    found = recognise_format(text, is_plain=is_plain)
    if found is None:
        return None
    line = _LINE.match(text, start)
    end = line.end() if line else len(text)
    return Fault("JT025", start, end, None, describe_format(text, found), advice=found.advice)


def _read_document(scanner: Scanner, containers: ContainerStack) -> bool:
    if scanner.text.startswith("\ufeff"):
        message = "the text begins with a byte order mark, which JSON must not have"
        scanner.report("JT010", 0, 1, message)
        scanner.position = 1
    if not scanner.skip_gap():
        end = len(scanner.text)
        scanner.report("JT020", end, end, "the document is empty: there is no value in it")
        return False
    _read_value(scanner, containers)
    while containers.stack:
        _read_member(scanner, containers)
    return not scanner.skip_gap() or _report_rest(scanner, containers.span)


def _read_member(scanner: Scanner, containers: ContainerStack) -> None:
    container = containers.stack[-1]
    if not move_to_member(scanner, containers):
        return
    if container.is_object:
        value_start = read_name(scanner, containers)
        if not scanner.skip_gap():
            raise UnexpectedEnd(container.noun, container.start)
        if scanner.text[scanner.position] in ",}":
            _add_missing_value(scanner, containers, value_start)
            return
    else:
        scanner.path[-1] = len(container.value)
    _read_value(scanner, containers)


def _add_missing_value(
    scanner: Scanner, containers: ContainerStack, value_start: int | None
) -> None:
    """Add null in place of a value that is missing between a name and a separator."""
    position = scanner.position if value_start is None else value_start
    if value_start is not None:
        message = "a value is missing after this colon"
        scanner.report("JT022", position, position, message, path=scanner.path)
    containers.add(scanner, None, (position, position))


def _read_value(scanner: Scanner, containers: ContainerStack) -> None:
    start = scanner.position
    character = scanner.text[start]
    token = scanner.read_custom_placeholder()
    if token is None and character in "{[" and not scanner.text.startswith("{{", start):
        containers.open(scanner)
        return
    token = token or _read_scalar(scanner.text, start, character)
    if token is not None:
        scanner.consume(token)
        containers.add(scanner, token.value, (start, token.end))
    elif character == "{":
        containers.open(scanner)
    else:
        related = (containers.stack[-1].related(),) if containers.stack else ()
        raise scanner.make_unexpected_error("a value", related)


def _read_scalar(text: str, start: int, character: str) -> Token | None:
    if character in OPENING_QUOTES:
        return read_string(text, start)
    lookalike = read_lookalike(text, start)
    if lookalike is not None:
        return lookalike
    if character in _STARTS_NUMBER:
        return read_number(text, start)
    if character in "{<$":
        placeholder = read_placeholder(text, start)
        if placeholder is not None:
            return placeholder
    return read_word(text, start)


def _report_unexpected_end(
    scanner: Scanner, containers: ContainerStack, error: UnexpectedEnd
) -> None:
    end = len(scanner.text.rstrip(" \t\r\n"))
    related = {container.start: container.related() for container in containers.stack}
    inner = RelatedSpan(error.start, error.start + 1, f"the {error.noun} begins here")
    related.setdefault(error.start, inner)
    innermost_first = tuple(related[start] for start in sorted(related, reverse=True))
    message = f"the document ends inside {'a' if error.noun[0] in 'cs' else 'an'} {error.noun}"
    if len(related) > 1:
        message += f"; {len(related)} things are still open"
    scanner.report("JT006", end, end, message, related=innermost_first[:_MAX_RELATED])


def _report_rest(scanner: Scanner, value: Span) -> bool:
    """Report what follows the value; True if the value itself is certain."""
    text, start = scanner.text, scanner.position
    line = _LINE.match(text, start)
    end = len(text) if line is None else line.end()
    message = f"the document has ended, but {show_text(text[start:end])} follows"
    if text[start] in "{[":
        message = "another document begins here, but a file holds one"
        if "\n" in text[value[1] : start] and "\n" not in text[slice(*value)]:
            message = "another document begins here; this looks like several, one a line"
    scanner.report("JT019", start, end, message)
    return _ONLY_CLOSERS.match(text, start) is not None


def _decode(data: bytes) -> tuple[str, Fault | None]:
    """The text of a document, and the fault if it is UTF-16 or UTF-32.

    It begins with ASCII, so null bytes show these. Bytes that are not UTF-8 become surrogate
    escapes.
    """
    encoding = _find_wide_encoding(data)
    if encoding is None:
        return data.decode("utf-8", "surrogateescape"), None
    text = data.decode(encoding, "replace")
    name = encoding[:6].upper()
    message = f"the document looks like {name}; JSON is exchanged in UTF-8"
    return text, Fault("JT011", 0, min(1, len(text)), None, message)


def _find_wide_encoding(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:_UTF_32_BYTES] if len(data) >= _UTF_32_BYTES else data[:2]
    return _ENCODINGS_BY_NULLS.get(tuple(byte == 0 for byte in start))
