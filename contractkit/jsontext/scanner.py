"""The reading position with the faults found so far, and the gaps between tokens."""

import re
from collections.abc import Sequence

from contractkit.jsontext.display import name_character, show_text
from contractkit.jsontext.document import Fault, RelatedSpan
from contractkit.jsontext.escapes import INVALID_BYTES, describe_invalid_bytes
from contractkit.jsontext.lookalikes import BETWEEN_TOKENS, to_plain
from contractkit.jsontext.scalars import make_placeholder_token
from contractkit.jsontext.tokens import MAX_FAULTS, TextFault, Token, UnexpectedEnd, UnreadableText
from contractkit.pointers import to_pointer

_WHITE = re.compile(r"[ \t\n\r]*+")
PUNCTUATION = frozenset('{}[],:"')
_WORD = re.compile(r"[^\W_]\w*+")
_COMMENT = re.compile(r"//[^\r\n]*+|#[^\r\n]*+|/\*(?s:.)*?\*/")


class TooManyFaults(Exception):
    """A text has more faults than are reported."""


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
        rule: str,
        start: int,
        end: int,
        message: str,
        *,
        path: Sequence[str | int] | None = None,
        related: tuple[RelatedSpan, ...] = (),
    ) -> None:
        """Add a fault, with the pointer of the value at `path` if that is given."""
        if len(self.faults) == MAX_FAULTS:
            raise TooManyFaults
        pointer = None if path is None else to_pointer(path)
        self.faults.append(Fault(rule, start, end, pointer, message, related))

    def consume(self, token: Token) -> None:
        """Move to the end of a token and report its faults."""
        self.position = token.end
        for fault in token.faults:
            self.report(*fault, path=self.path)

    def read_custom_placeholder(self) -> Token | None:
        """A placeholder of the form that the caller gave, if one is next; never a string."""
        if self.placeholder is None or self.text[self.position] == '"':
            return None
        found = self.placeholder.match(self.text, self.position)
        return None if found is None else make_placeholder_token(found)

    def skip_gap(self) -> str:
        """Move to the next token and return its first character, "" at the end of the text."""
        text = self.text
        while True:
            white = _WHITE.match(text, self.position)
            position = self.position = self.position if white is None else white.end()
            character = text[position : position + 1]
            if not character or not self._skip_fault(character):
                return character

    def _skip_fault(self, character: str) -> bool:
        """Report and skip what must not stand between tokens; False if nothing is skipped."""
        if "!" <= character <= "~":
            return character in "/#" and self._skip_comment()
        bad = INVALID_BYTES.match(self.text, self.position)
        if bad is not None:
            self.report("JT011", *bad.span(), describe_invalid_bytes(bad[0]))
            self.position = bad.end()
            return True
        space = BETWEEN_TOKENS.match(self.text, self.position)
        if space is None:
            return False
        more = len(space[0]) - 1
        what = f"{name_character(character)}{f' and {more} more such are' if more else ' is'}"
        self.report("JT021", *space.span(), f"{what} not white space in JSON")
        self.position = space.end()
        return True

    def _skip_comment(self) -> bool:
        start = self.position
        comment = _COMMENT.match(self.text, start)
        if comment is None:
            if self.text.startswith("/*", start):
                raise UnexpectedEnd("comment", start)
            return False
        if not self.jsonc or comment[0].startswith("#"):
            message = f"{show_text(comment[0])} is a comment, and JSON allows none"
            self.report("JT001", *comment.span(), message)
        for bad in INVALID_BYTES.finditer(comment[0]):
            span = (start + bad.start(), start + bad.end())
            self.report("JT011", *span, describe_invalid_bytes(bad[0]))
        self.position = comment.end()
        return True

    def make_unexpected_error(
        self, expected: str, related: tuple[RelatedSpan, ...] = ()
    ) -> UnreadableText:
        """Return the error for a character that stands where something else is expected."""
        start = self.position
        word = _WORD.match(self.text, start)
        end = start + 1 if word is None else word.end()
        what = describe_character(self.text[start]) if word is None else show_text(word[0])
        message = f"{what} stands where {expected} is expected"
        plain = to_plain(self.text[start])
        if plain in PUNCTUATION and plain != self.text[start]:
            message += f"; JSON is written with {show_text(plain)}"
        return UnreadableText(TextFault("JT021", start, end, message), related)


def describe_character(character: str) -> str:
    """Return a visible ASCII character in backticks, another one by its name."""
    if character == "`":
        return "a backtick"
    return show_text(character) if "!" <= character <= "~" else name_character(character)
