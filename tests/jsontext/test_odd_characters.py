"""Characters that cannot be seen or look like others: what they are read as and called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.jsontext import read
from contractkit.jsontext.display import show_name, show_text, show_value
from contractkit.jsontext.lookalikes import is_hidden, remove_unseen, to_plain
from contractkit.jsontext.odd_characters import (
    describe_ballast,
    describe_hidden,
    describe_odd_characters,
)

# As they are named by Unicode: none of these has a mark of its own on paper.
UNSEEN = [
    *("\xad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e"),
    *("\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2062", "\u2066"),
    *("\u2069", "\u206a", "\u2800", "\u3164", "\ufe00", "\ufe0e", "\ufe0f", "\ufeff", "\uffa0"),
    *("\ufff9", "\U000e0001", "\U000e0041", "\U000e0100", "\x80", "\x9f"),
]
SPACES = ["\xa0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000", "\u2028", "\x85"]
ACCENTS = ["\u0301", "\u0335", "\u20dd", "\ufe20"]
READ_AS = {
    "ｓｅｎｄｅｒＩＤ": "senderID",
    "＋４４７７": "+4477",
    "+٤٤٧": "+447",
    "+۴۴۷": "+447",
    "+४४७": "+447",
    "𝟜𝟜": "44",
    "𝐬𝐞𝐧𝐝": "send",
    "sеndеrіd": "senderid",
    "ΑΒΕΟ": "ABEO",
    "sօս": "sou",
    "ıd": "id",
    "ﬁx": "fix",
    "a\u2013b\u2212c\u2011d": "a-b-c-d",
    "“a” ‘b’": "\"a\" 'b'",
    "https：⁄⁄x": "https://x",
    "é": "é",
    "Größe": "Größe",
    "日本": "日本",
    "😀": "😀",
    "senderi\u0301d": "senderid",
    "+44770O9OOl23": "+447700900123",
    "+44770\u041e900123": "+447700900123",
    "+44770З": "+447703",
    "+1800FLOWERS": "+1800FLOWERS",
    "OolI": "OolI",
}


@pytest.mark.parametrize(("text", "plain"), READ_AS.items())
def test_a_text_is_read_as_what_it_looks_like(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@pytest.mark.parametrize("char", UNSEEN, ids=lambda char: f"U+{ord(char):04X}")
def test_what_leaves_no_mark_is_left_out_and_shown_by_its_number(char: str) -> None:
    text = f"a{char}b"
    assert to_plain(text) == remove_unseen(text) == "ab"
    number = f"U+{ord(char):04X}"
    assert show_value(text) == f'"a<{number}>b"'
    assert show_name(text) == f"a<{number}>b"
    assert show_text(text) == f"`a<{number}>b`"
    assert describe_odd_characters(text).startswith(number)
    assert describe_odd_characters(text).endswith(" at character 2")


@pytest.mark.parametrize("char", SPACES + ACCENTS, ids=lambda char: f"U+{ord(char):04X}")
def test_a_space_or_an_accent_is_shown_by_its_number(char: str) -> None:
    assert to_plain(f"a{char}b") == ("a b" if char in SPACES else "ab")
    assert show_name(f"a{char}b") == f"a<U+{ord(char):04X}>b"
    assert describe_odd_characters(f"a{char}b").startswith(f"U+{ord(char):04X} ")


DESCRIBED = {
    "abc": "",
    "+4477\u200c00900123": "U+200C ZERO WIDTH NON-JOINER at character 6",
    "\u202a+44\u202c": "U+202A LEFT-TO-RIGHT EMBEDDING at character 1 and "
    "U+202C POP DIRECTIONAL FORMATTING at character 5",
    "+44\xa07700\xa0900123": "2 × U+00A0 NO-BREAK SPACE at characters 4 and 9",
    "\u200b" * 12 + "a": "12 × U+200B ZERO WIDTH SPACE from character 1 on",
    "＋４４７７": "U+FF0B FULLWIDTH PLUS SIGN instead of “+” at character 1, "
    "2 × U+FF14 FULLWIDTH DIGIT FOUR instead of “4” at characters 2 and 3 and "
    "2 × U+FF17 FULLWIDTH DIGIT SEVEN instead of “7” at characters 4 and 5",
    "＋１２３４": "U+FF0B FULLWIDTH PLUS SIGN instead of “+” at character 1, and 4 more such",
    "sеnderid": "U+0435 CYRILLIC SMALL LETTER IE instead of “e” at character 2",
    "\ufeffid": "U+FEFF BYTE ORDER MARK (ZERO WIDTH NO-BREAK SPACE) at character 1",
    "a\x85": "U+0085 NEXT LINE at character 2",
    "a\x80": "U+0080 control character at character 2",
    # Another script is no disguise, but what cannot be seen in it is told.
    "Привет": "",
    "Привет\u200b": "U+200B ZERO WIDTH SPACE at character 7",
    "Grüße – “so”": "",
    "+44770O900123": "U+004F LATIN CAPITAL LETTER O instead of “0” at character 7",
    "Ol": "",
}


@pytest.mark.parametrize(("text", "described"), DESCRIBED.items())
def test_odd_characters_are_named_counted_and_placed(text: str, described: str) -> None:
    assert describe_odd_characters(text) == described


def test_in_a_text_only_what_never_means_anything_is_told() -> None:
    assert describe_ballast("❤\ufe0f می\u200cخواهم – “so” \u200eשלום") == ""
    assert describe_ballast("a\u200b\xadb") == (
        "U+200B ZERO WIDTH SPACE at character 2 and U+00AD SOFT HYPHEN at character 3"
    )
    assert describe_hidden("“a”\u200e") == "U+200E LEFT-TO-RIGHT MARK at character 4"


@given(st.text())
def test_nothing_that_cannot_be_seen_is_shown(text: str) -> None:
    for shown in (
        show_name(text),
        show_text(text),
        show_value(text),
        describe_odd_characters(text),
    ):
        assert shown.isprintable()
        assert not any(map(is_hidden, shown))
    assert len(show_name(text, 30)) <= max(30, 6 * sum(char < " " for char in text) + 30)


@given(st.text())
def test_what_is_read_is_read_as_itself(text: str) -> None:
    assert to_plain(to_plain(text)) == to_plain(text)
    assert not any(map(is_hidden, to_plain(text)))


@pytest.mark.parametrize(
    ("text", "value", "rule", "message"),
    [
        (
            "[１２]",
            [12],
            "JT014",
            ("`１２` is not a number of JSON: it has U+FF11 FULLWIDTH DIGIT ONE instead of “1” at "
            "character 1 and U+FF12 FULLWIDTH DIGIT TWO instead of “2” at character 2"),
        ),
        (
            "[−5]",
            [-5],
            "JT014",
            "`−5` is not a number of JSON: it has U+2212 MINUS SIGN instead of “-” at character 1",
        ),
        (
            "[truе]",
            [True],
            "JT017",
            ("`truе` is not the word `true`: it has U+0435 CYRILLIC SMALL LETTER IE instead of “e” "
            "at character 4"),
        ),
        ('{"a"：1}', {"a": 1}, "JT018", "U+FF1A FULLWIDTH COLON stands where a colon is expected"),
        ("{a：1}", {"a": 1}, "JT018", "U+FF1A FULLWIDTH COLON stands where a colon is expected"),
        ("[1，2]", [1, 2], "JT005", "U+FF0C FULLWIDTH COMMA stands where a comma is expected"),
        ("[1، 2]", [1, 2], "JT005", "U+060C ARABIC COMMA stands where a comma is expected"),
        (
            "[＂a＂]",
            ["a"],
            "JT024",
            "`a` is in typographic quotes; a JSON string has straight double quotes",
        ),
        (
            "[1,\u200b\u200b2]",
            [1, 2],
            "JT021",
            "U+200B ZERO WIDTH SPACE and 1 more such are not white space in JSON",
        ),
        ("[1\u2066]", [1], "JT021", "U+2066 LEFT-TO-RIGHT ISOLATE is not white space in JSON"),
        ("[1\ufe0f]", [1], "JT021", "U+FE0F VARIATION SELECTOR-16 is not white space in JSON"),
        (
            "［1]",
            None,
            "JT021",
            ("U+FF3B FULLWIDTH LEFT SQUARE BRACKET stands where a value is expected; "
            "JSON is written with `[`"),
        ),
        ("[é]", ["é"], "JT004", "`é` has no quotes; a string is written in double quotes"),
        ("[×]", None, "JT021", "U+00D7 MULTIPLICATION SIGN stands where a value is expected"),
    ],
)  # fmt: skip
def test_signs_and_numbers_that_only_look_like_those_of_json(
    text: str, value: object, rule: str, message: str
) -> None:
    document = read(text.encode())
    assert (rule, message) in [(fault.rule, fault.message) for fault in document.faults]
    assert document.value == value
