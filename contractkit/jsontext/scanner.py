"""The place where reading stands, the faults found so far, and the gaps between tokens."""

import re

from contractkit.jsontext.display import name_character, show_text
from contractkit.jsontext.document import Fault, RelatedSpan
from contractkit.jsontext.escapes import describe_bad_bytes
from contractkit.jsontext.scalars import take_placeholder
from contractkit.jsontext.tokens import MAX_FAULTS, CutShort, Remark, Token, Unreadable
from contractkit.pointers import to_pointer

_WHITE = re.compile(r"[ \t\n\r]*+")
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u2064\u3000\ufeff]+"
)
_BAD_BYTES = re.compile(r"[\ud800-\udfff]+")
_WORD = re.compile(r"[^\W_]\w*+")
_COMMENT = re.compile(r"//[^\r\n]*+|#[^\r\n]*+|/\*(?s:.)*?\*/")


class TooManyFaults(Exception):
    """One fault more than is reported was found."""


class Scanner:
    """A position in the text, with the path of the value that is being read."""

    __slots__ = ("faults", "jsonc", "path", "placeholder", "position", "text")

    def __init__(
        self, text: str, *, jsonc: bool, placeholder: re.Pattern[str] | None = None
    ) -> None:
        """Stand at the start of the text."""
        self.text = text
        self.jsonc = jsonc
        self.placeholder = placeholder
        self.position = 0
        self.path: list[str | int] = []
        self.faults: list[Fault] = []

    def report(
        self,
        remark: Remark,
        *,
        at_value: bool = False,
        related: tuple[RelatedSpan, ...] = (),
    ) -> None:
        """Add a fault; `at_value` gives it the pointer of the value that is being read."""
        if len(self.faults) == MAX_FAULTS:
            raise TooManyFaults
        pointer = to_pointer(self.path) if at_value else None
        rule, start, end, message = remark
        self.faults.append(Fault(rule, start, end, pointer, message, related))

    def take(self, token: Token) -> None:
        """Move behind a token and report its remarks."""
        self.position = token.end
        for remark in token.remarks:
            self.report(remark, at_value=True)

    def read_own_placeholder(self) -> Token | None:
        """A placeholder of the form that was asked for, if one is next; never a string."""
        if self.placeholder is None or self.text[self.position] == '"':
            return None
        found = self.placeholder.match(self.text, self.position)
        return None if found is None else take_placeholder(found)

    def skip_gap(self) -> str:
        """Move to the next token and return its first character, "" at the end of the text."""
        text = self.text
        while True:
            white = _WHITE.match(text, self.position)
            position = self.position = self.position if white is None else white.end()
            character = text[position : position + 1]
            if not character or not self._skip_unwanted(character):
                return character

    def _skip_unwanted(self, character: str) -> bool:
        """Skip what should not be between tokens, but disturbs nothing; False if there is none."""
        if "!" <= character <= "~":
            return character in "/#" and self._skip_comment()
        bad = _BAD_BYTES.match(self.text, self.position)
        if bad is not None:
            self.report(Remark("JT011", *bad.span(), describe_bad_bytes(bad[0])))
            self.position = bad.end()
            return True
        odd = _ODD.match(self.text, self.position)
        if odd is None:
            return False
        message = f"{name_character(character)} is no white space of JSON"
        self.report(Remark("JT021", *odd.span(), message))
        self.position = odd.end()
        return True

    def _skip_comment(self) -> bool:
        start = self.position
        comment = _COMMENT.match(self.text, start)
        if comment is None:
            if self.text.startswith("/*", start):
                raise CutShort("comment", start)
            return False
        if not self.jsonc or comment[0].startswith("#"):
            message = f"{show_text(comment[0])} is a comment, and JSON has none"
            self.report(Remark("JT001", *comment.span(), message))
        for bad in _BAD_BYTES.finditer(comment[0]):
            span = (start + bad.start(), start + bad.end())
            self.report(Remark("JT011", *span, describe_bad_bytes(bad[0])))
        self.position = comment.end()
        return True

    def unexpected(self, due: str, related: tuple[RelatedSpan, ...] = ()) -> Unreadable:
        """Return the error for a character that stands where something else is due."""
        start = self.position
        word = _WORD.match(self.text, start)
        end = start + 1 if word is None else word.end()
        what = describe_character(self.text[start]) if word is None else show_text(word[0])
        message = f"{what} stands where {due} is due"
        return Unreadable(Remark("JT021", start, end, message), related)


def describe_character(character: str) -> str:
    """Return a visible ASCII character in backticks, another one by its name."""
    if character == "`":
        return "a backtick"
    return show_text(character) if "!" <= character <= "~" else name_character(character)
