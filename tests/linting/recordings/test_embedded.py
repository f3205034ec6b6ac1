"""What is found in a payload is found in the recording that holds it, at the same characters."""

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.findings import Span
from contractkit.jsontext import Lines
from contractkit.jsontext.escapes import map_string_offsets
from contractkit.linting.recordings import check_recording
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import make_entry, make_har
from tests.sample_payloads import near_examples, plain_sms

CONTRACT = load()
BODY = "/log/entries/0/request/postData/text"
TEXT = st.text(st.sampled_from('ab"\\/\n\t\x01\x7fé\u2028\ufeff😀'), max_size=12)
WAYS = ("plain", "short", "units", "upper")


@st.composite
def written_strings(draw: st.DrawFn, strings: st.SearchStrategy[str] = TEXT) -> tuple[str, str]:
    """A string, and one of the ways to write it, a way for each character."""
    value = draw(strings)
    random = draw(st.randoms(use_true_random=False))
    return value, f'"{"".join(write_character(char, random.choice(WAYS)) for char in value)}"'


def write_character(char: str, way: str) -> str:
    if way == "short" and char in '"\\/\n\t':
        return "\\" + {"\n": "n", "\t": "t"}.get(char, char)
    if way in ("plain", "short") and char not in '"\\' and char > "\x1f":
        return char
    units = char.encode("utf-16-be")
    written = "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    return (
        written.replace("\\u", "\\U").upper().replace("\\U", "\\u") if way == "upper" else written
    )


@settings(deadline=None, max_examples=300)
@given(written_strings(), st.sampled_from(["", '{"a": ', "[1, \n "]))
def test_each_character_of_a_string_is_found(written: tuple[str, str], before: str) -> None:
    value, string = written
    text = f"{before}{string}"
    locate = map_string_offsets(text, len(before), len(text))
    for index, char in enumerate(value):
        piece = text[locate(index) : locate(index + 1)]
        assert json.loads(f'"{piece}"', strict=False) == char
    assert locate(len(value)) == len(text) - 1
    assert locate(len(value) + 5) == len(text) - 1


@settings(deadline=None, max_examples=150)
@given(near_examples("request"), st.data())
def test_findings_are_the_same_and_at_the_same_characters(value: Any, data: st.DataObject) -> None:
    indent = data.draw(st.sampled_from([None, 2]))
    body = json.dumps(value, indent=indent, ensure_ascii=data.draw(st.booleans()))
    _, string = data.draw(written_strings(st.just(body)))
    around = json.dumps(make_har(make_entry("BODY")), indent=1)
    text = around.replace('"BODY"', string)
    expected = check_document(body, CONTRACT, CheckOptions("request")).findings
    recorded = check_recording(text.encode(), CONTRACT, CheckOptions())
    assert recorded
    assert recorded.requests == 1
    found = recorded.findings
    assert [(one.rule, one.message) for one in found] == [
        (one.rule, one.message) for one in expected
    ]
    for here, there in zip(found, expected, strict=True):
        assert here.pointer == BODY + (there.pointer or "")
        check_span(text, here.span, body, there.span)
        for one, other in zip(here.related, there.related, strict=True):
            check_span(text, one.span, body, other.span)


def check_span(text: str, outer: Span | None, body: str, inner: Span | None) -> None:
    assert (outer is None) == (inner is None)
    if outer and inner:
        assert json.loads(f'"{text[outer.start : outer.end]}"') == body[inner.start : inner.end]
        lines = Lines(text)
        assert lines.position(outer.start) == (outer.line, outer.column)
        assert lines.position(outer.end) == (outer.end_line, outer.end_column)


def test_broken_text_in_a_string_is_found_where_it_is_broken() -> None:
    text = json.dumps(make_har(make_entry('{\n  "a": "\U0001f600" "b": 1}')))
    recorded = check_recording(text.encode(), CONTRACT, CheckOptions())
    assert recorded
    comma = next(one for one in recorded.findings if one.rule == "JT005")
    assert comma.span
    assert comma.pointer == BODY
    assert re.match(r' \\"b\\"', text[comma.span.start :])


def test_a_lone_surrogate_moves_nothing() -> None:
    body = json.dumps(plain_sms(senderid="")).replace("Hello", "\ud83d")
    recorded = check_recording(
        json.dumps(make_har(make_entry(body))).encode(), CONTRACT, CheckOptions(redact=True)
    )
    assert recorded
    missing = next(one for one in recorded.findings if one.rule == "SM108")
    assert missing.span
    text = json.dumps(make_har(make_entry(body)))
    assert text[missing.span.start : missing.span.end] == '\\"\\"'


def test_an_answer_in_base64_is_found_as_a_whole() -> None:
    entry = make_entry(json.dumps(plain_sms()))
    entry["response"]["content"] = {"text": "eyJyZXNwb25zZSI6IFtdfQ==", "encoding": "base64"}
    text = json.dumps(make_har(entry))
    recorded = check_recording(text.encode(), CONTRACT, CheckOptions())
    assert recorded
    [finding] = recorded.findings
    assert (finding.rule, finding.fix) == ("SM304", None)
    assert finding.span
    assert text[finding.span.start : finding.span.end] == '"eyJyZXNwb25zZSI6IFtdfQ=="'
