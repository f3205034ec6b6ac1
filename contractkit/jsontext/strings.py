"""Read strings, also those in other characters than double quotes."""

import re

from contractkit.jsontext.display import show_text
from contractkit.jsontext.escapes import read_body
from contractkit.jsontext.tokens import TextFault, Token, UnexpectedEnd, UnreadableText

DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\uff02"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\uff07"
OPENING_QUOTES = "\"'" + DOUBLE_QUOTES + SINGLE_QUOTES

_WITHOUT_ESCAPES = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*)"')
_LINE_BREAK = re.compile(r"[\r\n]")
_AFTER_STRING = re.compile(r"[ \t\r\n]*(?:[,:;=\]}/#]|\Z)")
_ENDS_LIKE_TYPOGRAPHIC = re.compile(rf"([{DOUBLE_QUOTES}])[ \t]*+[,:\]}}]*+[ \t]*+\Z")


def _up_to(quotes: str) -> re.Pattern[str]:
    return re.compile(rf"[^\\{quotes}]*+(?:\\(?s:.)[^\\{quotes}]*+)*+")


_BODIES = {
    '"': _up_to('"'),
    "'": _up_to("'"),
    **dict.fromkeys(DOUBLE_QUOTES, _up_to('"' + DOUBLE_QUOTES)),
    **dict.fromkeys(SINGLE_QUOTES, _up_to("'" + SINGLE_QUOTES)),
}


def find_string_end(text: str, start: int) -> int:
    """Return the offset after the string that begins at `start`, or -1 if nothing closes it."""
    body = _BODIES[text[start]].match(text, start + 1)
    end = len(text) if body is None else body.end()
    return end + 1 if end < len(text) and text[end] != "\\" else -1


def read_string(text: str, start: int) -> Token:
    """Read the string whose opening quote, of any kind, is at `start`.

    Raises:
        UnexpectedEnd: nothing closes the string.
        UnreadableText: its closing quote is missing, as far as one can tell.
    """
    plain = _WITHOUT_ESCAPES.match(text, start)
    if plain is not None:
        return Token(plain[1], plain.end())
    end = find_string_end(text, start)
    if end == -1:
        raise UnexpectedEnd("string", start)
    _raise_if_quote_missing(text, start, end)
    token = Token(None, end)
    _report_quotes(text, start, token)
    token.value = read_body(text, start + 1, end - 1, text[start], token)
    return token


def _report_quotes(text: str, start: int, token: Token) -> None:
    quote = text[start]
    if quote == "'":
        written = show_text(text[start : token.end])
        message = f"{written} is in single quotes; a JSON string has double quotes"
        token.add_fault("JT003", start, token.end, message)
    elif quote != '"':
        inside = show_text(text[start + 1 : token.end - 1])
        message = f"{inside} is in typographic quotes; a JSON string has straight double quotes"
        token.add_fault("JT024", start, token.end, message)


def _raise_if_quote_missing(text: str, start: int, end: int) -> None:
    """Tell a string over several lines from one whose closing quote was forgotten.

    In the latter the next quote opens another string, so something else than a separator follows.
    """
    line_break = _LINE_BREAK.search(text, start, end)
    if line_break is None or _AFTER_STRING.match(text, end):
        return
    line_end = line_break.start()
    typographic = _ENDS_LIKE_TYPOGRAPHIC.search(text[start + 1 : line_end])
    if typographic is not None:
        position = start + 1 + typographic.start()
        message = f'{show_text(typographic[1])} does not close a string that began with "'
        raise UnreadableText(TextFault("JT024", position, position + 1, message))
    message = f"the string {show_text(text[start:line_end])} is not closed before the line ends"
    raise UnreadableText(TextFault("JT015", start, line_end, message))
