"""The texts that change in other forms do so, each in the form that it is listed for."""

import html
import json
import unicodedata
from collections.abc import Callable

import pytest

from contractkit.payloads.values.changing_texts import FRAGILE, IMITATIONS, LONGER, list_imitations

SEPTETS = "^{}[]~\\|€"
FORMS: dict[str, Callable[[str], str]] = {
    "decomposed (NFD)": lambda text: unicodedata.normalize("NFD", text),
    "composed (NFC)": lambda text: unicodedata.normalize("NFC", text),
    "compatible (NFKC)": lambda text: unicodedata.normalize("NFKC", text),
    "compatible (NFKC), eighteen times as long": lambda text: unicodedata.normalize("NFKC", text),
    "in capitals": str.upper,
    "in small letters": str.lower,
    "escaped for HTML": html.escape,
    "escaped for JSON": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "in septets of GSM 03.38": lambda text: text.translate({ord(one): one * 2 for one in SEPTETS}),
}
CHANGES: dict[str, Callable[[str], str]] = {
    "CR LF to LF": lambda text: text.replace("\r\n", "\n"),
    "CR to LF": lambda text: text.replace("\r\n", "").replace("\r", "\n"),
    "LF to CR LF": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "tabs to spaces": str.expandtabs,
    "white space around": str.strip,
    "NEL": lambda text: text.replace("\x85", "\n"),
    "U+2028": lambda text: text.replace("\u2028", "\n"),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFKC": lambda text: unicodedata.normalize("NFKC", text),
    "null": lambda text: text.partition("\0")[0],
    "UCS-2": lambda text: text.encode("utf-16").decode("utf-16")[:1],
}


@pytest.mark.parametrize("form", LONGER)
def test_each_character_is_longer_in_its_form(form: str) -> None:
    for character in LONGER[form]:
        assert len(FORMS[form](character)) > 1


def test_the_forms_are_all_known() -> None:
    assert list(FORMS) == list(LONGER)


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_each_change_is_seen_in_some_fragile_text(change: Callable[[str], str]) -> None:
    assert any(change(text) != text for text in FRAGILE)


def test_an_imitation_is_the_same_in_some_form() -> None:
    for text in ("sms", "1234", "skiSK", "https://example.com/"):
        others = list(list_imitations(text))
        assert others
        assert text not in others
        for other in others:
            forms = (unicodedata.normalize("NFKC", other), other.upper(), other.casefold())
            assert {text, text.upper(), text.casefold()} & set(forms), other


def test_what_no_table_knows_is_not_imitated() -> None:
    assert list(list_imitations("\u4e00")) == []
    assert all(table for table in IMITATIONS)
