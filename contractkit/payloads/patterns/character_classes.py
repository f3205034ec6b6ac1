"""The classes of characters that patterns of ECMA-262 name: digits, spaces, Unicode properties."""

import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

Range = tuple[int, int]

LAST = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)
DIGITS = ((0x30, 0x39),)
WORDS = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACES = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
LINE_ENDS = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
BY_LETTER = {"d": DIGITS, "w": WORDS, "s": SPACES}
# The long names of the categories, as patterns may write them.
CATEGORIES = {
    "Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Titlecase_Letter": "Lt",
    "Mark": "M", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Punctuation": "P",
    "punct": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs", "Other": "C",
    "Control": "Cc", "Currency_Symbol": "Sc", "Alphabetic": "L", "Lowercase": "Ll",
    "Uppercase": "Lu",
}  # fmt: skip
# Where the names of the characters of a script begin.
SCRIPTS = {
    "Latin": "LATIN", "Greek": "GREEK", "Cyrillic": "CYRILLIC", "Han": "CJK UNIFIED",
    "Arabic": "ARABIC", "Hebrew": "HEBREW", "Hiragana": "HIRAGANA", "Katakana": "KATAKANA",
    "Thai": "THAI", "Hangul": "HANGUL",
}  # fmt: skip


def find_class(letter: str) -> tuple[Range, ...] | None:
    r"""The ranges of `\d`, `\w`, `\s`, or of all else for the capital; None for other letters."""
    ranges = BY_LETTER.get(letter.lower())
    if ranges is None or letter.islower():
        return ranges
    return tuple(complement(ranges))


@lru_cache(maxsize=64)
def find_property(name: str) -> tuple[Range, ...]:
    r"""The ranges of `\p{name}`; ValueError for a name that is not known here."""
    key, _, value = name.rpartition("=")
    if key in ("Script", "sc", "Script_Extensions", "scx"):
        return _list_script(value)
    if name == "Any":
        return tuple(complement(()))
    category = CATEGORIES.get(value, value)
    if category != "LC" and not any(found.startswith(category) for found in _list_categories()):
        raise ValueError(f"the property {name!r} is not known")
    return tuple(range_ for found, range_ in _list_runs() if found.startswith(category))


def _list_script(name: str) -> tuple[Range, ...]:
    begins = SCRIPTS.get(name)
    if begins is None:
        raise ValueError(f"the script {name!r} is not known")
    codes = (code for code in range(0x10000) if _name(code).startswith(begins))
    return tuple(_join(codes))


def _name(code: int) -> str:
    return unicodedata.name(chr(code), "")


@lru_cache(maxsize=1)
def _list_categories() -> frozenset[str]:
    return frozenset(found for found, _ in _list_runs())


@lru_cache(maxsize=1)
def _list_runs() -> tuple[tuple[str, Range], ...]:
    """The categories of all characters, each with the first and the last of a run."""
    runs: list[tuple[str, Range]] = []
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category == "Cs":
            continue
        if runs and runs[-1][0] == category and runs[-1][1][1] == code - 1:
            runs[-1] = category, (runs[-1][1][0], code)
        else:
            runs.append((category, (code, code)))
    return tuple(runs)


def _join(codes: Iterator[int]) -> Iterator[Range]:
    start = end = -2
    for code in codes:
        if code == end + 1:
            end = code
            continue
        if start >= 0:
            yield start, end
        start = end = code
    if start >= 0:
        yield start, end


def complement(ranges: tuple[Range, ...] | list[Range]) -> Iterator[Range]:
    """The ranges of all characters that some ranges leave out."""
    start = 0
    for low, high in sorted([*ranges, SURROGATES]):
        if low > start:
            yield start, low - 1
        start = max(start, high + 1)
    if start <= LAST:
        yield start, LAST
