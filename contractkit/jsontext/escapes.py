"""Read what stands between the quotes of a string: escapes, and characters that need one."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from contractkit.jsontext.display import name_character, show_text
from contractkit.jsontext.tokens import Token

_HEX = "[0-9a-fA-F]"
_SPECIAL = re.compile(
    rf"""
      (?P<pair>\\u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}})
    | (?P<unit>\\u{_HEX}{{4}})
    | (?P<braced>\\u\{{{_HEX}{{1,6}}\}})
    | (?P<short>\\u{_HEX}{{0,3}})
    | (?P<hex>\\x{_HEX}{{2}})
    | (?P<simple>\\["\\/bfnrt])
    | (?P<bytes>\\?[\ud800-\udfff]+)
    | (?P<bad>\\(?:\r\n|(?s:.)))
    | (?P<control>[\x00-\x1f]+)
    """,
    re.VERBOSE,
)
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {"\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_MAX_CODE_POINT = 0x10FFFF
_REPLACEMENT = "\ufffd"
INVALID_BYTES = re.compile(r"[\ud800-\udfff]+")  # as they are decoded


def read_body(text: str, start: int, end: int, quote: str, token: Token) -> str:
    """Return what the characters between the quotes mean, and add its faults to the token."""
    pieces: list[str] = []
    controls: list[re.Match[str]] = []
    done = start
    for special in _SPECIAL.finditer(text, start, end):
        pieces.append(text[done : special.start()])
        done = special.end()
        if special.lastgroup == "control":
            controls.append(special)
            pieces.append(special[0])
        else:
            pieces.append(_read_special(special, quote, token))
    pieces.append(text[done:end])
    if controls:
        _report_control_characters(controls, token)
    return "".join(pieces)


def _report_control_characters(controls: list[re.Match[str]], token: Token) -> None:
    """Report all unescaped control characters of a string as one fault, at the first of them.

    A carriage return with its line feed counts as one.
    """
    first = controls[0]
    is_pair = first[0].startswith("\r\n")
    character = "\n" if is_pair else first[0][0]
    count = sum(len(run[0]) - run[0].count("\r\n") for run in controls)
    written = _WRITTEN.get(character, f"\\u{ord(character):04x}")
    also = f" ({count - 1} more such in this string)" if count > 1 else ""
    message = f"{name_character(character)} stands unescaped in a string; write `{written}`{also}"
    token.add_fault("JT015", first.start(), first.start() + (2 if is_pair else 1), message)


def _measure_escapes(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Where each escape stands, how many characters it has, and how many it means."""
    unused = Token(None, end)
    for special in _SPECIAL.finditer(text, start, end):
        if special[0].startswith("\\"):
            meant = _read_special(special, '"', unused)
            yield special.start(), len(special[0]), len(meant)


def _read_special(special: re.Match[str], quote: str, token: Token) -> str:
    kind, written = special.lastgroup, special[0]
    if kind == "simple":
        return _SIMPLE.get(written[1], written[1])
    if kind == "pair":
        high, low = int(written[2:6], 16), int(written[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if kind == "unit":
        return _read_unit(special, token)
    if kind == "bytes":
        return _replace_invalid_bytes(special, token)
    if written[1] == quote:
        return quote
    return _read_bad_escape(special, token)


def _read_unit(special: re.Match[str], token: Token) -> str:
    unit = chr(int(special[0][-4:], 16))
    if "\ud800" <= unit <= "\udfff":
        half = "second half" if unit >= "\udc00" else "first half"
        message = f"the escape {show_text(special[0])} is only the {half} of a surrogate pair"
        token.add_fault("JT012", *special.span(), message)
    return unit


def _replace_invalid_bytes(special: re.Match[str], token: Token) -> str:
    """Add the fault for a run of bytes that are not UTF-8 and return what replaces them."""
    bad = special[0].lstrip("\\")
    token.add_fault("JT011", special.end() - len(bad), special.end(), describe_invalid_bytes(bad))
    return special[0][: -len(bad)] + _REPLACEMENT * len(bad)


def describe_invalid_bytes(escaped: str) -> str:
    """Return the message for bytes that were decoded as surrogate escapes."""
    first = f"0x{ord(escaped[0]) - 0xDC00:02X}"
    more = len(escaped) - 1
    count = f" (and {more} more after it)" if more else ""
    return f"the byte {first}{count} is not UTF-8"


def _read_bad_escape(special: re.Match[str], token: Token) -> str:
    kind, written = special.lastgroup, special[0]
    meant = "'" if written[1] == "'" else written
    if kind in ("hex", "braced"):
        code = int(written[2:].strip("{}"), 16)
        meant = chr(code) if code <= _MAX_CODE_POINT else _REPLACEMENT
        meant = _REPLACEMENT if "\ud800" <= meant <= "\udfff" else meant
    token.add_fault("JT016", *special.span(), _describe_bad_escape(kind, written))
    return meant


def _describe_bad_escape(kind: str | None, written: str) -> str:
    if kind == "short":
        return f"the escape {show_text(written)} needs four hexadecimal digits"
    if kind == "braced":
        return f"{show_text(written)} is not a JSON escape; exactly four digits follow `\\u`"
    if kind == "hex":
        return f"{show_text(written)} is not a JSON escape; write `\\u00{written[2:]}`"
    if written[1] == "'":
        return r"`\'` is not a JSON escape; a single quote needs no escape"
    if written[1] < " ":
        return f"a backslash before {name_character(written[1])} is not a JSON escape"
    return f"{show_text(written)} is not a JSON escape; a backslash itself is written `\\\\`"


def map_string_offsets(text: str, start: int, end: int) -> Callable[[int], int]:
    """A function from offsets in what a string means to offsets in the text that it is written in.

    The string stands, with its quotes, between `start` and `end` of `text`. The offset after its
    last character is where the closing quote stands.
    """
    inner, outer = [0], [start + 1]
    for start_of_escape, written, meant in _measure_escapes(text, start + 1, end - 1):
        inner.append(inner[-1] + start_of_escape - outer[-1] + meant)
        outer.append(start_of_escape + written)

    def locate(offset: int) -> int:
        """Where the character with that offset is written; never beyond the closing quote."""
        index = bisect_right(inner, offset) - 1
        return min(outer[index] + offset - inner[index], end - 1)

    return locate
