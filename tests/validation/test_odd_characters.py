"""Names and values with characters that cannot be seen or look like others: told, and put right."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit import load
from contractkit.jsontext.lookalikes import is_hidden
from contractkit.linting.fixing import fix_text
from contractkit.validation.check import check, check_document
from contractkit.validation.options import CheckOptions
from tests.sample_payloads import PLAIN, plain, plain_sms

CONTRACT = load()
REQUEST = CheckOptions("request")
NUMBER = "+447700900123"


def to(number: str) -> dict[str, Any]:
    return plain(destination=[{"msisdn": [number]}])


def named(name: str) -> dict[str, Any]:
    sms = dict(PLAIN["channels"]["sms"])
    return plain(channels={"sms": {name: sms.pop("senderid"), **sms}})


# What is sent, the rule, and what the message ends with.
TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "a joiner in a number",
        to("+4477\u200c00900123"),
        "SM112",
        ('"+4477<U+200C>00900123" is not a phone number in E.164 form; '
        "the value has U+200C ZERO WIDTH NON-JOINER at character 6"),
    ),
    (
        "marks of direction around a number",
        to(f"\u202a{NUMBER}\u202c"),
        "SM112",
        ("the value has U+202A LEFT-TO-RIGHT EMBEDDING at character 1 and U+202C POP DIRECTIONAL "
        "FORMATTING at character 15"),
    ),
    (
        "a letter in a number",
        to("+44770O900123"),
        "SM112",
        "the value has U+004F LATIN CAPITAL LETTER O instead of “0” at character 7",
    ),
    (
        "quotes around a number",
        to(f"’{NUMBER}"),
        "SM112",
        "the value has U+2019 RIGHT SINGLE QUOTATION MARK instead of “'” at character 1",
    ),
    (
        "quotes in a text",
        plain_sms(text="“Hi”"),
        "SM205",
        ('the value has U+201C LEFT DOUBLE QUOTATION MARK instead of “"” at character 1 and '
        'U+201D RIGHT DOUBLE QUOTATION MARK instead of “"” at character 4'),
    ),
    (
        "spaces in a number",
        to("+44\xa07700\xa0900123"),
        "SM112",
        "the value has 2 × U+00A0 NO-BREAK SPACE at characters 4 and 9",
    ),
    (
        "full-width digits",
        to("＋４４７７００９００１２３"),
        "SM112",
        "the value has U+FF0B FULLWIDTH PLUS SIGN instead of “+” at character 1, and 12 more such",
    ),
    (
        "a letter in a name",
        named("s\u0435nderid"),
        "SM108",
        ("“senderid” is missing, “s\u0435nderid” is not its name: "
        "it has U+0435 CYRILLIC SMALL LETTER IE instead of “e” at character 2"),
    ),
    (
        "a space of no width in a name",
        named("sender\u200bid"),
        "SM108",
        "“sender<U+200B>id” is not its name: it has U+200B ZERO WIDTH SPACE at character 7",
    ),
    (
        "an accent in a name",
        named("senderi\u0301d"),
        "SM108",
        "it has U+0301 COMBINING ACUTE ACCENT at character 8",
    ),
    (
        "a letter in a value",
        plain(deliverychannel="sm\u0455"),
        "SM111",
        ('it must be "sms"; the value has U+0455 CYRILLIC SMALL LETTER DZE instead of “s” at '
        "character 3"),
    ),
    (
        "an unknown name",
        plain(**{"x\u200b": 1}),
        "SM201",
        ("“x<U+200B>” is not a property of the request; "
        "the name has U+200B ZERO WIDTH SPACE at character 2"),
    ),
    (
        "a boolean",
        plain_sms(sendLinkAsAppClip="true\ufeff"),
        "SM138",
        "the value has U+FEFF BYTE ORDER MARK (ZERO WIDTH NO-BREAK SPACE) at character 5",
    ),
    (
        "a text that is too long",
        plain_sms(text="é" * 1020 + "\u200b" * 5),
        "SM114",
        "the value has 5 × U+200B ZERO WIDTH SPACE from character 1021 on",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "rule", "ending"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD]
)
def test_the_characters_are_named_counted_and_placed(
    payload: dict[str, Any], rule: str, ending: str
) -> None:
    messages = {one.rule: one.message for one in check(payload, "request")}
    assert messages[rule].endswith(ending)
    assert not any(map(is_hidden, messages[rule]))


def test_a_letter_in_a_number_is_left() -> None:
    data = json.dumps(to("+44770O900123")).encode()
    assert fix_text(data, CONTRACT, REQUEST, unsafe=True).data == data


PUT_RIGHT = [row for row in TOLD if row[2] != "SM201" and row[0] != "a letter in a number"]


@pytest.mark.parametrize(
    ("payload", "rule"), [row[1:3] for row in PUT_RIGHT], ids=[row[0] for row in PUT_RIGHT]
)
def test_they_are_put_right(payload: dict[str, Any], rule: str) -> None:
    fixed = fix_text(json.dumps(payload).encode(), CONTRACT, REQUEST, unsafe=True)
    left = check_document(fixed.data, CONTRACT, REQUEST).findings
    assert rule not in {one.rule for one in left}
    assert all(one.severity != "error" for one in left)


@pytest.mark.parametrize(
    "payload",
    [plain_sms(text="Привет! “Wow” – ❤\ufe0f" + "я" * 1020), plain_sms(text="é\u200d" * 600)],
)
def test_what_a_text_may_have_is_not_told(payload: dict[str, Any]) -> None:
    [message] = [one.message for one in check(payload, "request") if one.rule == "SM114"]
    assert "U+" not in message


def test_a_text_in_another_script_is_neither_blamed_nor_changed() -> None:
    payload = plain_sms(text="МОРЕ “a”\u200e")
    [message] = [one.message for one in check(payload, "request") if one.rule == "SM205"]
    assert message.endswith("; the value has U+200E LEFT-TO-RIGHT MARK at character 9")
    data = json.dumps(payload).encode()
    assert fix_text(data, CONTRACT, REQUEST, unsafe=True).data == data


def test_redacted_messages_say_nothing_of_the_value() -> None:
    text = json.dumps(to("+4477\u200c00900123"))
    [finding] = check_document(text, CONTRACT, CheckOptions("request", redact=True)).findings
    assert "U+" not in finding.message


LIKE = {
    "a": "а\uff41",
    "c": "с\uff43",
    "d": "ԁ",
    "e": "е\uff45\U0001d41e",
    "i": "іı",
    "l": "ӏ",
    "n": "ոｎ",
    "o": "оοօ",
    "r": "ʀｒ",
    "s": "ѕꜱ",
    "t": "тτ",
    "x": "хχ",
    "+": "\uff0b",
    "0": "٠\uff10",
    "4": "٤۴４",
    "7": "٧\uff17𝟕",
    "9": "९９",
}
UNSEEN = "\u200b\u200c\u200d\u2060\xad\u202a\u202c\u2066\u2069\ufeff\ufe0f\u180e\u034f"


@st.composite
def disguised(draw: st.DrawFn, text: str) -> str:
    """A text that looks like the given one."""
    chars = [
        draw(st.sampled_from(LIKE[char])) if char in LIKE and draw(st.booleans()) else char
        for char in text
    ]
    for _ in range(draw(st.integers(0, 2))):
        chars.insert(draw(st.integers(0, len(chars))), draw(st.sampled_from(UNSEEN)))
    return "".join(chars)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_was_disguised_is_told_and_restored(data: st.DataObject) -> None:
    sms = PLAIN["channels"]["sms"]
    senderid = data.draw(disguised("senderid"))
    payload = {
        data.draw(disguised("deliverychannel")): data.draw(disguised("sms")),
        data.draw(disguised("destination")): [{"msisdn": [data.draw(disguised(NUMBER))]}],
        "channels": {"sms": {senderid: sms["senderid"], data.draw(disguised("text")): "Hi"}},
    }
    meant = {
        "deliverychannel": "sms",
        "destination": [{"msisdn": [NUMBER]}],
        "channels": {"sms": {"senderid": sms["senderid"], "text": "Hi"}},
    }
    text = json.dumps(payload, ensure_ascii=False)
    for finding in check_document(text, CONTRACT, REQUEST).findings:
        assert finding.message.isprintable()
        assert "U+" in finding.message
        assert not any(map(is_hidden, finding.message + finding.help))
    fixed = fix_text(text.encode(), CONTRACT, REQUEST, unsafe=True)
    assert json.loads(fixed.data) == meant


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("\u200b{\xa0\u200b}\u2060", "{ }"),
        ('{"a"：1，"b":2}', '{"a":1,"b":2}'),
        ("{“a”: １}", '{"a": 1}'),
        ('{"a": truе}', '{"a": true}'),
        ('{"a": −1}', '{"a": -1}'),
        ("{\x0c}", "{ }"),
        ('{"a": "b，c：１"}', '{"a": "b，c：１"}'),
    ],
)
def test_signs_of_json_are_put_right(text: str, fixed: str) -> None:
    assert fix_text(text.encode(), CONTRACT, REQUEST, unsafe=True).data.decode() == fixed
