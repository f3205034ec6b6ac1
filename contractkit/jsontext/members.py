"""What stands between the members of a container: commas, names and colons."""

import re

from contractkit.jsontext.containers import Frame, Stack
from contractkit.jsontext.display import show_text
from contractkit.jsontext.scalars import read_placeholder, read_unquoted
from contractkit.jsontext.scanner import Scanner
from contractkit.jsontext.strings import OPENING_QUOTES, find_string_end, read_string
from contractkit.jsontext.tokens import CutShort, Remark, Token, Unreadable

_COLON_AHEAD = re.compile(r"[ \t\r\n]*+[:=]")
_NAME_AHEAD = re.compile(r"[\w$@][\w$@.-]*+[ \t]*+[:=]")
_COLON_LIKE = re.compile(r"=>?|:=")
_LITERAL_LIKE = re.compile(r"(?i:true|false|null|none|nil|undefined|nan|infinity)\b")
_STARTS_VALUE = frozenset("{[-+0123456789" + OPENING_QUOTES)


def reach_member(scanner: Scanner, stack: Stack) -> bool:
    """Move to the next member of the innermost container; False if the container closed."""
    frame = stack.frames[-1]
    is_first = not frame.layout.values
    before = scanner.position
    commas, first, last = 0, 0, 0
    character = scanner.skip_gap()
    while character in (",", ";") and character:
        first, last = first if commas else scanner.position, scanner.position
        if character == ";":
            message = "a semicolon stands where a comma is due"
            scanner.report(Remark("JT005", last, last + 1, message))
        commas += 1
        scanner.position += 1
        character = scanner.skip_gap()
    if character == frame.closer:
        _judge_last_commas(scanner, frame, commas, (first, last + 1), is_first)
        stack.close(scanner)
        return False
    if not character:
        raise CutShort(frame.noun, frame.start)
    if commas > (0 if is_first else 1):
        _report_missing_member(scanner, frame, (first if is_first else last, last + 1))
    elif not commas and not is_first:
        _report_missing_comma(scanner, frame, before)
    return True


def _judge_last_commas(
    scanner: Scanner, frame: Frame, commas: int, span: tuple[int, int], is_first: bool
) -> None:
    if not commas:
        return
    if is_first or (scanner.jsonc and commas > 1):
        _report_missing_member(scanner, frame, span)
    elif not scanner.jsonc:
        message = f"nothing follows this comma; the last member of an {frame.noun} has none"
        scanner.report(Remark("JT002", *span, message))


def _report_missing_member(scanner: Scanner, frame: Frame, span: tuple[int, int]) -> None:
    what = "property" if frame.is_object else "value"
    message = f"a {what} is missing before this comma"
    path, scanner.path = scanner.path, scanner.path[:-1]
    try:
        scanner.report(Remark("JT022", *span, message), at_value=True)
    finally:
        scanner.path = path


def _report_missing_comma(scanner: Scanner, frame: Frame, at: int) -> None:
    """Report that a comma is missing, if what comes next can begin a member at all."""
    text, start = scanner.text, scanner.position
    touches = start == at and (text[start] in OPENING_QUOTES or text[at - 1] in OPENING_QUOTES)
    ahead = _property_ahead(text, start) if frame.is_object else _value_ahead(text, start, touches)
    if not ahead:
        raise _unexpected_after_member(scanner, frame, at)
    what = "property" if frame.is_object else "value"
    scanner.report(Remark("JT005", at, at, f"a comma is missing between this {what} and the next"))


def _value_ahead(text: str, start: int, touches: bool) -> bool:
    if touches and text[start] not in OPENING_QUOTES:
        return False
    return text[start] in _STARTS_VALUE or _LITERAL_LIKE.match(text, start) is not None


def _property_ahead(text: str, start: int) -> bool:
    if text[start] not in OPENING_QUOTES:
        return _NAME_AHEAD.match(text, start) is not None
    end = find_string_end(text, start)
    return end == -1 or _COLON_AHEAD.match(text, end) is not None


def _unexpected_after_member(scanner: Scanner, frame: Frame, at: int) -> Unreadable:
    text, start = scanner.text, scanner.position
    error = scanner.unexpected(f"a comma or `{frame.closer}`", (frame.related(),))
    if text[at - 1] == '"' and text[start] not in ":]}":
        message = error.remark.message + r"; a quote inside a string is written `\"`"
        return Unreadable(error.remark._replace(message=message), error.related)
    if text[start] == ":" and not frame.is_object:
        message = "a colon stands in an array; names and values belong in an object"
        return Unreadable(error.remark._replace(message=message), error.related)
    return error


def read_name(scanner: Scanner, stack: Stack) -> int | None:
    """Read the name of the next property and the colon; return the offset behind that.

    Where a separator follows the name, there is no value to come, and nothing is returned.
    """
    start = scanner.position
    token = _read_name_token(scanner)
    scanner.path[-1] = name = str(token.value)
    scanner.take(token)
    stack.name_member(scanner, name, (start, token.end))
    return _read_colon(scanner, stack.frames[-1], name)


def _read_name_token(scanner: Scanner) -> Token:
    own = scanner.read_own_placeholder()
    if own is not None:
        return own
    text, start = scanner.text, scanner.position
    if text[start] in OPENING_QUOTES:
        return read_string(text, start)
    token = read_placeholder(text, start) or read_unquoted(text, start)
    if token is None:
        raise scanner.unexpected("a property name in double quotes")
    for index, remark in enumerate(token.remarks):
        if remark.rule == "JT004":
            message = f"the property name {show_text(text[start : token.end])} has no quotes"
            token.remarks[index] = remark._replace(message=message)
    return token


def _read_colon(scanner: Scanner, frame: Frame, name: str) -> int | None:
    end = scanner.position
    character = scanner.skip_gap()
    if character == ":" and not scanner.text.startswith(":=", scanner.position):
        scanner.position += 1
        return scanner.position
    if not character:
        raise CutShort(frame.noun, frame.start)
    text, start = scanner.text, scanner.position
    other = _COLON_LIKE.match(text, start)
    if other is not None:
        message = f"{show_text(other[0])} stands where a colon is due"
        scanner.report(Remark("JT018", *other.span(), message))
        scanner.position = other.end()
        return scanner.position
    if character in ",}":
        message = f"the property {show_text(name)} has neither a colon nor a value"
        scanner.report(Remark("JT018", end, end, message))
        return None
    if _value_ahead(text, start, start == end) and not _name_follows(text, start):
        message = f"a colon is missing after the name {show_text(name)}"
        scanner.report(Remark("JT018", end, end, message))
        return end
    raise scanner.unexpected(f"the colon after the name {show_text(name)}")


def _name_follows(text: str, start: int) -> bool:
    return text[start] in OPENING_QUOTES and _property_ahead(text, start)
