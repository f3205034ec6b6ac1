"""What a person reads in a text: characters that cannot be seen are left out, others made plain.

Full-width letters, the digits of other scripts, and letters and signs that look like those of ASCII
stand for these. So `to_plain` gives what was meant by somebody who copied a name or a number.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = (
    # Cyrillic
    ("АаВЕеЅѕІіЈјКкМмНОоРрСсТтУуХхһԁԛԚԝԜѵѴӏҮԌЗз", "AaBEeSsIiJjKkMmHOoPpCcTtYyXxhdqQwWvVlYG33"),
    # Greek
    ("ΑαΒΕΖΗΙιΚκΜΝνΟοΡρΤτΥυΧχϲϹϳͿ", "AaBEZHIiKkMNvOoPpTtYuXxcCjJ"),
    # Armenian
    ("օՕոսՍՏԼհցզյ", "oOnuUSLhgqj"),
    # Latin: dotless, phonetic and small capitals
    ("ıȷɑɡɩɪʏʀɴʟʜʙɢᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ", "ijagiiyrnlhbgacdejkmoptuvwzs"),
)
_SIGNS = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2043\u2796",
    "+": "\u02d6\u2795",
    ".": "\u3002\u00b7\u06d4",
    ",": "\u201a\u3001\u060c\u066b",
    ":": "\u02d0\u2236\ua789\u05c3",
    ";": "\u061b",
    "/": "\u2044\u2215\u29f8",
    "'": "\u2018\u2019\u201b\u02b9\u02bc\u2032\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "_": "\u203f\u02cd",
    "~": "\u02dc\u223c",
    "*": "\u2217\u066d",
    "%": "\u066a",
}
COLONS = f"{_SIGNS[':']}\ufe13\ufe55\uff1a"
COMMAS = f"{_SIGNS[',']}\ufe50\uff0c"
_MEANT = {
    char: plain for others, meant in _LETTERS for char, plain in zip(others, meant, strict=True)
}
_MEANT |= {char: plain for plain, others in _SIGNS.items() for char in others}

# What leaves no mark: fillers, joiners, selectors and marks of direction. Of that, `BALLAST` never
# means anything in a text.
_MARKLESS = (
    r"\x80-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SPACES = r"\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BALLAST = re.compile(r"[\xad\u034f\u115f\u1160\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]")
_ACCENTS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
UNSEEN = re.compile(f"[{_MARKLESS}]")
HIDDEN = re.compile(f"[{_MARKLESS}{_SPACES}{_ACCENTS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_NUMBER_WITH_LETTERS = re.compile(r"\+(?=(?:[^0-9]*[0-9]){5})(?=[^OolI]*[OolI])[-0-9 ().OolI]+")
_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1"}
_FOREIGN = re.compile(r"(?<![^\W_])[^\W\d_\x00-\x7f]+(?![^\W_])")
BETWEEN_TOKENS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{_MARKLESS}{_SPACES}]+")


def to_plain(text: str) -> str:
    """The text as it is read, in ASCII as far as that is possible; letters with accents stay."""
    return text if is_plain(text) else "".join(read_characters(text))


def is_plain(text: str) -> bool:
    """Whether each character of a text is what it looks like, as far as that is seen at once."""
    return text.isascii() and not _NUMBER_WITH_LETTERS.fullmatch(text)


def read_characters(text: str) -> list[str]:
    """What each character of a text is read as; `O` in an international number as a digit."""
    meant = list(map(plain_character, text))
    if _NUMBER_WITH_LETTERS.fullmatch("".join(meant)):
        return [_DIGITS.get(char, char) for char in meant]
    return meant


def has_foreign_words(text: str) -> bool:
    """Whether a text has a word of another script that could be read as one in ASCII, as `МОРЕ`."""
    return not text.isascii() and any(
        all(plain_character(char) != char for char in word) for word in _FOREIGN.findall(text)
    )


def remove_unseen(text: str) -> str:
    """The text without the characters that leave no mark; spaces of any width stay."""
    return text if text.isascii() else UNSEEN.sub("", text)


@lru_cache(maxsize=1024)
def plain_character(char: str) -> str:
    """What one character is read as: "" where it is not seen, itself where it is like no other."""
    if char.isascii():
        return char
    if is_hidden(char):
        return " " if _SPACE.match(char) else ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    return _MEANT.get(char) or (compatible if compatible.isascii() else char)


def is_hidden(char: str) -> bool:
    """Whether nobody can tell by looking which character this is: unseen, an odd space, an accent.

    An accent of its own may stand on a quote, or be part of what looks like one letter.
    """
    return HIDDEN.match(char) is not None
