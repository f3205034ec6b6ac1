"""Read what separates the members of a container: commas, names and colons."""

import re

from contractkit.jsontext.containers import ContainerStack, OpenContainer
from contractkit.jsontext.display import name_character, show_text
from contractkit.jsontext.lookalikes import COLONS, to_plain
from contractkit.jsontext.scalars import read_placeholder, read_unquoted
from contractkit.jsontext.scanner import Scanner
from contractkit.jsontext.strings import OPENING_QUOTES, find_string_end, read_string
from contractkit.jsontext.tokens import Token, UnexpectedEnd, UnreadableText

_COLON_AHEAD = re.compile(rf"[ \t\r\n]*+[:={COLONS}]")
_NAME_AHEAD = re.compile(rf"[\w$@][\w$@.-]*+[ \t]*+[:={COLONS}]")
_COLON_LIKE = re.compile(rf"=>?|:=|[{COLONS}]")
_LITERAL_LIKE = re.compile(r"(?i:true|false|null|none|nil|undefined|nan|infinity)\b")
_STARTS_VALUE = frozenset("{[-+0123456789" + OPENING_QUOTES)


def move_to_member(scanner: Scanner, containers: ContainerStack) -> bool:
    """Move to the next member of the innermost container; False if the container closed."""
    container = containers.stack[-1]
    is_first = not container.members.values
    previous_end = scanner.position
    count, first, last = 0, 0, 0
    character = scanner.skip_gap()
    while character and to_plain(character) in (",", ";"):
        first, last = first if count else scanner.position, scanner.position
        if character != ",":
            what = "a semicolon" if character == ";" else name_character(character)
            scanner.report("JT005", last, last + 1, f"{what} stands where a comma is expected")
        count += 1
        scanner.position += 1
        character = scanner.skip_gap()
    if character == container.closer:
        _report_trailing_commas(scanner, container, count, (first, last + 1), is_first)
        containers.close(scanner)
        return False
    if not character:
        raise UnexpectedEnd(container.noun, container.start)
    if count > (0 if is_first else 1):
        _report_missing_member(scanner, container, (first if is_first else last, last + 1))
    elif not count and not is_first:
        _report_missing_comma(scanner, container, previous_end)
    return True


def _report_trailing_commas(
    scanner: Scanner, container: OpenContainer, count: int, span: tuple[int, int], is_first: bool
) -> None:
    if not count:
        return
    if is_first or (scanner.jsonc and count > 1):
        _report_missing_member(scanner, container, span)
    elif not scanner.jsonc:
        message = (
            "nothing follows this comma; "
            f"JSON allows none after the last member of an {container.noun}"
        )
        scanner.report("JT002", *span, message)


def _report_missing_member(
    scanner: Scanner, container: OpenContainer, span: tuple[int, int]
) -> None:
    what = "property" if container.is_object else "value"
    message = f"a {what} is missing before this comma"
    scanner.report("JT022", *span, message, path=scanner.path[:-1])


def _report_missing_comma(scanner: Scanner, container: OpenContainer, end: int) -> None:
    """Report that a comma is missing after the member that ends there, if another one follows."""
    text, start = scanner.text, scanner.position
    has_quote = text[start] in OPENING_QUOTES or text[end - 1] in OPENING_QUOTES
    if container.is_object:
        is_member = _starts_property(text, start)
    else:
        is_member = _starts_value(text, start, start == end and has_quote)
    if not is_member:
        raise _unexpected_after_member(scanner, container, end)
    what = "property" if container.is_object else "value"
    scanner.report("JT005", end, end, f"a comma is missing between this {what} and the next")


def _starts_value(text: str, start: int, is_adjacent: bool) -> bool:
    if is_adjacent and text[start] not in OPENING_QUOTES:
        return False
    return text[start] in _STARTS_VALUE or _LITERAL_LIKE.match(text, start) is not None


def _starts_property(text: str, start: int) -> bool:
    if text[start] not in OPENING_QUOTES:
        return _NAME_AHEAD.match(text, start) is not None
    end = find_string_end(text, start)
    return end == -1 or _COLON_AHEAD.match(text, end) is not None


def _unexpected_after_member(
    scanner: Scanner, container: OpenContainer, end: int
) -> UnreadableText:
    text, start = scanner.text, scanner.position
    error = scanner.make_unexpected_error(
        f"a comma or `{container.closer}`", (container.related(),)
    )
    message = error.fault.message
    if text[end - 1] == '"' and text[start] not in ":]}":
        message += r"; a quote inside a string is written `\"`"
    elif text[start] == ":" and not container.is_object:
        message = "a colon stands in an array; names and values belong in an object"
    return UnreadableText(error.fault._replace(message=message), error.related)


def read_name(scanner: Scanner, containers: ContainerStack) -> int | None:
    """Read the name of the next property and the colon; return the offset after it.

    None where a separator follows the name, so that there is no value.
    """
    start = scanner.position
    token = _read_name_token(scanner)
    scanner.path[-1] = name = str(token.value)
    scanner.consume(token)
    containers.set_name(scanner, name, (start, token.end))
    return _read_colon(scanner, containers.stack[-1], name)


def _read_name_token(scanner: Scanner) -> Token:
    placeholder = scanner.read_custom_placeholder()
    if placeholder is not None:
        return placeholder
    text, start = scanner.text, scanner.position
    if text[start] in OPENING_QUOTES:
        return read_string(text, start)
    token = read_placeholder(text, start) or read_unquoted(text, start)
    if token is None:
        raise scanner.make_unexpected_error("a property name in double quotes")
    for index, fault in enumerate(token.faults):
        if fault.rule == "JT004":
            message = f"the property name {show_text(text[start : token.end])} has no quotes"
            token.faults[index] = fault._replace(message=message)
    return token


def _read_colon(scanner: Scanner, container: OpenContainer, name: str) -> int | None:
    end = scanner.position
    character = scanner.skip_gap()
    if character == ":" and not scanner.text.startswith(":=", scanner.position):
        scanner.position += 1
        return scanner.position
    if not character:
        raise UnexpectedEnd(container.noun, container.start)
    text, start = scanner.text, scanner.position
    other = _COLON_LIKE.match(text, start)
    if other is not None:
        what = show_text(other[0]) if other[0].isascii() else name_character(other[0])
        message = f"{what} stands where a colon is expected"
        scanner.report("JT018", *other.span(), message)
        scanner.position = other.end()
        return scanner.position
    if character in ",}":
        message = f"the property {show_text(name)} has neither a colon nor a value"
        scanner.report("JT018", end, end, message)
        return None
    if _starts_value(text, start, start == end) and not _name_follows(text, start):
        message = f"a colon is missing after the name {show_text(name)}"
        scanner.report("JT018", end, end, message)
        return end
    raise scanner.make_unexpected_error(f"the colon after the name {show_text(name)}")


def _name_follows(text: str, start: int) -> bool:
    return text[start] in OPENING_QUOTES and _starts_property(text, start)
