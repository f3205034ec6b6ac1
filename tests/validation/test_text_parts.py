"""In which encoding a text is sent, and in how many parts: known texts, and what holds of all."""

import itertools
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.contracts.encodings import Encoding
from contractkit.contracts.loading import Contract, load
from contractkit.contracts.views import load_view
from contractkit.validation.text_parts import TextParts, encode, split_text
from tests.contracts.traceability import all_versions

CONTRACTS = [contract for contract in all_versions() if load_view(contract)]
# The tables of 3GPP TS 23.038, 6.2.1 and 6.2.1.1, in their order, without the escape itself.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
GSM, UCS = "GSM-7", "UCS-2"
# The text, its encoding, its units, the characters in each part, and what forces the encoding.
KNOWN: dict[str, tuple[str, str, int, list[int], str]] = {
    "empty": ("", GSM, 0, [], ""),
    "one character": ("a", GSM, 1, [1], ""),
    "full": ("a" * 160, GSM, 160, [160], ""),
    "one more": ("a" * 161, GSM, 161, [153, 8], ""),
    "two full parts": ("a" * 306, GSM, 306, [153, 153], ""),
    "one more than two": ("a" * 307, GSM, 307, [153, 153, 1], ""),
    "1024 characters": ("a" * 1024, GSM, 1024, [153] * 6 + [106], ""),
    "euro sign": ("€", GSM, 2, [1], ""),
    "80 euro signs": ("€" * 80, GSM, 160, [80], ""),
    "81 euro signs": ("€" * 81, GSM, 162, [76, 5], ""),
    "euro sign at the end": ("a" * 158 + "€", GSM, 160, [159], ""),
    "euro sign over the end": ("a" * 159 + "€", GSM, 161, [153, 7], ""),
    "euro sign over a part": ("a" * 152 + "€" + "a" * 10, GSM, 164, [152, 11], ""),
    "euro sign within a part": ("a" * 151 + "€" + "a" * 10, GSM, 163, [152, 10], ""),
    "pairs that fit no two parts": ("a" * 152 + "€" + "a" * 151, GSM, 305, [152, 152], ""),
    "pairs that need a third": ("a" * 152 + "€" + "a" * 152, GSM, 306, [152, 152, 1], ""),
    "basic table": (BASIC, GSM, 127, [127], ""),
    "extension table": (EXTENSION, GSM, 20, [10], ""),
    "umlaut and tilde": ("üñ", GSM, 2, [2], ""),
    "capital cedilla": ("Ç", GSM, 1, [1], ""),
    "small cedilla": ("Façade ç", UCS, 8, [8], "ç"),
    "70 in UCS-2": ("ç" * 70, UCS, 70, [70], "ç"),
    "71 in UCS-2": ("ç" * 71, UCS, 71, [67, 4], "ç"),
    "134 in UCS-2": ("ç" * 134, UCS, 134, [67, 67], "ç"),
    "135 in UCS-2": ("ç" * 135, UCS, 135, [67, 67, 1], "ç"),
    "emoji": ("😀", UCS, 2, [1], "😀"),
    "35 emoji": ("😀" * 35, UCS, 70, [35], "😀"),
    "36 emoji": ("😀" * 36, UCS, 72, [33, 3], "😀"),
    "emoji at the end": ("a" * 68 + "😀", UCS, 70, [69], "😀"),
    "emoji over the end": ("a" * 69 + "😀", UCS, 71, [67, 3], "😀"),
    "emoji over a part": ("a" * 66 + "😀" + "a" * 5, UCS, 73, [66, 6], "😀"),
    "emoji within a part": ("a" * 65 + "😀" + "a" * 5, UCS, 72, [66, 5], "😀"),
    "family emoji": ("👩‍👧", UCS, 5, [3], "👩\u200d👧"),
    "extension in UCS-2": ("€ç", UCS, 2, [2], "ç"),
    "curly quotes": ("“a” ‘b’", UCS, 7, [7], "“”‘’"),
    "forcing characters once": ("–a–b…–", UCS, 6, [6], "–…"),
    "null": ("a\0", UCS, 2, [2], "\0"),
    "escape": ("\x1b", UCS, 1, [1], "\x1b"),
    "combining mark": ("e\u0301", UCS, 2, [2], "\u0301"),
    "combining mark over a part": ("a" * 70 + "\u0301", UCS, 71, [67, 4], "\u0301"),
    "backtick": ("`", UCS, 1, [1], "`"),
    "tab": ("\t", UCS, 1, [1], "\t"),
    "lone surrogate": ("\ud83d", UCS, 1, [1], "\ud83d"),
    "line break at the end": ("a\n", GSM, 2, [2], ""),
}  # fmt: skip


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
@pytest.mark.parametrize("case", KNOWN)
def test_known_texts(contract: Contract, case: str) -> None:
    text, encoding, units, lengths, forced_by = KNOWN[case]
    sent = split(text, contract)
    assert (sent.encoding, sent.characters, sent.units) == (encoding, len(text), units)
    assert [len(part) for part in sent.parts] == lengths
    assert "".join(sent.forced_by) == forced_by


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
def test_the_alphabet_is_that_of_the_standard(contract: Contract) -> None:
    every = "".join(map(chr, range(0x10400)))
    plain = sorted(set(every) - set(split(every, contract).forced_by))
    assert plain == sorted(BASIC + EXTENSION)
    doubled = [one for one in plain if len(split(one * 81, contract).parts) > 1]
    assert doubled == sorted(EXTENSION)


def split(text: str, contract: Contract | None = None) -> TextParts:
    sent = split_text(text, contract=contract)
    assert sent is not None
    return sent


CHARACTERS = (
    st.sampled_from("aZ \n€{ü") | st.sampled_from("aZ€ç–😀\u0301\ud83d\0") | st.characters()
)
TEXTS = st.text(CHARACTERS, max_size=400)


def count_units(text: str, encoding: str) -> int:
    if encoding == UCS:
        return len(text.encode("utf-16-be", "surrogatepass")) // 2
    return len(text) + sum(one in EXTENSION for one in text)


@given(TEXTS)
def test_the_parts_are_the_text(text: str) -> None:
    sent = split(text)
    assert "".join(sent.parts) == text
    assert "" not in sent.parts
    assert sum(count_units(part, sent.encoding) for part in sent.parts) == sent.units


@given(TEXTS)
def test_each_part_is_full_before_the_next_begins(text: str) -> None:
    sent = split(text)
    single, each = (160, 153) if sent.encoding == GSM else (70, 67)
    sizes = [count_units(part, sent.encoding) for part in sent.parts]
    assert all(size <= (single if len(sizes) == 1 else each) for size in sizes)
    for part, following in itertools.pairwise(sent.parts):
        assert count_units(part + following[0], sent.encoding) > each
    assert (len(sizes) > 1) == (sent.units > single)


@given(TEXTS)
def test_there_are_no_more_parts_than_full_ones_but_one_unit(text: str) -> None:
    sent = split(text)
    each = 153 if sent.encoding == GSM else 67
    assert len(sent.parts) <= -(-sent.units // (each - 1))
    assert len(sent.parts) >= -(-sent.units // (each + 7))


@given(TEXTS, TEXTS)
def test_a_longer_text_has_no_fewer_parts(text: str, more: str) -> None:
    assert len(split(text + more).parts) >= len(split(text).parts)


@given(TEXTS)
def test_a_text_is_in_unicode_only_because_of_what_is_told(text: str) -> None:
    sent = split(text)
    assert (sent.encoding == UCS) == bool(sent.forced_by)
    kept = "".join(one for one in text if one not in sent.forced_by)
    assert split(kept).encoding == GSM
    assert [one for one in dict.fromkeys(text) if one in sent.forced_by] == list(sent.forced_by)


BY_KIND = [
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": "1"}}}, "a", GSM),
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": "2"}}}, "a", GSM),
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": "4"}}}, "a", UCS),
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": "1"}}}, "ç", UCS),
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": 4}}}, "a", GSM),
    ("send-message-v1@1.2.0", {"channels": {"sms": {"type": "3"}}}, "a", None),
    ("send-message-v1@1.2.0", ["no request"], "a", GSM),
    ("send-message-v2", {"content": {"type": "text"}}, "a", GSM),
    ("send-message-v2", {"content": {"type": "unicode"}}, "a", UCS),
    ("send-sms-v1", {}, "a", GSM),
    ("send-sms-v1", {"contentType": "Unicode"}, "a", UCS),
    ("send-sms-v1", {"contentType": "BINARY"}, "a", None),
    ("send-sms-v1", {"contentType": "template"}, "a", None),
    ("send-sms-v1", {"contentType": "FLASH"}, "a", GSM),
]


@pytest.mark.parametrize(("name", "request_", "text", "encoding"), BY_KIND)
def test_the_request_may_ask_for_an_encoding(
    name: str, request_: Any, text: str, encoding: str | None
) -> None:
    view = load_view(load(name))
    assert view is not None
    sent = encode(text, view.parts, request_)
    assert (sent and sent.encoding) == encoding


def test_an_encoding_that_is_asked_for_is_not_forced() -> None:
    view = load_view(load("send-sms-v1"))
    assert view is not None
    request = {"contentType": "unicode"}
    assert encode("a", view.parts, request) == TextParts(UCS, 1, 1, ("a",))
    assert encode("aç", view.parts, request) == TextParts(UCS, 2, 2, ("aç",), ("ç",))


def test_a_text_that_no_encoding_has_is_not_sent() -> None:
    digits = Encoding("digits", 4, 2, alphabet="^[0-9]*$")
    assert encode("12345", [digits]) == TextParts("digits", 5, 5, ("12", "34", "5"))
    assert encode("1a", [digits]) is None
    assert encode("1a", []) is None


def test_a_contract_that_says_nothing_of_parts_splits_nothing() -> None:
    assert split_text("a", contract=load("send-message-v1@1.0.0")) is None
    view = {"text": ["/text"]}
    assert split_text("a", contract=Contract("a", "1.0.0", "home", {"view": view})) is None


def test_a_large_text_of_many_characters_takes_no_long_time() -> None:
    text = "".join(map(chr, range(0x10000, 0x60000)))
    start = time.process_time()
    assert split(text).units == 2 * len(text)
    assert time.process_time() - start < 15
