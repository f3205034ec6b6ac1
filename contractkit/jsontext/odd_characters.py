"""The wording for characters that cannot be seen or look like others: what, how many, and where."""

import re
import unicodedata
from collections.abc import Iterable

from contractkit.jsontext.lookalikes import BALLAST, HIDDEN, is_hidden, is_plain, read_characters

_MOST_KINDS, _MOST_PLACES = 3, 3  # of more kinds only the first is named
# Names of characters for which Unicode has none, or one that nobody knows.
_NAMES = {
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    "\ufeff": "BYTE ORDER MARK (ZERO WIDTH NO-BREAK SPACE)",
}
_KINDS = {
    "Cc": "control character",
    "Cs": "half of a surrogate pair",
    "Co": "private use",
    "Cn": "no character",
}
_NOT_SHOWN = re.compile(r"[\x00-\x1f\ud800-\udfff]")


def name_by_number(char: str) -> str:
    """A character by its number and its name: `U+200C ZERO WIDTH NON-JOINER`."""
    name = _NAMES.get(char) or unicodedata.name(char, "")
    return f"U+{ord(char):04X} {name or _KINDS.get(unicodedata.category(char), '')}".rstrip()


def show_hidden(text: str) -> str:
    """The text with each character that cannot be seen by its number, `<U+200C>`.

    Control characters and halves of surrogate pairs are shown as the escapes of JSON.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_show_character, text))


def cut_to_fit(text: str, longest: int) -> str:
    """The beginning of a text that has no more than `longest` characters as it is shown."""
    if text.isascii():
        return text[:longest]
    room = longest
    for index, char in enumerate(text):
        room -= len(_show_character(char))
        if room < 0:
            return text[:index]
    return text


def _show_character(char: str) -> str:
    if _NOT_SHOWN.match(char):
        return f"\\u{ord(char):04x}"
    return f"<U+{ord(char):04X}>" if is_hidden(char) or not char.isprintable() else char


def describe_odd_characters(text: str) -> str:
    """Which characters of the text are not what they look like, how many and where; "" for none.

    Letters that look like those of ASCII count only where all of the text can be read so: else it
    is a text in another script.
    """
    if is_plain(text):
        return ""
    meant = read_characters(text)
    if not "".join(meant).isascii():
        return describe_hidden(text)
    pairs = enumerate(zip(text, meant, strict=True), 1)
    return _describe((at, char, plain.strip()) for at, (char, plain) in pairs if char != plain)


def describe_hidden(text: str, kind: re.Pattern[str] = HIDDEN) -> str:
    """Which characters cannot be told by looking, how many and where; "" for none.

    `kind` matches those that count.
    """
    return _describe((match.start() + 1, match[0], "") for match in kind.finditer(text))


def describe_ballast(text: str) -> str:
    """Which characters take room in a text and nothing else, how many and where; "" for none."""
    return describe_hidden(text, BALLAST)


def tell(lead: str, odd: str) -> str:
    """The end of a message about a text: what is odd about it, behind `lead`; or nothing."""
    return f"{lead} {odd}" if odd else ""


def _describe(odd: Iterable[tuple[int, str, str]]) -> str:
    """The words for characters, each with its place in the text and what is meant by it."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, char, meant in odd:
        places.setdefault((char, meant), []).append(place)
    kinds = list(places.items())
    shown = kinds if len(kinds) <= _MOST_KINDS else kinds[:1]
    more = sum(len(where) for _, where in kinds[len(shown) :])
    words = [_describe_kind(*kind, where) for kind, where in shown]
    return f"{', '.join(words)}, and {more} more such" if more else _join(words)


def _describe_kind(char: str, meant: str, places: list[int]) -> str:
    name = name_by_number(char) + (f" instead of “{meant}”" if meant else "")
    if len(places) == 1:
        return f"{name} at character {places[0]}"
    counted = f"{len(places)} × {name}"
    if len(places) <= _MOST_PLACES:
        return f"{counted} at characters {_join(list(map(str, places)))}"
    return f"{counted} from character {places[0]} on"


def _join(words: list[str]) -> str:
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last
