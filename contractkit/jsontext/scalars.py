"""Read numbers, literals, words without quotes, and placeholders."""

import re
from math import inf, isinf, nan

from contractkit.jsontext.display import show_text
from contractkit.jsontext.document import JsonValue
from contractkit.jsontext.escapes import INVALID_BYTES, describe_invalid_bytes
from contractkit.jsontext.lookalikes import COLONS, COMMAS, to_plain
from contractkit.jsontext.odd_characters import describe_odd_characters
from contractkit.jsontext.tokens import TextFault, Token, UnreadableText

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][+-]?[0-9]++)?")
_NUMBER_LIKE = re.compile(
    r"[-+]?\.?[0-9](?:[0-9A-Za-z_.\ud800-\udfff]|(?<=[eE0-9])[+-])*+|[-+][\w.]*+"
)
_STOPS = r"""\s,:;={}\[\]"'`/#<>()\x00-\x1f\x7f-\xa0\u200b\u2018-\u201f\u2060\ufeff"""
_STOPS += COLONS + COMMAS
_CHUNK = re.compile(rf"[^{_STOPS}]{{0,400}}\w")
_WORD = re.compile(rf"[\w$@][^{_STOPS}]*+")
_WORDS = re.compile(rf"[\w$@][^{_STOPS}]*+(?:[ ]{{1,3}}[\w$@&+*%!?.-][^{_STOPS}]*+)*+")
_URL = re.compile(r"[A-Za-z]{1,10}://[^\s,\"'{}\[\]\x00-\x1f\ud800-\udfff]++")
_PLACEHOLDER = re.compile(
    r"""\{\{[^{}"'\r\n\x00-\x1f\ud800-\udfff:,]{1,100}\}\}
      | \$\{[^{}"'\r\n\x00-\x1f\ud800-\udfff,]{1,100}\}
      | \$\([^()"'\r\n\x00-\x1f\ud800-\udfff,]{1,100}\)
      | <[A-Za-z_][\w .-]{0,100}>""",
    re.VERBOSE,
)
_NOT_DECIMAL = re.compile(r"[-+]?0(?:[xX][0-9a-fA-F]{1,300}|[oO][0-7]{1,300}|[bB][01]{1,300})")
_DECIMAL = re.compile(r"[-+]?(?:[0-9][0-9_]*+\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")

_LITERALS: dict[str, JsonValue] = {"true": True, "false": False, "null": None}
_OTHER_LANGUAGES: dict[str, JsonValue] = {**_LITERALS, "none": None, "undefined": None, "nil": None}
_NOT_FINITE = {"nan": nan, "inf": inf, "infinity": inf}
_LONGEST_KNOWN_WORD = max(map(len, (*_OTHER_LANGUAGES, *_NOT_FINITE)))
_MAX_SHORT = 308


def read_number(text: str, start: int) -> Token | None:
    """Read what begins like a number at `start`: a digit, a sign or a decimal point."""
    strict, like = _NUMBER.match(text, start), _NUMBER_LIKE.match(text, start)
    if strict is not None and (like is None or like.end() <= strict.end()):
        return _read_valid_number(strict)
    if like is None:
        return None
    token = Token(like[0], like.end())
    if _report_invalid_bytes(text, start, token):
        return token
    unsigned = like[0].lstrip("+-")
    if unsigned.lower() in _NOT_FINITE:
        return _read_not_finite(like, token)
    token.value = _guess_value(like[0])
    token.add_fault("JT014", start, like.end(), _describe_malformed(like[0]))
    return token


def read_lookalike(text: str, start: int) -> Token | None:
    """Read a number or a literal at `start` of which some characters only look as they should."""
    word = _CHUNK.match(text, start)
    if word is None or word[0].isascii():
        return None
    plain = to_plain(word[0])
    is_number = _NUMBER.fullmatch(plain) is not None
    if not is_number and plain not in _LITERALS:
        return None
    token = Token(_guess_value(plain) if is_number else _LITERALS[plain], word.end())
    what = "a number of JSON" if is_number else f"the word `{plain}`"
    message = f"{show_text(word[0])} is not {what}: it has {describe_odd_characters(word[0])}"
    token.add_fault("JT014" if is_number else "JT017", *word.span(), message)
    return token


def read_word(text: str, start: int) -> Token | None:
    """Read a word at `start`: a literal of JSON or of another language, or text without quotes."""
    word = _WORD.match(text, start)
    if word is None:
        return None
    if word[0] in _LITERALS:
        return Token(_LITERALS[word[0]], word.end())
    token = Token(None, word.end())
    folded = word[0].lower() if len(word[0]) <= _LONGEST_KNOWN_WORD else ""
    if folded in _NOT_FINITE:
        return _read_not_finite(word, token)
    if folded in _OTHER_LANGUAGES:
        token.value = _OTHER_LANGUAGES[folded]
        meant = "null" if token.value is None else str(token.value).lower()
        token.add_fault(
            "JT017", *word.span(), f"{show_text(word[0])} is not JSON; it is written `{meant}`"
        )
        return token
    return read_unquoted(text, start)


def read_unquoted(text: str, start: int) -> Token | None:
    """Read the words at `start`, which have no quotes, as a string.

    Raises:
        UnreadableText: only the opening quote is missing.
    """
    words = _URL.match(text, start) or _WORDS.match(text, start)
    if words is None:
        return None
    token = Token(INVALID_BYTES.sub(lambda bad: "\ufffd" * len(bad[0]), words[0]), words.end())
    if text[token.end : token.end + 1] == '"':
        message = f"{show_text(words[0])} has a closing quote, but no opening one"
        raise UnreadableText(TextFault("JT004", start, token.end + 1, message))
    if not _report_invalid_bytes(text, start, token):
        message = f"{show_text(words[0])} has no quotes; a string is written in double quotes"
        token.add_fault("JT004", *words.span(), message)
    return token


def read_placeholder(text: str, start: int) -> Token | None:
    """Read a template's placeholder at `start` as the string that it would be in quotes."""
    placeholder = _PLACEHOLDER.match(text, start)
    return None if placeholder is None else make_placeholder_token(placeholder)


def make_placeholder_token(placeholder: re.Match[str]) -> Token:
    """The token of a placeholder without quotes."""
    token = Token(placeholder[0], placeholder.end())
    message = f"the placeholder {show_text(placeholder[0])} has no quotes, so this is not JSON yet"
    token.add_fault("JT023", *placeholder.span(), message)
    return token


def _report_invalid_bytes(text: str, start: int, token: Token) -> bool:
    bad = INVALID_BYTES.search(text, start, token.end)
    if bad is not None:
        token.add_fault("JT011", *bad.span(), describe_invalid_bytes(bad[0]))
    return bad is not None


def _read_valid_number(number: re.Match[str]) -> Token:
    written = number[0]
    is_integer = number[1] is None and number[2] is None
    if is_integer and len(written) <= _MAX_SHORT:
        return Token(int(written), number.end())
    value = float(written)
    if isinf(value):
        token = Token(value, number.end())
        message = f"{show_text(written)} is beyond the largest double, about 1.8e308"
        token.add_fault("JT008", *number.span(), message)
        return token
    return Token(int(written) if is_integer else value, number.end())


def _read_not_finite(written: re.Match[str], token: Token) -> Token:
    value = _NOT_FINITE[written[0].lstrip("+-").lower()]
    token.value = -value if written[0].startswith("-") else value
    message = f"{show_text(written[0])} is not JSON, which has no such number"
    token.add_fault("JT007", *written.span(), message)
    return token


def _guess_value(written: str) -> JsonValue:
    if _NOT_DECIMAL.fullmatch(written):
        return int(written, 0)
    if _DECIMAL.fullmatch(written):
        digits = written.replace("_", "")
        is_integer = digits.lstrip("+-").isdigit() and len(digits) <= _MAX_SHORT
        return int(digits) if is_integer else float(digits)
    return written


def _describe_malformed(written: str) -> str:
    unsigned = written.lstrip("+-")
    is_decimal = _DECIMAL.fullmatch(unsigned.rstrip("+-eE")) is not None
    fault = "is not a JSON number; if it is text, it needs quotes"
    if written.startswith("+") and _NUMBER.fullmatch(unsigned):
        fault = "begins with a plus sign, which JSON does not allow"
    elif not unsigned[:1].isdigit() and unsigned[:1] != ".":
        fault = "has no digit after its sign"
    elif unsigned.startswith("."):
        fault = "has no digit before its decimal point"
    elif _NOT_DECIMAL.fullmatch(written):
        fault = "is not decimal, as every JSON number is"
    elif unsigned[0] == "0" and unsigned[1:2].isdigit() and is_decimal:
        fault = "begins with a zero, which JSON does not allow"
    elif unsigned.endswith("."):
        fault = "has no digit after its decimal point"
    elif is_decimal and unsigned.rstrip("+-")[-1:] in ("e", "E"):
        fault = "has no digit in its exponent"
    return f"{show_text(written)} {fault}"
