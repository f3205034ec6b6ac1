"""A strict parser of RFC 8259 that shares nothing with the reader, to compare the two.

It also refuses what the reader reports although RFC 8259 allows it: a duplicate name, a number
beyond the doubles, a lone surrogate, nesting deeper than 100 and a byte order mark.
"""

import re

_TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
        (?P<string>"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
      | (?P<word>true|false|null)
      | (?P<mark>[][{},:])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LARGEST_DOUBLE = (2**1024 - 2**970) + 2**969  # half a step above it, where rounding gives infinity
_MAX_DEPTH = 100
_FAR = "99999999"  # an exponent that decides alone


class Refused(Exception):
    """The text has a fault."""


def accepts(data: bytes) -> bool:
    """Return whether the bytes are JSON with nothing to report."""
    try:
        _Parser(data.decode("utf-8")).parse()
    except (UnicodeDecodeError, Refused):
        return False
    return True


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.kind = ""
        self.token = ""

    def parse(self) -> None:
        self._advance()
        self._value(1)
        if self.kind != "end":
            raise Refused

    def _advance(self) -> None:
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            raise Refused
        self.kind = str(match.lastgroup)
        self.token = match[self.kind]
        self.position = match.end()

    def _value(self, depth: int) -> None:
        if self.kind == "mark" and self.token in "[{":
            if depth > _MAX_DEPTH:
                raise Refused
            self._members(depth, "]" if self.token == "[" else "}")
        elif self.kind == "string":
            _meaning(self.token)
        elif self.kind == "number":
            _refuse_overflow(self.token)
        elif self.kind != "word":
            raise Refused
        self._advance()

    def _members(self, depth: int, closer: str) -> None:
        names: set[str] = set()
        self._advance()
        if self.token == closer and self.kind == "mark":
            return
        while True:
            if closer == "}":
                self._name(names)
            self._value(depth + 1)
            if self.kind == "mark" and self.token == closer:
                return
            self._expect(",")

    def _name(self, names: set[str]) -> None:
        if self.kind != "string":
            raise Refused
        name = _meaning(self.token)
        if name in names:
            raise Refused
        names.add(name)
        self._advance()
        self._expect(":")

    def _expect(self, mark: str) -> None:
        if self.kind != "mark" or self.token != mark:
            raise Refused
        self._advance()


def _meaning(string: str) -> str:
    units = _ESCAPE.sub(
        lambda escape: chr(int(escape[1], 16)) if escape[1] else _MEANT.get(escape[2], escape[2]),
        string[1:-1],
    )
    try:
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Refused from error


def _refuse_overflow(number: str) -> None:
    """Compare decimal digits with the border, never a float with infinity."""
    mantissa, _, exponent = number.lstrip("-").lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return
    sign, size = exponent[:1].strip("+0123456789"), exponent.lstrip("+-").lstrip("0")
    scale = int(sign + (_FAR if len(size) > len(_FAR) else size or "0")) - len(fraction)
    if len(digits) + scale < len(str(_LARGEST_DOUBLE)):
        return
    border = str(_LARGEST_DOUBLE)
    if len(digits) + scale > len(border) or digits.ljust(len(border), "0") >= border:
        raise Refused
